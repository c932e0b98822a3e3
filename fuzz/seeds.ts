import { CaptureReader } from '../src/capture/reader.ts'
import { CLEAN_SAMPLES, connection, direction, FAULTY_SAMPLES, type Sample } from '../test/properties/captures.ts'
import * as t from '../test/support/index.ts'

/** Captures that hold everything the program knows, faults included: small ones first. */
export const SAMPLES: readonly Sample[] = [...CLEAN_SAMPLES, ...FAULTY_SAMPLES]
  .filter(({ capture }) => capture.length < 40_000)
  .sort((one, other) => one.capture.length - other.capture.length)

export interface Talk {
  /** What each end sent, the one that sent first before the other. */
  readonly sent: readonly Uint8Array[]
}

/** The connections of the samples. */
export function* conversations(): Generator<Talk> {
  for (const { packets } of SAMPLES) {
    const flows = new Map<string, Map<string, Uint8Array[]>>()
    for (const packet of packets) {
      if (packet.bytes[9] !== 6) continue
      const payload = t.tcpPayload(packet.bytes)
      if (payload.length === 0) continue
      const sides = flows.get(connection(packet)) ?? new Map<string, Uint8Array[]>()
      flows.set(connection(packet), sides)
      const way = direction(packet)
      sides.set(way, [...(sides.get(way) ?? []), payload])
    }
    for (const sides of flows.values()) yield { sent: [...sides.values()].map((pieces) => t.concat(...pieces)) }
  }
}

/** FLAP frames of the samples, each kind once. */
export function frames(): Uint8Array[] {
  const found = new Map<string, Uint8Array>()
  for (const { sent } of conversations()) {
    for (const stream of sent) {
      for (let at = 0; stream[at] === 0x2a && at + 6 <= stream.length;) {
        const end = at + 6 + (stream[at + 4]! << 8) + stream[at + 5]!
        const frame = stream.slice(at, end)
        found.set(`${frame[1]} ${t.toHex(frame.subarray(6, 10))}`, frame)
        at = end
      }
    }
  }
  return [...found.values()]
}

/** The packets of a capture, in the link layer's frames. */
export function packetsOf(capture: Uint8Array): Uint8Array[] {
  const reader = new CaptureReader()
  reader.room().set(capture)
  reader.filled(capture.length)
  reader.end()
  const packets: Uint8Array[] = []
  while (reader.next()) packets.push(reader.bytes.slice(reader.start, reader.stop))
  return packets
}
