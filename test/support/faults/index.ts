/**
 * Faults on demand: each takes a clean recording of real clients and breaks one thing in it, the way a buggy client or
 * server would have, with all lengths and sums right. To add one for a rule, add an entry to the table of its protocol:
 *
 *     'ack-dropped': breaks('OFT-07', 'the receiver never answers the prompt', without(ACK)),
 *
 * name, rule, what is done, how. Its recording is `direct` unless the last argument names another.
 */
import type { Fault } from './fault.ts'
import { CAPTURE_FAULTS } from './capture.ts'
import { CONNECTION_FAULTS } from './connection.ts'
import { OFT_FAULTS } from './oft.ts'
import { RENDEZVOUS_FAULTS } from './rendezvous.ts'
import { SESSION_FAULTS } from './session.ts'
import { SIGN_ON_FAULTS } from './sign-on.ts'

export * from './edit.ts'
export type { Fault } from './fault.ts'
export { HARMLESS } from './harmless.ts'
export * from './message.ts'

export const FAULTS: Readonly<Record<string, Fault>> = {
  ...CAPTURE_FAULTS,
  ...SESSION_FAULTS,
  ...SIGN_ON_FAULTS,
  ...RENDEZVOUS_FAULTS,
  ...OFT_FAULTS,
  ...CONNECTION_FAULTS,
}
