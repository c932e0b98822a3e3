import type { Rule } from './define.ts'
import arsDataBeforeReady from './ars/data-before-ready.ts'
import arsFrameLengthWrong from './ars/frame-length-wrong.ts'
import arsProxyCommandWrongWay from './ars/proxy-command-wrong-way.ts'
import arsProxyCookieMismatch from './ars/proxy-cookie-mismatch.ts'
import arsProxyError from './ars/proxy-error.ts'
import arsProxyProposalMismatch from './ars/proxy-proposal-mismatch.ts'
import arsProxyTokenMismatch from './ars/proxy-token-mismatch.ts'
import arsProxyVersionWrong from './ars/proxy-version-wrong.ts'
import arsTunnelNotAskedFor from './ars/tunnel-not-asked-for.ts'
import flapChannelUnknown from './flap/channel-unknown.ts'
import flapFrameCutShort from './flap/frame-cut-short.ts'
import flapJunkBetweenFrames from './flap/junk-between-frames.ts'
import flapSequenceBreak from './flap/sequence-break.ts'
import flapSnacTooShort from './flap/snac-too-short.ts'
import icbmCookiesDiffer from './icbm/cookies-differ.ts'
import icbmRendezvousBlockUnusable from './icbm/rendezvous-block-unusable.ts'
import icbmTlvOverrun from './icbm/tlv-overrun.ts'
import oftAckMissing from './oft/ack-missing.ts'
import oftChecksumsDiffer from './oft/checksums-differ.ts'
import oftClosedBeforeDone from './oft/closed-before-done.ts'
import oftCookieMismatch from './oft/cookie-mismatch.ts'
import oftDataBeforeAck from './oft/data-before-ack.ts'
import oftDoneChecksumWrong from './oft/done-checksum-wrong.ts'
import oftDoneCookieDiffers from './oft/done-cookie-differs.ts'
import oftDoneMissing from './oft/done-missing.ts'
import oftDoneSizeWrong from './oft/done-size-wrong.ts'
import oftExcessData from './oft/excess-data.ts'
import oftFileCutShort from './oft/file-cut-short.ts'
import oftHeaderTooShort from './oft/header-too-short.ts'
import oftNotAHeader from './oft/not-a-header.ts'
import oftPromptChecksumWrong from './oft/prompt-checksum-wrong.ts'
import oftPromptNotFirst from './oft/prompt-not-first.ts'
import oftPromptTooEarly from './oft/prompt-too-early.ts'
import oftResumeOffsetWrong from './oft/resume-offset-wrong.ts'
import oftResumeStepMissing from './oft/resume-step-missing.ts'
import oftSenderCookieMismatch from './oft/sender-cookie-mismatch.ts'
import oftTransferStalled from './oft/transfer-stalled.ts'
import oftWrongSide from './oft/wrong-side.ts'
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
  arsFrameLengthWrong, // ARS-01
  arsProxyVersionWrong, // ARS-02
  arsProxyCommandWrongWay, // ARS-03
  arsTunnelNotAskedFor, // ARS-06
  arsProxyTokenMismatch, // ARS-07
  arsProxyCookieMismatch, // ARS-08
  arsProxyProposalMismatch, // ARS-09
  arsProxyError, // ARS-11
  arsDataBeforeReady, // ARS-12
  oftNotAHeader, // OFT-01
  oftHeaderTooShort, // OFT-02
  oftWrongSide, // OFT-04
  oftPromptNotFirst, // OFT-05
  oftPromptTooEarly, // OFT-06
  oftAckMissing, // OFT-07
  oftDoneMissing, // OFT-08
  oftDataBeforeAck, // OFT-09
  oftCookieMismatch, // OFT-11
  oftSenderCookieMismatch, // OFT-12
  oftDoneCookieDiffers, // OFT-13
  oftFileCutShort, // OFT-20
  oftExcessData, // OFT-21
  oftDoneSizeWrong, // OFT-23
  oftDoneChecksumWrong, // OFT-24
  oftPromptChecksumWrong, // OFT-25
  oftChecksumsDiffer, // OFT-26
  oftResumeOffsetWrong, // OFT-30
  oftResumeStepMissing, // OFT-31
  oftClosedBeforeDone, // OFT-32
  oftTransferStalled, // OFT-44
]
