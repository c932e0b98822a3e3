import type { Rule } from './define.ts'
import flapSequenceBreak from './flap/sequence-break.ts'
import oftAckMissing from './oft/ack-missing.ts'
import cancelReasonMissing from './rendezvous/cancel-reason-missing.ts'

/** Every rule, in the order of the codes. */
export const RULES: readonly Rule[] = [flapSequenceBreak, cancelReasonMissing, oftAckMissing]
