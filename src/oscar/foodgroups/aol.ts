/** AOL, 0x0040: a foodgroup without documentation. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'

export const AOL = foodgroup(0x0040, 'AOL', {
  0x0001: { name: 'AOL__ERR', from: 'both', error: true, body: errorBody() },
})
