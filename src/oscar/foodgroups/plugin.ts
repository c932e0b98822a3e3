/** PLUGIN, 0x0022: updates of client plug-ins. No body is documented. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'

export const PLUGIN = foodgroup(0x0022, 'PLUGIN', {
  0x0001: { name: 'PLUGIN__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'PLUGIN__UPDATE_QUERY', from: 'client', about: 'ask for updates' },
  0x0003: { name: 'PLUGIN__UPDATE_REPLY', from: 'server', repliesTo: 0x0002 },
})
