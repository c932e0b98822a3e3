/** BUCP, 0x0017: login with a hashed password, on a connection to the authorizer; registration of ICQ numbers. */
import { find, type Node } from '../../bytes/node.ts'
import { errorBody, LOGIN_ERRORS } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { CLIENT_TLVS, REDIRECT_TLVS } from '../signon.ts'
import { say } from '../summary.ts'
import { tlvs, tlvTable } from '../tlv.ts'
import {
  blob,
  bytes,
  empty,
  enum16,
  enumAny,
  roasted,
  secret,
  string,
  string16,
  u16,
  u32,
  type Names,
} from '../types.ts'

const challengeRequestTlvs = tlvTable('bucp-challenge-request', {
  0x0001: ['SCREEN_NAME', string],
  0x004b: ['UNKNOWN_4B', empty],
  0x005a: ['UNKNOWN_5A', empty],
})

const challengeResponseTlvs = tlvTable('bucp-challenge-response', {
  0x0026: ['TRUNCATE_PASSWORD', empty],
  0x0058: ['UNKNOWN_58', blob],
})

const loginTlvs = tlvTable(
  'bucp',
  {
    0x0001: ['SCREEN_NAME', string],
    0x0002: ['ROASTED_PASSWORD', roasted('aim', 'java')],
    0x0025: ['PASSWORD_HASH', secret(bytes(16))],
    // The password itself was hashed before the login hash.
    0x004c: ['NEW_MD5', empty],
    0x008c: ['SSL_USE_SSL', empty],
  },
  CLIENT_TLVS,
)

const REGISTRATION_STATUS = { 1: 'NONE', 2: 'LIMITED', 3: 'FULL_DISCLOSURE' } as const satisfies Names

const responseTlvs = tlvTable(
  'bucp-response',
  {
    0x0001: ['SCREEN_NAME', string],
    0x0004: ['ERROR_URL', string],
    0x0008: ['ERROR_SUBCODE', enumAny(LOGIN_ERRORS)],
    0x000c: ['DEBUG_DATA', u16],
    0x0011: ['EMAIL', string],
    0x0013: ['REGISTRATION_STATUS', enum16(REGISTRATION_STATUS)],
    0x0040: ['BETA_BUILD', u32],
    0x0041: ['BETA_URL', string],
    0x0042: ['BETA_INFO', string],
    0x0043: ['BETA_NAME', string],
    0x0044: ['RELEASE_BUILD', u32],
    0x0045: ['RELEASE_URL', string],
    0x0046: ['RELEASE_INFO', string],
    0x0047: ['RELEASE_NAME', string],
    0x0048: ['BETA_DIGEST', string],
    0x0049: ['RELEASE_DIGEST', string],
    0x0054: ['CHANGE_PASSWORD_URL', string],
  },
  REDIRECT_TLVS,
)

/** Holds the password in the request, the new number in the reply. */
const registerTlvs = tlvTable('bucp-register', {
  0x0001: ['REGISTRATION_DATA', secret(blob)],
  0x0021: ['REGISTRATION_ERROR_DATA', blob],
})

function loginSummary(fields: Node): string {
  const error = find(fields, 'ERROR_SUBCODE')
  const result = error ? `login failed ${say(error)}` : `login ok, go to ${say(fields, 'RECONNECT_HERE')}`
  return `${say(fields, 'SCREEN_NAME')} ${result}`.trim()
}

export const BUCP = foodgroup(0x0017, 'BUCP', {
  0x0001: { name: 'BUCP__ERR', from: 'server', error: true, body: errorBody() },
  0x0002: {
    name: 'BUCP__LOGIN_REQUEST',
    from: 'client',
    body: [tlvs(loginTlvs)],
    about: 'name, hash of the password, what the client is',
  },
  0x0003: {
    name: 'BUCP__LOGIN_RESPONSE',
    from: 'server',
    repliesTo: 0x0002,
    body: [tlvs(responseTlvs)],
    about: 'address and cookie of the BOS server, or why not',
    summary: loginSummary,
  },
  0x0004: {
    name: 'BUCP__REGISTER_REQUEST',
    from: 'client',
    body: [tlvs(registerTlvs)],
    about: 'ask for a new ICQ number',
  },
  0x0005: {
    name: 'BUCP__REGISTER_REPLY',
    from: 'server',
    repliesTo: 0x0004,
    body: [tlvs(registerTlvs)],
    about: 'the number',
  },
  0x0006: {
    name: 'BUCP__CHALLENGE_REQUEST',
    from: 'client',
    body: [tlvs(challengeRequestTlvs)],
    about: 'ask for the key of the hash',
  },
  0x0007: {
    name: 'BUCP__CHALLENGE_RESPONSE',
    from: 'server',
    repliesTo: 0x0006,
    body: [['key', string16], tlvs(challengeResponseTlvs)],
    about: 'the key',
  },
  0x0008: { name: 'BUCP__ASASN_REQUEST', from: 'both' },
  0x000a: { name: 'BUCP__SECURID_REQUEST', from: 'server', body: [], about: 'a SecurID code is needed' },
  0x000b: {
    name: 'BUCP__SECURID_REPLY',
    from: 'client',
    repliesTo: 0x000a,
    body: [['code', secret(string16)]],
    about: 'the code',
  },
  0x000c: { name: 'BUCP__REGISTRATION_IMAGE_REQUEST', from: 'client', about: 'ask for the picture test' },
  0x000d: { name: 'BUCP__REGISTRATION_IMAGE_REPLY', from: 'server', repliesTo: 0x000c, about: 'the picture' },
})
