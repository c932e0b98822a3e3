import type { Rule } from './define.ts'
import arsDataBeforeReady from './ars/data-before-ready.ts'
import arsFrameLengthWrong from './ars/frame-length-wrong.ts'
import arsProxyCommandWrongWay from './ars/proxy-command-wrong-way.ts'
import arsProxyConstantWrong from './ars/proxy-constant-wrong.ts'
import arsProxyCookieMismatch from './ars/proxy-cookie-mismatch.ts'
import arsProxyError from './ars/proxy-error.ts'
import arsProxyFrameAfterReady from './ars/proxy-frame-after-ready.ts'
import arsProxyFrameSizeWrong from './ars/proxy-frame-size-wrong.ts'
import arsProxyLoginLate from './ars/proxy-login-late.ts'
import arsProxyProposalMismatch from './ars/proxy-proposal-mismatch.ts'
import arsProxyReadyMissing from './ars/proxy-ready-missing.ts'
import arsProxyServiceWrong from './ars/proxy-service-wrong.ts'
import arsProxySlow from './ars/proxy-slow.ts'
import arsProxyTokenMismatch from './ars/proxy-token-mismatch.ts'
import arsProxyVersionWrong from './ars/proxy-version-wrong.ts'
import arsTokenTakenForPort from './ars/token-taken-for-port.ts'
import arsTunnelNotAskedFor from './ars/tunnel-not-asked-for.ts'
import conAcceptLate from './connection/accept-late.ts'
import conConnectGivenUpLate from './connection/connect-given-up-late.ts'
import capBegunInMidstream from './capture/begun-in-midstream.ts'
import capBytesNotCaptured from './capture/bytes-not-captured.ts'
import capCaptureCutOff from './capture/capture-cut-off.ts'
import capChecksumWrong from './capture/checksum-wrong.ts'
import capFragmentsMissing from './capture/fragments-missing.ts'
import capHeadersUnreadable from './capture/headers-unreadable.ts'
import capLinkTypeUnsupported from './capture/link-type-unsupported.ts'
import capPacketLeftOut from './capture/packet-left-out.ts'
import capPacketsCut from './capture/packets-cut.ts'
import capPacketsDoubled from './capture/packets-doubled.ts'
import capPacketsDropped from './capture/packets-dropped.ts'
import capRecordDamaged from './capture/record-damaged.ts'
import capRecordOdd from './capture/record-odd.ts'
import capTimeGoesBack from './capture/time-goes-back.ts'
import conConnectionReversed from './connection/connection-reversed.ts'
import conEndpointNotProposed from './connection/endpoint-not-proposed.ts'
import conGaveUpConnecting from './connection/gave-up-connecting.ts'
import conOrphanConnection from './connection/orphan-connection.ts'
import conPeerOnHttpsPort from './connection/peer-on-https-port.ts'
import conSecondConnection from './connection/second-connection.ts'
import flapChannelUnknown from './flap/channel-unknown.ts'
import flapCookieOfNobody from './flap/cookie-of-nobody.ts'
import flapDataBeforeSignon from './flap/data-before-signon.ts'
import flapDisconnectedByServer from './flap/disconnected-by-server.ts'
import flapFrameAfterSignoff from './flap/frame-after-signoff.ts'
import flapFrameCutShort from './flap/frame-cut-short.ts'
import flapJunkBetweenFrames from './flap/junk-between-frames.ts'
import flapKeepAliveNotEmpty from './flap/keep-alive-not-empty.ts'
import flapPasswordReadable from './flap/password-readable.ts'
import flapSequenceBreak from './flap/sequence-break.ts'
import flapSequenceWrapsEarly from './flap/sequence-wraps-early.ts'
import flapSignoffWithoutLength from './flap/signoff-without-length.ts'
import flapSignonRepeated from './flap/signon-repeated.ts'
import flapSignonVersionWrong from './flap/signon-version-wrong.ts'
import flapSnacTooShort from './flap/snac-too-short.ts'
import icbmActivityAfterHostError from './icbm/activity-after-host-error.ts'
import icbmBlockTypeUnknown from './icbm/block-type-unknown.ts'
import icbmClientErrorMalformed from './icbm/client-error-malformed.ts'
import icbmClientErrorUnmatched from './icbm/client-error-unmatched.ts'
import icbmCookieReused from './icbm/cookie-reused.ts'
import icbmCookiesDiffer from './icbm/cookies-differ.ts'
import icbmCopyChangedByHost from './icbm/copy-changed-by-host.ts'
import icbmHostAckCookieDiffers from './icbm/host-ack-cookie-differs.ts'
import icbmHostAckMissing from './icbm/host-ack-missing.ts'
import icbmHostAckUnasked from './icbm/host-ack-unasked.ts'
import icbmNakReasonIgnored from './icbm/nak-reason-ignored.ts'
import icbmRendezvousBlockUnusable from './icbm/rendezvous-block-unusable.ts'
import icbmTextUnreadable from './icbm/text-unreadable.ts'
import icbmTlvOverrun from './icbm/tlv-overrun.ts'
import odcCookieNotConfirmed from './odc/cookie-not-confirmed.ts'
import odcDirectImCookieWrong from './odc/direct-im-cookie-wrong.ts'
import odcDirectImCutShort from './odc/direct-im-cut-short.ts'
import odcDirectImHeaderWrong from './odc/direct-im-header-wrong.ts'
import odcDirectImTooLong from './odc/direct-im-too-long.ts'
import odcPictureSizesDiffer from './odc/picture-sizes-differ.ts'
import odcScreenNameOfStranger from './odc/screen-name-of-stranger.ts'
import odcTypingFlagsWrong from './odc/typing-flags-wrong.ts'
import oftAckMissing from './oft/ack-missing.ts'
import oftAnswerChangesPrompt from './oft/answer-changes-prompt.ts'
import oftAnswerLate from './oft/answer-late.ts'
import oftBytesAfterLastDone from './oft/bytes-after-last-done.ts'
import oftChecksumLowHalfSet from './oft/checksum-low-half-set.ts'
import oftChecksumsDiffer from './oft/checksums-differ.ts'
import oftClosedBeforeDone from './oft/closed-before-done.ts'
import oftConnectionLeftOpen from './oft/connection-left-open.ts'
import oftCookieMismatch from './oft/cookie-mismatch.ts'
import oftDataBeforeAck from './oft/data-before-ack.ts'
import oftDoneChecksumWrong from './oft/done-checksum-wrong.ts'
import oftDoneCookieDiffers from './oft/done-cookie-differs.ts'
import oftDoneMissing from './oft/done-missing.ts'
import oftDoneSizeWrong from './oft/done-size-wrong.ts'
import oftEmptyFileNotAcknowledged from './oft/empty-file-not-acknowledged.ts'
import oftEncryptOrCompressSet from './oft/encrypt-or-compress-set.ts'
import oftExcessData from './oft/excess-data.ts'
import oftFileCutShort from './oft/file-cut-short.ts'
import oftFileSkipped from './oft/file-skipped.ts'
import oftFilesLeftWrong from './oft/files-left-wrong.ts'
import oftFlagsUnusual from './oft/flags-unusual.ts'
import oftForkInconsistent from './oft/fork-inconsistent.ts'
import oftHeaderInPieces from './oft/header-in-pieces.ts'
import oftHeaderLengthWrong from './oft/header-length-wrong.ts'
import oftHeaderOutOfOrder from './oft/header-out-of-order.ts'
import oftIdstringUnknown from './oft/idstring-unknown.ts'
import oftListOffsetsUnusual from './oft/list-offsets-unusual.ts'
import oftListingStepMissing from './oft/listing-step-missing.ts'
import oftModtimeInFuture from './oft/modtime-in-future.ts'
import oftNameDiffersFromOffer from './oft/name-differs-from-offer.ts'
import oftNameUnreadable from './oft/name-unreadable.ts'
import oftNotAHeader from './oft/not-a-header.ts'
import oftPartsWrong from './oft/parts-wrong.ts'
import oftPromptChecksumWrong from './oft/prompt-checksum-wrong.ts'
import oftPromptDiffersFromOffer from './oft/prompt-differs-from-offer.ts'
import oftPromptLate from './oft/prompt-late.ts'
import oftPromptNotFirst from './oft/prompt-not-first.ts'
import oftPromptNotFresh from './oft/prompt-not-fresh.ts'
import oftPromptTooEarly from './oft/prompt-too-early.ts'
import oftRequestUnanswered from './oft/request-unanswered.ts'
import oftReservedBytesSet from './oft/reserved-bytes-set.ts'
import oftResumeOffsetWrong from './oft/resume-offset-wrong.ts'
import oftResumePrefixWrong from './oft/resume-prefix-wrong.ts'
import oftResumeStepMissing from './oft/resume-step-missing.ts'
import oftSenderCookieMismatch from './oft/sender-cookie-mismatch.ts'
import oftSizesDifferFromTotal from './oft/sizes-differ-from-total.ts'
import oftTransferStalled from './oft/transfer-stalled.ts'
import oftTypeUnknown from './oft/type-unknown.ts'
import oftUnsafeNameInPrompt from './oft/unsafe-name-in-prompt.ts'
import oftWrongSide from './oft/wrong-side.ts'
import rvAcceptNotDue from './rendezvous/accept-not-due.ts'
import rvAcceptRepeated from './rendezvous/accept-repeated.ts'
import rvAcceptWithoutConnection from './rendezvous/accept-without-connection.ts'
import rvAddressMirrorDiffers from './rendezvous/address-mirror-differs.ts'
import rvAddressNotRouted from './rendezvous/address-not-routed.ts'
import rvAddressZero from './rendezvous/address-zero.ts'
import rvCancelReasonMisplaced from './rendezvous/cancel-reason-misplaced.ts'
import rvCancelReasonMissing from './rendezvous/cancel-reason-missing.ts'
import rvCancelReasonUnknown from './rendezvous/cancel-reason-unknown.ts'
import rvConnectionWithoutAccept from './rendezvous/connection-without-accept.ts'
import rvCounterReasonEarly from './rendezvous/counter-reason-early.ts'
import rvFirstNumberNotOne from './rendezvous/first-number-not-one.ts'
import rvInvitationCharsetWrong from './rendezvous/invitation-charset-wrong.ts'
import rvManyProposals from './rendezvous/many-proposals.ts'
import rvMessageAfterCancel from './rendezvous/message-after-cancel.ts'
import rvMirrorMissing from './rendezvous/mirror-missing.ts'
import rvMirrorWithoutOriginal from './rendezvous/mirror-without-original.ts'
import rvNumberOutOfOrder from './rendezvous/number-out-of-order.ts'
import rvNumberRepeated from './rendezvous/number-repeated.ts'
import rvOldListenerTried from './rendezvous/old-listener-tried.ts'
import rvPlaintextDespiteSecure from './rendezvous/plaintext-despite-secure.ts'
import rvPortMirrorDiffers from './rendezvous/port-mirror-differs.ts'
import rvPortZero from './rendezvous/port-zero.ts'
import rvProposalUnanswered from './rendezvous/proposal-unanswered.ts'
import rvProposalWithoutEndpoint from './rendezvous/proposal-without-endpoint.ts'
import rvProposerDoesNotChange from './rendezvous/proposer-does-not-change.ts'
import rvProxyProposalIncomplete from './rendezvous/proxy-proposal-incomplete.ts'
import rvRequesterBehindNat from './rendezvous/requester-behind-nat.ts'
import rvReservedTagLate from './rendezvous/reserved-tag-late.ts'
import rvReservedTagUnknown from './rendezvous/reserved-tag-unknown.ts'
import rvSequenceNumMisplaced from './rendezvous/sequence-num-misplaced.ts'
import rvSequenceNumMissing from './rendezvous/sequence-num-missing.ts'
import rvServiceChangedOrUnknown from './rendezvous/service-changed-or-unknown.ts'
import rvTagLengthWrong from './rendezvous/tag-length-wrong.ts'
import rvTagRepeated from './rendezvous/tag-repeated.ts'
import rvVerifiedIpFromClient from './rendezvous/verified-ip-from-client.ts'
import rvVerifiedIpMissing from './rendezvous/verified-ip-missing.ts'
import rvVerifiedUrlFromClient from './rendezvous/verified-url-from-client.ts'
import rvVersionRangeEmpty from './rendezvous/version-range-empty.ts'
import svcDangerousFileType from './service/dangerous-file-type.ts'
import svcEmptyOffer from './service/empty-offer.ts'
import svcFileCountInconsistent from './service/file-count-inconsistent.ts'
import svcFileNameEndsWrong from './service/file-name-ends-wrong.ts'
import svcRelayMalformed from './service/relay-malformed.ts'
import svcServiceDataChanged from './service/service-data-changed.ts'
import svcServiceDataMissing from './service/service-data-missing.ts'
import svcTotalSizeDiffers from './service/total-size-differs.ts'
import svcUnsafeFileName from './service/unsafe-file-name.ts'
import snacBeforeHostOnline from './snac/before-host-online.ts'
import snacClientOnlineLate from './snac/client-online-late.ts'
import snacClientUsesServerId from './snac/client-uses-server-id.ts'
import snacErrorSnac from './snac/error-snac.ts'
import snacFoodgroupNotAnnounced from './snac/foodgroup-not-announced.ts'
import snacFoodgroupNotOffered from './snac/foodgroup-not-offered.ts'
import snacIcbmDirection from './snac/icbm-direction.ts'
import snacLoginRefused from './snac/login-refused.ts'
import snacPrefixTooLong from './snac/prefix-too-long.ts'
import snacRateExceeded from './snac/rate-exceeded.ts'
import snacRateLimitedByServer from './snac/rate-limited-by-server.ts'
import snacReplyIdUnknown from './snac/reply-id-unknown.ts'
import snacReplyMissing from './snac/reply-missing.ts'
import snacReplyOfOtherKind from './snac/reply-of-other-kind.ts'
import snacReplyWithoutRequest from './snac/reply-without-request.ts'
import snacSentWhilePaused from './snac/sent-while-paused.ts'
import snacServerUsesClientId from './snac/server-uses-client-id.ts'
import snacSnacUnknown from './snac/snac-unknown.ts'
import snacWrongWay from './snac/wrong-way.ts'
import tcpDataAfterFin from './tcp/data-after-fin.ts'
import tcpDataAfterReset from './tcp/data-after-reset.ts'
import tcpOverlapDiffers from './tcp/overlap-differs.ts'
import tcpResetInPlaceOfFin from './tcp/reset-in-place-of-fin.ts'
import tcpSegmentOutOfWindow from './tcp/segment-out-of-window.ts'
import tcpUrgentData from './tcp/urgent-data.ts'
import tlvBytesLeftOver from './tlv/bytes-left-over.ts'
import tlvRequiredTlvMissing from './tlv/required-tlv-missing.ts'
import tlvTlvCountWrong from './tlv/tlv-count-wrong.ts'
import tlvTlvTooLong from './tlv/tlv-too-long.ts'
import tlvValueSizeWrong from './tlv/value-size-wrong.ts'

/** Every rule: from the bottom layer up, in the order of the codes. */
export const RULES: readonly Rule[] = [
  capBytesNotCaptured, // CAP-01
  capPacketsCut, // CAP-02
  capTimeGoesBack, // CAP-03
  capCaptureCutOff, // CAP-04
  capRecordDamaged, // CAP-05
  capPacketLeftOut, // CAP-06
  capRecordOdd, // CAP-07
  capPacketsDropped, // CAP-08
  capBegunInMidstream, // CAP-09
  capPacketsDoubled, // CAP-10
  capHeadersUnreadable, // CAP-11
  capFragmentsMissing, // CAP-12
  capLinkTypeUnsupported, // CAP-13
  capChecksumWrong, // CAP-14
  tcpOverlapDiffers, // TCP-01
  tcpDataAfterReset, // TCP-02
  tcpResetInPlaceOfFin, // TCP-03
  tcpDataAfterFin, // TCP-04
  tcpSegmentOutOfWindow, // TCP-05
  tcpUrgentData, // TCP-06
  flapJunkBetweenFrames, // FLAP-01
  flapSequenceBreak, // FLAP-02
  flapChannelUnknown, // FLAP-03
  flapFrameCutShort, // FLAP-04
  flapSnacTooShort, // FLAP-05
  flapFrameAfterSignoff, // FLAP-06
  flapSignonVersionWrong, // FLAP-07
  flapSignonRepeated, // FLAP-08
  flapSequenceWrapsEarly, // FLAP-09
  flapKeepAliveNotEmpty, // FLAP-10
  flapDataBeforeSignon, // FLAP-11
  flapSignoffWithoutLength, // FLAP-12
  flapDisconnectedByServer, // FLAP-13
  flapCookieOfNobody, // FLAP-14
  flapPasswordReadable, // FLAP-15
  snacIcbmDirection, // SNAC-01
  snacReplyIdUnknown, // SNAC-02
  snacPrefixTooLong, // SNAC-03
  snacBeforeHostOnline, // SNAC-04
  snacFoodgroupNotOffered, // SNAC-05
  snacFoodgroupNotAnnounced, // SNAC-06
  snacClientOnlineLate, // SNAC-07
  snacClientUsesServerId, // SNAC-08
  snacServerUsesClientId, // SNAC-09
  snacReplyWithoutRequest, // SNAC-10
  snacReplyMissing, // SNAC-11
  snacReplyOfOtherKind, // SNAC-12
  snacErrorSnac, // SNAC-13
  snacSentWhilePaused, // SNAC-14
  snacLoginRefused, // SNAC-15
  snacSnacUnknown, // SNAC-16
  snacWrongWay, // SNAC-17
  snacRateLimitedByServer, // SNAC-18
  snacRateExceeded, // SNAC-19
  tlvTlvTooLong, // TLV-01
  tlvTlvCountWrong, // TLV-02
  tlvBytesLeftOver, // TLV-03
  tlvValueSizeWrong, // TLV-04
  tlvRequiredTlvMissing, // TLV-05
  icbmRendezvousBlockUnusable, // ICBM-01
  icbmCookiesDiffer, // ICBM-02
  icbmTlvOverrun, // ICBM-03
  icbmBlockTypeUnknown, // ICBM-04
  icbmHostAckMissing, // ICBM-05
  icbmActivityAfterHostError, // ICBM-06
  icbmCopyChangedByHost, // ICBM-07
  icbmCookieReused, // ICBM-08
  icbmClientErrorMalformed, // ICBM-09
  icbmNakReasonIgnored, // ICBM-10
  icbmClientErrorUnmatched, // ICBM-11
  icbmHostAckUnasked, // ICBM-12
  icbmHostAckCookieDiffers, // ICBM-13
  icbmTextUnreadable, // ICBM-14
  rvReservedTagLate, // RV-01
  rvVerifiedIpFromClient, // RV-02
  rvVerifiedUrlFromClient, // RV-03
  rvSequenceNumMissing, // RV-04
  rvSequenceNumMisplaced, // RV-05
  rvFirstNumberNotOne, // RV-06
  rvNumberOutOfOrder, // RV-07
  rvNumberRepeated, // RV-08
  rvManyProposals, // RV-09
  rvProposerDoesNotChange, // RV-10
  rvCancelReasonMissing, // RV-11
  rvCancelReasonUnknown, // RV-12
  rvCancelReasonMisplaced, // RV-13
  rvTagLengthWrong, // RV-14
  rvAddressMirrorDiffers, // RV-15
  rvPortMirrorDiffers, // RV-16
  rvMirrorWithoutOriginal, // RV-17
  rvMirrorMissing, // RV-18
  rvProposalWithoutEndpoint, // RV-19
  rvPortZero, // RV-20
  rvProxyProposalIncomplete, // RV-21
  rvAddressZero, // RV-22
  rvVerifiedIpMissing, // RV-23
  rvRequesterBehindNat, // RV-24
  rvAddressNotRouted, // RV-25
  rvTagRepeated, // RV-26
  rvServiceChangedOrUnknown, // RV-27
  rvAcceptNotDue, // RV-28
  rvAcceptRepeated, // RV-29
  rvMessageAfterCancel, // RV-30
  rvProposalUnanswered, // RV-31
  rvAcceptWithoutConnection, // RV-32
  rvConnectionWithoutAccept, // RV-33
  rvOldListenerTried, // RV-34
  rvPlaintextDespiteSecure, // RV-35
  rvVersionRangeEmpty, // RV-36
  rvInvitationCharsetWrong, // RV-37
  rvCounterReasonEarly, // RV-38
  rvReservedTagUnknown, // RV-40
  svcServiceDataMissing, // SVC-01
  svcFileCountInconsistent, // SVC-02
  svcFileNameEndsWrong, // SVC-03
  svcEmptyOffer, // SVC-04
  svcTotalSizeDiffers, // SVC-05
  svcServiceDataChanged, // SVC-06
  svcUnsafeFileName, // SVC-07
  svcDangerousFileType, // SVC-08
  svcRelayMalformed, // SVC-09
  arsFrameLengthWrong, // ARS-01
  arsProxyVersionWrong, // ARS-02
  arsProxyCommandWrongWay, // ARS-03
  arsProxyLoginLate, // ARS-04
  arsProxyFrameSizeWrong, // ARS-05
  arsTunnelNotAskedFor, // ARS-06
  arsProxyTokenMismatch, // ARS-07
  arsProxyCookieMismatch, // ARS-08
  arsProxyProposalMismatch, // ARS-09
  arsProxyServiceWrong, // ARS-10
  arsProxyError, // ARS-11
  arsDataBeforeReady, // ARS-12
  arsProxyReadyMissing, // ARS-13
  arsTokenTakenForPort, // ARS-14
  arsProxyConstantWrong, // ARS-15
  arsProxyFrameAfterReady, // ARS-16
  arsProxySlow, // ARS-18
  oftNotAHeader, // OFT-01
  oftHeaderLengthWrong, // OFT-02
  oftTypeUnknown, // OFT-03
  oftWrongSide, // OFT-04
  oftPromptNotFirst, // OFT-05
  oftPromptTooEarly, // OFT-06
  oftAckMissing, // OFT-07
  oftDoneMissing, // OFT-08
  oftDataBeforeAck, // OFT-09
  oftFileSkipped, // OFT-10
  oftCookieMismatch, // OFT-11
  oftSenderCookieMismatch, // OFT-12
  oftDoneCookieDiffers, // OFT-13
  oftEncryptOrCompressSet, // OFT-14
  oftAnswerChangesPrompt, // OFT-15
  oftPromptDiffersFromOffer, // OFT-16
  oftSizesDifferFromTotal, // OFT-17
  oftFilesLeftWrong, // OFT-18
  oftPartsWrong, // OFT-19
  oftFileCutShort, // OFT-20
  oftExcessData, // OFT-21
  oftBytesAfterLastDone, // OFT-22
  oftDoneSizeWrong, // OFT-23
  oftDoneChecksumWrong, // OFT-24
  oftPromptChecksumWrong, // OFT-25
  oftChecksumsDiffer, // OFT-26
  oftChecksumLowHalfSet, // OFT-27
  oftPromptNotFresh, // OFT-28
  oftResumePrefixWrong, // OFT-29
  oftResumeOffsetWrong, // OFT-30
  oftResumeStepMissing, // OFT-31
  oftClosedBeforeDone, // OFT-32
  oftConnectionLeftOpen, // OFT-33
  oftFlagsUnusual, // OFT-34
  oftIdstringUnknown, // OFT-35
  oftListOffsetsUnusual, // OFT-36
  oftReservedBytesSet, // OFT-37
  oftNameUnreadable, // OFT-38
  oftUnsafeNameInPrompt, // OFT-39
  oftNameDiffersFromOffer, // OFT-40
  oftModtimeInFuture, // OFT-41
  oftForkInconsistent, // OFT-42
  oftEmptyFileNotAcknowledged, // OFT-43
  oftTransferStalled, // OFT-44
  oftHeaderInPieces, // OFT-45
  oftListingStepMissing, // OFT-46
  oftRequestUnanswered, // OFT-47
  oftHeaderOutOfOrder, // OFT-48
  oftPromptLate, // OFT-49
  oftAnswerLate, // OFT-50
  odcDirectImHeaderWrong, // ODC-01
  odcCookieNotConfirmed, // ODC-02
  odcDirectImCookieWrong, // ODC-03
  odcDirectImCutShort, // ODC-04
  odcTypingFlagsWrong, // ODC-05
  odcPictureSizesDiffer, // ODC-06
  odcScreenNameOfStranger, // ODC-07
  odcDirectImTooLong, // ODC-08
  conEndpointNotProposed, // CON-01
  conConnectionReversed, // CON-02
  conSecondConnection, // CON-03
  conOrphanConnection, // CON-04
  conPeerOnHttpsPort, // CON-05
  conGaveUpConnecting, // CON-06
  conConnectGivenUpLate, // CON-07
  conAcceptLate, // CON-08
]
