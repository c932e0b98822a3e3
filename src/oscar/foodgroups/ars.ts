/** ARS, 0x044a: the rendezvous proxy. It has a framing of its own (see the peer protocols); in a SNAC only the names matter. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'

export const ARS = foodgroup(0x044a, 'ARS', {
  0x0001: { name: 'ARS__ERR', from: 'server', error: true, body: errorBody() },
  0x0002: { name: 'ARS__LISTEN_QUERY', from: 'client', about: 'offerer asks for a token' },
  0x0003: { name: 'ARS__LISTEN_REPLY', from: 'server', repliesTo: 0x0002, about: 'token and address' },
  0x0004: { name: 'ARS__CONNECT_REQ', from: 'client', about: 'the other side joins' },
  0x0005: { name: 'ARS__CONNECT_ACK', from: 'server', repliesTo: 0x0004, about: 'both are joined' },
})
