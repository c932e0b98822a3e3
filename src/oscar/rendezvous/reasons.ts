/** Kinds of rendezvous messages and the reasons they give. */
import type { Names } from '../types.ts'

/** NAK is listed by AOL, no client is known to send it. */
export const RENDEZVOUS_TYPES = { 0: 'PROPOSE', 1: 'CANCEL', 2: 'ACCEPT', 3: 'NAK' } as const satisfies Names

export type RendezvousTypeName = (typeof RENDEZVOUS_TYPES)[keyof typeof RENDEZVOUS_TYPES]

export const CANCEL_REASONS = {
  0: 'UNKNOWN',
  1: 'USER_CANCEL',
  2: 'TIMEOUT',
  3: 'ACCEPTED_ELSEWHERE',
} as const satisfies Names

/** Why a client could not use a message: code of ICBM__CLIENT_ERR. */
export const CLIENT_ERROR_CODES = {
  1: 'UNSUPPORTED_CHANNEL',
  2: 'BUSTED_PAYLOAD',
  3: 'CHANNEL_SPECIFIC',
} as const satisfies Names

/** Why a proposal is refused: behind code 3 of ICBM__CLIENT_ERR on channel 2. */
export const NAK_REASONS = {
  0x00: 'PROPOSAL_UNSUPPORTED',
  0x01: 'PROPOSAL_DENIED',
  0x02: 'PROPOSAL_IGNORED',
  0x03: 'BUSTED_PARAMETERS',
  0x04: 'PROPOSAL_TIMED_OUT',
  0x05: 'ONLINE_BUT_NOT_AVAILABLE',
  0x06: 'INSUFFICIENT_RESOURCES',
  0x07: 'RATELIMITED',
  0x08: 'NO_DATA',
  0x09: 'VERSION_MISMATCH',
  0x0a: 'SECURITY_MISMATCH',
  0x0f: 'SERVICE_SPECIFIC_REASON',
} as const satisfies Names
