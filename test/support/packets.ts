import type { Packet } from './capture-file.ts'
import { TCP_FLAGS, tcpLayout, withPayload } from './packet.ts'

// What a capture may do to packets. Every function gives a new list; `pcap(...)` writes it.

/** The packets whose index is not listed. */
export function without(packets: readonly Packet[], indexes: Iterable<number>): Packet[] {
  const gone = new Set(indexes)
  return packets.filter((_, index) => !gone.has(index))
}

/** The packets in the order of `order`, a list of indexes; the times stay where they were, so that time still goes forward. */
export function permuted(packets: readonly Packet[], order: readonly number[]): Packet[] {
  return order.map((index, position) => ({ time: packets[position]!.time, bytes: packets[index]!.bytes }))
}

/** Every packet whose index is listed comes twice in a row. */
export function duplicated(packets: readonly Packet[], indexes: Iterable<number>): Packet[] {
  const twice = new Set(indexes)
  return packets.flatMap((packet, index) => (twice.has(index) ? [packet, packet] : [packet]))
}

/** TCP payloads cut into segments of at most `size` bytes; one that is no TCP or short enough stays as it is. */
export function resegmented(packets: readonly Packet[], size: number): Packet[] {
  return packets.flatMap(({ time, bytes }) => {
    const { tcp, payload: start, end } = tcpLayout(bytes)
    if (end - start <= size) return [{ time, bytes }]
    const flags = bytes[tcp + 13]!
    const last = TCP_FLAGS.fin | TCP_FLAGS.psh
    const pieces: Packet[] = []
    for (let at = start; at < end; at += size) {
      const isLast = at + size >= end
      const piece = withPayload(bytes, bytes.subarray(at, at + size), at - start, isLast ? flags : flags & ~last)
      pieces.push({ time, bytes: piece })
    }
    return pieces
  })
}
