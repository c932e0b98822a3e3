/** TRANSLATE, 0x000c: translation of texts. No body is documented. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'

export const TRANSLATE = foodgroup(0x000c, 'TRANSLATE', {
  0x0001: { name: 'TRANSLATE__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'TRANSLATE__REQUEST', from: 'client' },
  0x0003: { name: 'TRANSLATE__REPLY', from: 'server', repliesTo: 0x0002 },
})
