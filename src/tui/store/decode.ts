import { u16, u32 } from '../../bytes/read.ts'
import { describeArs, describeOdc, describeOft } from '../../conversation/describe.ts'
import { TimelineEvent, type Decoded, type EventProtocol } from '../../conversation/event.ts'
import type { Track } from '../../conversation/track.ts'
import { FLAP_CHANNEL, FLAP_HEADER } from '../../oscar/flap.ts'
import { SNAC_HEADER } from '../../oscar/index.ts'
import { readArsFrame } from '../../peer/ars.ts'
import { odcHeaderLength, odcPayloadLength, readOdcHeader, readOdcPayload } from '../../peer/odc.ts'
import { oftLength } from '../../peer/oft-header.ts'

export const UNDECODED: Decoded = { summary: '', nodes: [] }

/** Bytes by which the length of a message can be told, for each protocol. */
export const HEAD_LENGTH = 32

/** How long the message is that begins with `head`. */
export const MESSAGE_LENGTH: Readonly<Record<EventProtocol, (head: Uint8Array) => number>> = {
  flap: (head) => FLAP_HEADER + u16(head, 4),
  snac: (head) => FLAP_HEADER + u16(head, 4),
  oft2: (head) => oftLength(head, 0),
  odc2: (head) => odcHeaderLength(head, 0) + odcPayloadLength(head, 0),
  ars: (head) => 2 + u16(head, 0),
  tcp: () => 0,
}

/** Decodes a message again from its bytes. */
export class Decoder {
  /** The core's own, taken from the first event that has one. */
  private flap: TimelineEvent['decoder'] | undefined
  private readonly event = new TimelineEvent()

  learn(event: TimelineEvent): void {
    if (event.channel >= 0) this.flap ??= event.decoder
  }

  decode(protocol: EventProtocol, bytes: Uint8Array, track: Track, side: 0 | 1): Decoded {
    if (bytes.length === 0) return UNDECODED
    if (protocol === 'flap' || protocol === 'snac') return this.frame(bytes, track, side)
    if (protocol === 'oft2') return describeOft(bytes, 0, bytes.length)
    if (protocol === 'ars') return describeArs(readArsFrame(bytes, 0, bytes.length))
    if (protocol === 'odc2') return decodeOdc(bytes)
    return UNDECODED
  }

  private frame(bytes: Uint8Array, track: Track, side: 0 | 1): Decoded {
    const { event } = this
    if (this.flap === undefined || bytes.length < FLAP_HEADER) return UNDECODED
    event.track = track
    event.side = side
    event.bytes = bytes
    event.start = 0
    event.end = bytes.length
    event.channel = bytes[1]!
    event.sequence = u16(bytes, 2)
    event.length = bytes.length - FLAP_HEADER
    const isSnac = event.channel === FLAP_CHANNEL.data && event.length >= SNAC_HEADER
    event.foodgroup = isSnac ? u16(bytes, 6) : -1
    event.subgroup = isSnac ? u16(bytes, 8) : -1
    event.requestId = isSnac ? u32(bytes, 12) : 0
    return this.flap(event)
  }
}

function decodeOdc(bytes: Uint8Array): Decoded {
  const body = Math.min(odcHeaderLength(bytes, 0), bytes.length)
  const header = readOdcHeader(bytes, 0, body)
  const payload = readOdcPayload(bytes, body, bytes.length, header.charset)
  const node = { name: 'odc', at: 0, end: bytes.length, children: [...header.nodes, ...payload] }
  return describeOdc({ header, node, missing: Math.max(0, body + header.payloadLength - bytes.length) })
}
