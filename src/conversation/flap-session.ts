import { hex8 } from '../bytes/hex.ts'
import { u16, u32 } from '../bytes/read.ts'
import type { Side } from '../network/flow.ts'
import { FLAP_CHANNEL, FLAP_HEADER, type FlapReader, type FlapSink } from '../oscar/flap.ts'
import { readClientError, readIcbm, SNAC_HEADER } from '../oscar/index.ts'
import { oddTextAt } from '../oscar/im-shape.ts'
import { snacBodyAt } from '../oscar/snac.ts'
import type { Context } from './context.ts'
import { tellFrame } from './frame-event.ts'
import type { Placed, Registry } from './registry.ts'
import type { Seen } from './seen.ts'
import type { SignOns } from './sign-on.ts'
import type { Snacs } from './snacs.ts'
import type { Track } from './track.ts'

const OSERVICE = 0x0001
const ICBM = 0x0004
const BUCP = 0x0017
const TO_HOST = 0x0006
const TO_CLIENT = 0x0007
const ERROR = 0x0001
const CLIENT_ERROR = 0x000b
const HOST_ACK = 0x000c
const TEXT_CHANNEL = 1
const RENDEZVOUS_CHANNEL = 2

/** What the FLAP sides of all flows share. */
export interface FlapDesk {
  readonly context: Context
  readonly registry: Registry
  readonly signOns: SignOns
  readonly snacs: Snacs
  foundFlap(track: Track): void
}

/**
 * One direction of a connection to a server. Most frames are counted and let go; those that carry a rendezvous, or tell
 * whose connection it is, are read, and an event is made of every frame when somebody wants events.
 */
export class FlapSide implements FlapSink {
  private readonly desk: FlapDesk
  private readonly track: Track
  private readonly side: Side
  /** A frame was seen, a sign-on, a sign-off. */
  private begun = false
  private signedOn = false
  private signedOff = false

  constructor(desk: FlapDesk, track: Track, side: Side) {
    this.desk = desk
    this.track = track
    this.side = side
  }

  frame(reader: FlapReader, bytes: Uint8Array, start: number, end: number): void {
    const { track } = this
    const { context } = this.desk
    if (track.plain !== 'flap') this.desk.foundFlap(track)
    const channel = bytes[start + 1]!
    const placed = channel === FLAP_CHANNEL.data ? this.data(reader, bytes, start, end) : undefined
    if (channel !== FLAP_CHANNEL.data || !this.begun || this.signedOff) this.border(reader, channel, bytes, start, end)
    if (context.output.wantsEvents) tellFrame(context, track, this.side, reader.packets, bytes, start, end, placed)
  }

  /** What begins and ends a side, and what is out of place there. */
  private border(reader: FlapReader, channel: number, bytes: Uint8Array, start: number, end: number): void {
    const { track, side, desk } = this
    const { context, signOns } = desk
    const seen = (): Seen => context.seen(track, side, reader.packets)
    if (this.signedOff && channel < FLAP_CHANNEL.signoff)
      context.judge.see('flapAfterSignoff', { seen: seen(), channel })
    if (!this.begun && channel !== FLAP_CHANNEL.signon && channel !== FLAP_CHANNEL.signoff) {
      if (reader.isFirst) context.judge.see('flapBeforeSignon', { seen: seen(), channel })
    }
    this.begun = true
    if (channel === FLAP_CHANNEL.signon) {
      signOns.signOn(track, side, reader.packets, this.signedOn, { bytes, start, end })
      this.signedOn = true
    } else if (channel === FLAP_CHANNEL.signoff) {
      signOns.signOff(track, side, reader.packets, { bytes, start, end })
      this.signedOff = true
      reader.attend(true)
    } else if (channel === FLAP_CHANNEL.keepAlive) {
      const length = end - start - FLAP_HEADER
      if (length > 0) context.judge.see('flapKeepAlive', { seen: seen(), length })
    } else if (channel < 1 || channel > 5) context.judge.see('flapChannel', { seen: seen(), channel })
  }

  /** A frame of channel 2. */
  private data(reader: FlapReader, bytes: Uint8Array, start: number, end: number): Placed | undefined {
    const { track, side, desk } = this
    const { context } = desk
    const { packets } = reader
    const snac = start + FLAP_HEADER
    if (end - snac < SNAC_HEADER) {
      context.judge.see('snacShort', { seen: context.seen(track, side, packets), length: end - snac })
      return undefined
    }
    const foodgroup = u16(bytes, snac)
    const subgroup = u16(bytes, snac + 2)
    const prefix = prefixOf(bytes, snac, end)
    if (prefix !== undefined) {
      const fromClient = side === track.client
      context.judge.see('snacPrefix', {
        seen: context.seen(track, side, packets),
        foodgroup,
        subgroup,
        fromClient,
        ...prefix,
      })
    }
    desk.snacs.take(track, side, packets, bytes, start, end)
    if (foodgroup === ICBM) return this.icbm(reader, bytes, start, end)
    if (foodgroup !== OSERVICE && foodgroup !== BUCP) return undefined
    const body = { bytes, start: snacBodyAt(bytes, snac, end), end }
    if (foodgroup === OSERVICE) desk.signOns.service(track, side, subgroup, body)
    else desk.signOns.login(track, side, packets, subgroup, body)
    return undefined
  }

  outOfSequence(reader: FlapReader, expected: number, found: number): void {
    const { context } = this.desk
    const fromClient = this.side === this.track.client
    context.judge.see('flapSequence', {
      seen: context.seen(this.track, this.side, reader.packets),
      expected,
      found,
      fromClient,
    })
  }

  junk(reader: FlapReader, bytes: number): void {
    const { track, side, desk } = this
    if (track.plain === undefined && reader.inStep) desk.foundFlap(track)
    if (track.plain !== 'flap') return
    const afterGap = reader.afterGap || !track.flow.stream(side).synSeen
    const isFirst = reader.frames === 0
    desk.context.judge.see('flapJunk', { seen: desk.context.seen(track, side, []), bytes, afterGap, isFirst })
  }

  partial(
    reader: FlapReader,
    bytes: Uint8Array,
    start: number,
    end: number,
    missing: number,
    why: 'gap' | 'end',
  ): void {
    const { track, side } = this
    const { context } = this.desk
    if (context.output.wantsEvents && end - start >= FLAP_HEADER)
      tellFrame(context, track, side, reader.packets, bytes, start, end)
    if (why === 'gap') return
    context.judge.see('flapPartial', {
      seen: context.seen(track, side, reader.packets),
      have: end - start,
      missing,
    })
  }

  /** A SNAC of the ICBM foodgroup: the rendezvous in it, if there is one, belongs to a conversation. */
  private icbm(reader: FlapReader, bytes: Uint8Array, start: number, end: number): Placed | undefined {
    const { context, registry } = this.desk
    const { track, side } = this
    const subgroup = u16(bytes, start + 8)
    const body = snacBodyAt(bytes, start + FLAP_HEADER, end)
    const requestId = u32(bytes, start + 12)
    if (subgroup === TO_HOST || subgroup === TO_CLIENT) {
      const toHost = subgroup === TO_HOST
      const fromClient = side === track.client
      if (toHost !== fromClient) {
        context.judge.see('icbmDirection', { seen: context.seen(track, side, reader.packets), toHost, fromClient })
      }
      const channel = body + 10 <= end ? u16(bytes, body + 8) : 0
      if (channel === TEXT_CHANNEL) this.text(reader, bytes, body, end, toHost)
      if (channel !== RENDEZVOUS_CHANNEL) {
        if (toHost && fromClient && body + 10 <= end) this.desk.snacs.sent(track, requestId, bytes, body, end)
        return undefined
      }
      const icbm = readIcbm(bytes, body, end, toHost)
      return icbm && registry.rendezvous(context.seen(track, side, reader.packets), icbm, requestId)
    }
    if (subgroup === CLIENT_ERROR) {
      const error = readClientError(bytes, body, end)
      return (
        error &&
        registry.clientError(context.seen(track, side, reader.packets), error, side === track.client, requestId)
      )
    }
    if (subgroup === HOST_ACK && side !== track.client && body + 10 <= end) {
      const seen = context.seen(track, side, reader.packets)
      const isRendezvous = u16(bytes, body + 8) === RENDEZVOUS_CHANNEL
      const isTaken = registry.hostAck(seen, hex8(bytes, body), requestId, isRendezvous)
      if (!isRendezvous && !isTaken) this.desk.snacs.acknowledged(seen, requestId, bytes, body)
    }
    if (subgroup === ERROR)
      return registry.hostError(context.seen(track, side, reader.packets), requestId, u16(bytes, body))
    return undefined
  }

  /** An instant message: both copies of one are told of once. */
  private text(reader: FlapReader, bytes: Uint8Array, body: number, end: number, toHost: boolean): void {
    const at = oddTextAt(bytes, body, end, toHost)
    if (at < 0) return
    const { context } = this.desk
    const cookie = hex8(bytes, body)
    if (context.oddTexts.get(cookie) === true) return
    context.oddTexts.set(cookie, true)
    const seen = context.seen(this.track, this.side, reader.packets)
    context.judge.see('imText', { seen, charset: u16(bytes, at), length: u16(bytes, at - 2) - 4 })
  }
}

/** What is wrong with the block that flag 0x8000 announces: its length, and the bytes there are. */
function prefixOf(bytes: Uint8Array, snac: number, end: number): { length: number; left: number } | undefined {
  if ((bytes[snac + 4]! & 0x80) === 0) return undefined
  const left = end - snac - SNAC_HEADER - 2
  const length = left < 0 ? 0 : u16(bytes, snac + SNAC_HEADER)
  return length > left ? { length, left: Math.max(0, left) } : undefined
}
