/** ADVERT, 0x0005: advertisements, long unused. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'

export const ADVERT = foodgroup(0x0005, 'ADVERT', {
  0x0001: { name: 'ADVERT__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'ADVERT__ADS_QUERY', from: 'client', about: 'ask for one' },
  0x0003: { name: 'ADVERT__ADS_REPLY', from: 'server', repliesTo: 0x0002, about: 'the advertisement' },
})
