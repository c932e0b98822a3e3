import { u16, u32 } from '../bytes/read.ts'
import type { Side } from '../network/flow.ts'
import { findTlv, tlvNumber } from '../oscar/find-tlv.ts'
import { FLAP_HEADER } from '../oscar/flap.ts'
import type { Context } from './context.ts'
import { Names } from './names.ts'
import type { Track } from './track.ts'

const ROASTED = 0x0002
const CLIENT_IDENTITY = 0x0003
const COOKIE = 0x0006
const ERROR = 0x0008
const REASON = 0x0009
/** Passwords of a login on channel 1, roasted, in other disguises, or in none. */
const PASSWORDS = [ROASTED, 0x1335, 0x1337, 0x1338, 0x1339]

const OWN_INFO = 0x000f
const SERVICE_RESPONSE = 0x0005
const MIGRATE_GROUPS = 0x0012
const LOGIN_REQUEST = 0x0002
const LOGIN_REPLY = 0x0003
const CHALLENGE_REQUEST = 0x0006

/**
 * How connections to servers begin, lead to each other and end: sign-on and sign-off frames, logins, and the cookies that
 * are handed out for the next connection.
 */
export class SignOns {
  private readonly context: Context
  private readonly names = new Names()
  private strangerTold = false

  constructor(context: Context) {
    this.context = context
  }

  /** A frame of channel 1. `again`: it is not the first of its side. */
  signOn(track: Track, side: Side, packets: readonly number[], again: boolean, frame: Frame): void {
    const { bytes, start, end } = frame
    const { context, names } = this
    const at = start + FLAP_HEADER
    const fromClient = side === track.client
    const length = Math.max(0, end - at)
    const version = length < 4 ? undefined : u32(bytes, at)
    if (again || version !== 1) {
      context.judge.see('signon', { seen: context.seen(track, side, packets), fromClient, version, length, again })
    }
    if (!fromClient || length < 4) return
    const tlvs = at + 4
    let cookie = -1
    let password = false
    for (let tlv = tlvs; end - tlv >= 4; tlv += 4 + u16(bytes, tlv + 2)) {
      const tag = u16(bytes, tlv)
      if (tag === CLIENT_IDENTITY) names.identify(track, bytes, tlvs, end)
      else if (tag === COOKIE && cookie < 0 && tlv + 4 + u16(bytes, tlv + 2) <= end) cookie = tlv + 4
      else password ||= PASSWORDS.includes(tag)
    }
    if (password) {
      names.login(track, bytes, tlvs, end)
      context.judge.see('password', { seen: context.seen(track, side, packets) })
    }
    if (cookie < 0) return
    const origin = names.signOn(track, bytes, cookie)
    track.signedOn = context.clock.seconds
    context.snacs.wait(track.flow.row)
    const isStrange = origin === 'unknown' && !this.strangerTold && names.hasServed(track)
    this.strangerTold ||= isStrange
    if (origin === 'used' || isStrange) {
      context.judge.see('signonCookie', { seen: context.seen(track, side, packets), origin })
    }
  }

  /** A frame of channel 4: it ends the session, or answers a login on channel 1. */
  signOff(track: Track, side: Side, packets: readonly number[], { bytes, start, end }: Frame): void {
    const at = start + FLAP_HEADER
    const { context, names } = this
    const fromClient = side === track.client
    const headless = end - start < FLAP_HEADER
    const error = headless ? undefined : tlvNumber(bytes, at, end, ERROR)
    const reason = headless ? undefined : tlvNumber(bytes, at, end, REASON)
    if (!fromClient && !headless) names.handOut(track, bytes, at, end)
    if (!headless && error === undefined && reason === undefined) return
    context.judge.see('signoff', { seen: context.seen(track, side, packets), fromClient, headless, error, reason })
  }

  /** A SNAC of OSERVICE, `bytes[start, end)` its body. */
  service(track: Track, side: Side, subgroup: number, { bytes, start, end }: Frame): void {
    const { names } = this
    if (subgroup === OWN_INFO) names.ownInfo(track, bytes, start, end)
    if (side === track.client) return
    const tlvs = subgroup === SERVICE_RESPONSE ? start : start + 2 + 2 * u16(bytes, start)
    if (subgroup !== SERVICE_RESPONSE && subgroup !== MIGRATE_GROUPS) return
    names.handOut(track, bytes, tlvs, end)
  }

  /** A SNAC of BUCP. */
  login(track: Track, side: Side, packets: readonly number[], subgroup: number, { bytes, start, end }: Frame): void {
    if (subgroup !== LOGIN_REQUEST && subgroup !== LOGIN_REPLY && subgroup !== CHALLENGE_REQUEST) return
    const { context, names } = this
    names.login(track, bytes, start, end)
    if (subgroup === LOGIN_REQUEST) names.identify(track, bytes, start, end)
    if (subgroup === LOGIN_REQUEST && findTlv(bytes, start, end, ROASTED) >= 0) {
      context.judge.see('password', { seen: context.seen(track, side, packets) })
    }
    if (subgroup !== LOGIN_REPLY) return
    names.handOut(track, bytes, start, end)
    const error = tlvNumber(bytes, start, end, ERROR)
    if (error === undefined) return
    context.judge.see('loginRefused', { seen: context.seen(track, side, packets), error })
  }
}

/** Part of a frame: `bytes[start, end)`. */
export interface Frame {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}
