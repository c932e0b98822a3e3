/** MDIR, 0x0025: member directory of ICQ 6 and later. No subgroup is documented. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'

export const MDIR = foodgroup(0x0025, 'MDIR', {
  0x0001: { name: 'MDIR__ERR', from: 'both', error: true, body: errorBody() },
})
