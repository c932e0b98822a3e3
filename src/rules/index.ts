import type { Rule } from './define.ts'
import flapChannelUnknown from './flap/channel-unknown.ts'
import flapFrameCutShort from './flap/frame-cut-short.ts'
import flapJunkBetweenFrames from './flap/junk-between-frames.ts'
import flapSequenceBreak from './flap/sequence-break.ts'
import flapSnacTooShort from './flap/snac-too-short.ts'
import icbmCookiesDiffer from './icbm/cookies-differ.ts'
import icbmRendezvousBlockUnusable from './icbm/rendezvous-block-unusable.ts'
import icbmTlvOverrun from './icbm/tlv-overrun.ts'
import oftAckMissing from './oft/ack-missing.ts'
import rvAddressMirrorDiffers from './rendezvous/address-mirror-differs.ts'
import rvCancelReasonMissing from './rendezvous/cancel-reason-missing.ts'
import rvFirstNumberNotOne from './rendezvous/first-number-not-one.ts'
import rvNumberOutOfOrder from './rendezvous/number-out-of-order.ts'
import rvPortMirrorDiffers from './rendezvous/port-mirror-differs.ts'
import rvProposalUnanswered from './rendezvous/proposal-unanswered.ts'
import rvProxyProposalIncomplete from './rendezvous/proxy-proposal-incomplete.ts'
import rvReservedTagLate from './rendezvous/reserved-tag-late.ts'
import rvSequenceNumMisplaced from './rendezvous/sequence-num-misplaced.ts'
import rvSequenceNumMissing from './rendezvous/sequence-num-missing.ts'
import rvTagLengthWrong from './rendezvous/tag-length-wrong.ts'
import rvVerifiedIpFromClient from './rendezvous/verified-ip-from-client.ts'
import rvVerifiedUrlFromClient from './rendezvous/verified-url-from-client.ts'
import svcServiceDataMissing from './service/service-data-missing.ts'
import snacIcbmDirection from './snac/icbm-direction.ts'
import tcpOverlapDiffers from './tcp/overlap-differs.ts'

/** Every rule: from the bottom layer up, in the order of the codes. */
export const RULES: readonly Rule[] = [
  tcpOverlapDiffers, // TCP-01
  flapJunkBetweenFrames, // FLAP-01
  flapSequenceBreak, // FLAP-02
  flapChannelUnknown, // FLAP-03
  flapFrameCutShort, // FLAP-04
  flapSnacTooShort, // FLAP-05
  snacIcbmDirection, // SNAC-01
  icbmRendezvousBlockUnusable, // ICBM-01
  icbmCookiesDiffer, // ICBM-02
  icbmTlvOverrun, // ICBM-03
  rvReservedTagLate, // RV-01
  rvVerifiedIpFromClient, // RV-02
  rvVerifiedUrlFromClient, // RV-03
  rvSequenceNumMissing, // RV-04
  rvSequenceNumMisplaced, // RV-05
  rvFirstNumberNotOne, // RV-06
  rvNumberOutOfOrder, // RV-07
  rvCancelReasonMissing, // RV-11
  rvTagLengthWrong, // RV-14
  rvAddressMirrorDiffers, // RV-15
  rvPortMirrorDiffers, // RV-16
  rvProxyProposalIncomplete, // RV-21
  rvProposalUnanswered, // RV-31
  svcServiceDataMissing, // SVC-01
  oftAckMissing, // OFT-07
]
