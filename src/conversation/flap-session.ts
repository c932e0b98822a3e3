import { hex8 } from '../bytes/hex.ts'
import { u16, u32 } from '../bytes/read.ts'
import type { Side } from '../network/flow.ts'
import { FLAP_CHANNEL, FLAP_HEADER, type FlapReader, type FlapSink } from '../oscar/flap.ts'
import { decodeSignon, readClientError, readIcbm, SNAC_HEADER } from '../oscar/index.ts'
import { snacName } from '../oscar/snac-name.ts'
import type { Context } from './context.ts'
import type { Conversation } from './conversation.ts'
import { describeFrame } from './describe.ts'
import type { Decoded, TimelineEvent } from './event.ts'
import type { Names } from './names.ts'
import type { Registry } from './registry.ts'
import { softwareOfSignon } from './software.ts'
import type { Track } from './track.ts'

const ICBM = 0x0004
const TO_HOST = 0x0006
const TO_CLIENT = 0x0007
const ERROR = 0x0001
const CLIENT_ERROR = 0x000b
const HOST_ACK = 0x000c
const RENDEZVOUS_CHANNEL = 2
/** TLV of a sign-on frame. */
const CLIENT_IDENTITY = 0x0003

/** What the FLAP sides of all flows share. */
export interface FlapDesk {
  readonly context: Context
  readonly registry: Registry
  readonly names: Names
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
  private signedOff = false

  constructor(desk: FlapDesk, track: Track, side: Side) {
    this.desk = desk
    this.track = track
    this.side = side
  }

  frame(reader: FlapReader, bytes: Uint8Array, start: number, end: number): void {
    const { track, side } = this
    const { context } = this.desk
    if (track.plain !== 'flap') this.desk.foundFlap(track)
    const channel = bytes[start + 1]!
    if (this.signedOff && channel < FLAP_CHANNEL.signoff) {
      context.judge.see('flapAfterSignoff', { seen: context.seen(track, side, reader.packets), channel })
    }
    let conversation
    let step
    if (channel === FLAP_CHANNEL.data) {
      if (end - start < FLAP_HEADER + SNAC_HEADER) {
        context.judge.see('snacShort', {
          seen: context.seen(track, side, reader.packets),
          length: end - start - FLAP_HEADER,
        })
      } else {
        const foodgroup = u16(bytes, start + 6)
        if (foodgroup === ICBM) {
          const message = this.icbm(reader, bytes, start, end)
          conversation = message?.conversation
          step = message?.step
        } else if (foodgroup === 0x0001 || foodgroup === 0x0017) {
          const body = bodyAt(bytes, start + FLAP_HEADER, end)
          this.desk.names.snac(track, foodgroup, u16(bytes, start + 8), bytes, body, end)
        }
      }
    } else if (channel === FLAP_CHANNEL.signon) {
      if (side === track.client) {
        this.desk.names.signon(track, bytes, start + FLAP_HEADER + 4, end)
        if (namesProgram(bytes, start + FLAP_HEADER + 4, end))
          track.software ??= softwareOfSignon(decodeSignon(bytes, start + FLAP_HEADER, end).node.children ?? [])
      }
    } else if (channel === FLAP_CHANNEL.signoff) {
      this.signedOff = true
    } else if (channel < 1 || channel > 5) {
      context.judge.see('flapChannel', { seen: context.seen(track, side, reader.packets), channel })
    }
    if (context.output.wantsEvents) this.tell(reader, bytes, start, end, conversation, step)
  }

  /** Makes an event of a frame, or of as much of it as there is. */
  private tell(
    reader: FlapReader,
    bytes: Uint8Array,
    start: number,
    end: number,
    conversation?: Conversation,
    step?: number,
  ): void {
    const { context } = this.desk
    const event = context.begin(this.track, this.side, 'flap', '', reader.packets)
    const channel = bytes[start + 1]!
    event.channel = channel
    event.sequence = u16(bytes, start + 2)
    event.length = end - start < FLAP_HEADER ? 0 : u16(bytes, start + 4)
    event.bytes = bytes
    event.start = start
    event.end = end
    event.conversation = conversation
    event.step = step
    event.decoder = decodeFrame
    if (channel === FLAP_CHANNEL.data && end - start >= FLAP_HEADER + SNAC_HEADER) {
      event.protocol = 'snac'
      event.foodgroup = u16(bytes, start + 6)
      event.subgroup = u16(bytes, start + 8)
      event.flags = u16(bytes, start + 10)
      event.requestId = u32(bytes, start + 12)
      event.name = snacName(event.foodgroup, event.subgroup)
    } else event.name = CHANNEL_NAMES[channel] ?? `CHANNEL_${channel}`
    context.emit(event)
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
    if (this.track.plain !== 'flap') return
    const { context } = this.desk
    const afterGap = reader.afterGap || !this.track.flow.stream(this.side).synSeen
    context.judge.see('flapJunk', { seen: context.seen(this.track, this.side, []), bytes, afterGap })
  }

  partial(
    reader: FlapReader,
    bytes: Uint8Array,
    start: number,
    end: number,
    missing: number,
    why: 'gap' | 'end',
  ): void {
    const { context } = this.desk
    if (context.output.wantsEvents && end - start >= FLAP_HEADER) this.tell(reader, bytes, start, end)
    if (why === 'gap') return
    context.judge.see('flapPartial', {
      seen: context.seen(this.track, this.side, reader.packets),
      have: end - start,
      missing,
    })
  }

  /** A SNAC of the ICBM foodgroup: the rendezvous in it, if there is one, belongs to a conversation. */
  private icbm(reader: FlapReader, bytes: Uint8Array, start: number, end: number): ReturnType<Registry['rendezvous']> {
    const { context, registry } = this.desk
    const { track, side } = this
    const subgroup = u16(bytes, start + 8)
    const body = bodyAt(bytes, start + FLAP_HEADER, end)
    const requestId = u32(bytes, start + 12)
    if (subgroup === TO_HOST || subgroup === TO_CLIENT) {
      const toHost = subgroup === TO_HOST
      const fromClient = side === track.client
      if (toHost !== fromClient) {
        context.judge.see('icbmDirection', { seen: context.seen(track, side, reader.packets), toHost, fromClient })
      }
      if (body + 10 > end || u16(bytes, body + 8) !== RENDEZVOUS_CHANNEL) return undefined
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
    if (
      subgroup === HOST_ACK &&
      side !== track.client &&
      body + 10 <= end &&
      u16(bytes, body + 8) === RENDEZVOUS_CHANNEL
    ) {
      registry.hostAck(context.seen(track, side, reader.packets), hex8(bytes, body), requestId)
    }
    if (subgroup === ERROR)
      return registry.hostError(context.seen(track, side, reader.packets), requestId, u16(bytes, body))
    return undefined
  }
}

const CHANNEL_NAMES: Readonly<Record<number, string>> = {
  1: 'SIGNON',
  2: 'DATA',
  3: 'ERROR',
  4: 'SIGNOFF',
  5: 'KEEP_ALIVE',
}

/** Whether the TLVs of a sign-on frame say what program it is: most of a capture's do not, and decoding costs. */
function namesProgram(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; end - at >= 4; at += 4 + u16(bytes, at + 2)) if (u16(bytes, at) === CLIENT_IDENTITY) return true
  return false
}

/** Where the body of the SNAC at `at` begins: behind its header and, with flag 0x8000, the block of TLVs. */
function bodyAt(bytes: Uint8Array, at: number, end: number): number {
  const body = at + SNAC_HEADER
  if ((bytes[at + 4]! & 0x80) === 0 || body + 2 > end) return body
  const prefixed = body + 2 + u16(bytes, body)
  return prefixed <= end ? prefixed : body
}

function decodeFrame({ bytes, start, end, fromClient }: TimelineEvent): Decoded {
  return describeFrame(bytes, start, end, fromClient)
}
