/**
 * Payloads of the FLAP frames that open and close a connection. Channel 1: u32 version (1), then TLVs. Channel 4: TLVs, or
 * nothing; it also answers a login whose password came on channel 1.
 */
import { Cursor } from '../bytes/cursor.ts'
import { find, type Node } from '../bytes/node.ts'
import { LOGIN_ERRORS } from './errors.ts'
import { leaveRest, reader } from './structures.ts'
import { say } from './summary.ts'
import { tlvs, tlvTable } from './tlv.ts'
import { blob, enum8, enumAny, roasted, secret, string, u16, u32, u8, type Field, type Names } from './types.ts'

/** What an older client is and speaks: in a signon frame and in a BUCP login. */
export const CLIENT_TLVS = tlvTable('client', {
  0x0003: ['CLIENT_IDENTITY', string],
  0x000e: ['COUNTRY', string],
  0x000f: ['LANGUAGE', string],
  0x0014: ['DISTRIBUTION', u32],
  0x0016: ['CLIENT_ID', u16],
  0x0017: ['MAJOR_VERSION', u16],
  0x0018: ['MINOR_VERSION', u16],
  0x0019: ['POINT_VERSION', u16],
  0x001a: ['BUILD_NUM', u16],
  0x004a: ['MULTICONN_FLAGS', enum8({ 0: 'OLD_CLIENT', 1: 'SEVERAL_SESSIONS', 3: 'SINGLE_SESSION' })],
  0x0094: ['CLIENT_RECONNECT', u8],
})

const SSL_STATES = { 0: 'NO_TLS', 1: 'TLS', 2: 'TLS_WITH_RESUME' } as const satisfies Names

/** Where to go next and what to show there. */
export const REDIRECT_TLVS = tlvTable('redirect', {
  0x0005: ['RECONNECT_HERE', string],
  0x0006: ['LOGIN_COOKIE', secret(blob)],
  0x008d: ['SSL_CERT_NAME', string],
  0x008e: ['SSL_STATE', enum8(SSL_STATES)],
})

export const SIGNON_TLVS = tlvTable(
  'signon',
  {
    0x0006: ['LOGIN_COOKIE', secret(blob)],
    0x2038: ['USE_BIG_TIME', blob],
    0x8003: ['MAX_RECV_SIZE', u32],
    0x8004: ['HOST_SUFFIX', string],
  },
  CLIENT_TLVS,
)

/** The oldest login: name and password in the signon frame itself. */
export const LOGIN_ROAST_TLVS = tlvTable(
  'login-roast',
  {
    0x0001: ['SCREEN_NAME', string],
    0x0002: ['ROASTED_PASSWORD', roasted('aim', 'java')],
    0x1335: ['ROASTED_KERBEROS_PASSWORD', roasted('kerberos')],
    0x1337: ['ROASTED_TOC_PASSWORD', secret(blob)],
    0x1338: ['PLAINTEXT_KERBEROS_PASSWORD', secret(string)],
    0x1339: ['PLAINTEXT_PASSWORD', secret(string)],
  },
  CLIENT_TLVS,
)

export const SIGNON_SERVER_TLVS = tlvTable('signon-server', { 0x8001: ['MAX_SEND_SIZE', u32] })

export const SIGNOFF_TLVS = tlvTable(
  'signoff',
  {
    0x0001: ['SCREEN_NAME', string],
    0x0004: ['ERROR_URL', string],
    // open-oscar-server writes the two codes in one byte.
    0x0008: ['ERROR_SUBCODE', enumAny(LOGIN_ERRORS)],
    0x0009: ['DISCONNECT_REASON', enumAny({ 1: 'SIGNED_ON_ELSEWHERE', 2: 'ACCOUNT_DELETED' })],
    0x000a: ['RECONNECT_HOSTNAME', string],
    0x000b: ['URL', string],
    0x000c: ['DEBUG_DATA', u16],
  },
  REDIRECT_TLVS,
)

export interface FlapPayload {
  readonly name: 'SIGNON' | 'SIGNOFF'
  readonly node: Node
  readonly summary: string
}

const VERSION: Field = ['version', u32]
/** All that may be in one. */
export const SIGNON_PAYLOAD_TLVS = tlvTable('signon', {}, SIGNON_TLVS, LOGIN_ROAST_TLVS, SIGNON_SERVER_TLVS)
const readSignon = reader([VERSION, tlvs(SIGNON_PAYLOAD_TLVS)])
const readSignoff = reader([tlvs(SIGNOFF_TLVS)])

function decode(name: FlapPayload['name'], read: ReturnType<typeof reader>, cursor: Cursor): Node {
  const at = cursor.at
  const children: Node[] = []
  read(cursor, children)
  leaveRest(cursor, children)
  return { name, at, end: cursor.end, children }
}

/** Payload of a channel-1 frame. An empty one is legal in no source; it has a problem. */
export function decodeSignon(bytes: Uint8Array, start: number, end: number): FlapPayload {
  const node = decode('SIGNON', readSignon, new Cursor(bytes, start, end, 'FLAP payload'))
  return { name: 'SIGNON', node, summary: signonSummary(node) }
}

function signonSummary(node: Node): string {
  const who = say(node, 'SCREEN_NAME')
  const how = find(node, 'LOGIN_COOKIE') ? 'with cookie' : find(node, 'ROASTED_PASSWORD') ? 'with password' : ''
  return [`version ${say(node, 'version')}`, who, how, say(node, 'CLIENT_IDENTITY')].filter(Boolean).join(' · ')
}

/** Payload of a channel-4 frame, empty or not. */
export function decodeSignoff(bytes: Uint8Array, start: number, end: number): FlapPayload {
  const node = decode('SIGNOFF', readSignoff, new Cursor(bytes, start, end, 'FLAP payload'))
  const texts = ['DISCONNECT_REASON', 'ERROR_SUBCODE', 'SCREEN_NAME', 'RECONNECT_HERE'].map((name) => say(node, name))
  return { name: 'SIGNOFF', node, summary: texts.filter(Boolean).join(' · ') }
}
