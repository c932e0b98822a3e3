/** A foodgroup whose number stands in lists of versions; nothing else is known. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'

export const UNNAMED_FG_24 = foodgroup(0x0024, 'UNNAMED_FG_24', {
  0x0001: { name: 'UNNAMED_FG_24__ERR', from: 'both', error: true, body: errorBody() },
})
