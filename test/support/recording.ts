/**
 * A recording that can be edited: bytes of a TCP stream are replaced, and every packet of the connection is written again
 * with the sequence numbers, acknowledgments, lengths and sums that the clients would have used. Reads classic
 * little-endian pcap of Ethernet and IPv4, which the recordings under captures/real are.
 */
import { concat } from './bytes.ts'

interface RecordedPacket {
  /** Header of the capture record, the first 8 bytes (the time) of which stay. */
  readonly time: Uint8Array
  frame: Uint8Array
  readonly tcp: Segment | undefined
}

interface Segment {
  readonly key: string
  /** True for the direction whose end sorts first. */
  readonly first: boolean
  readonly tcpAt: number
  readonly dataAt: number
  seq: number
  ack: number
  readonly flags: number
  payload: Uint8Array
}

/** One direction of a connection. */
export interface RecordedStream {
  readonly key: string
  readonly first: boolean
  /** `ip:port` of sender and receiver. */
  readonly from: string
  readonly to: string
  readonly bytes: Uint8Array
}

const SYN = 2
const ACK = 16

export class Recording {
  private readonly header: Uint8Array
  private packets: RecordedPacket[] = []

  constructor(capture: Uint8Array) {
    this.header = capture.slice(0, 24)
    const view = new DataView(capture.buffer, capture.byteOffset, capture.length)
    if (view.getUint32(0, true) !== 0xa1b2c3d4) throw new Error('not a little-endian microsecond pcap')
    for (let at = 24; at + 16 <= capture.length;) {
      const length = view.getUint32(at + 8, true)
      const frame = capture.slice(at + 16, at + 16 + length)
      this.packets.push({ time: capture.slice(at, at + 8), frame, tcp: segmentOf(frame) })
      at += 16 + length
    }
  }

  /** All directions that carry data, in the order in which they first do. */
  streams(): RecordedStream[] {
    const found = new Map<string, RecordedStream>()
    for (const { tcp, frame } of this.packets) {
      if (tcp === undefined || tcp.payload.length === 0) continue
      const id = `${tcp.key} ${tcp.first}`
      if (found.has(id)) continue
      const [from, to] = endsOf(frame, tcp)
      found.set(id, { key: tcp.key, first: tcp.first, from, to, bytes: this.assemble(tcp.key, tcp.first) })
    }
    return [...found.values()]
  }

  /** Replaces `length` bytes from `offset` of a stream by `bytes`; what travels later moves with them. */
  replace({ key, first }: RecordedStream, offset: number, length: number, bytes: Uint8Array): void {
    const old = this.assemble(key, first)
    const edited = concat(old.subarray(0, offset), bytes, old.subarray(offset + length))
    const start = this.start(key, first)
    const moved = (at: number): number => {
      if (at <= offset) return at
      return at >= offset + length ? at + bytes.length - length : offset + Math.min(at - offset, bytes.length)
    }
    for (const packet of this.packets) {
      const { tcp } = packet
      if (tcp?.key !== key) continue
      if (tcp.first === first && (tcp.flags & SYN) === 0) {
        const at = (tcp.seq - start) >>> 0
        const stop = moved(at + tcp.payload.length)
        tcp.seq = (start + moved(at)) >>> 0
        tcp.payload = edited.slice(moved(at), stop)
      } else if (tcp.first !== first && (tcp.flags & ACK) !== 0) {
        const at = (tcp.ack - start) >>> 0
        // An acknowledgment of the FIN counts one more.
        tcp.ack = (start + (at > old.length ? moved(old.length) + at - old.length : moved(at))) >>> 0
      }
      packet.frame = rebuild(packet.frame, tcp)
    }
  }

  /** Leaves out the packets for which `drop` says so: what a capture that loses packets does. */
  without(drop: (index: number) => boolean): this {
    this.packets = this.packets.filter((_, index) => !drop(index))
    return this
  }

  get length(): number {
    return this.packets.length
  }

  pcap(): Uint8Array {
    return concat(
      this.header,
      ...this.packets.flatMap(({ time, frame }) => {
        const lengths = new Uint8Array(8)
        const view = new DataView(lengths.buffer)
        view.setUint32(0, frame.length, true)
        view.setUint32(4, frame.length, true)
        return [time, lengths, frame]
      }),
    )
  }

  private assemble(key: string, first: boolean): Uint8Array {
    const start = this.start(key, first)
    const segments = this.packets.flatMap(({ tcp }) => (tcp?.key === key && tcp.first === first ? [tcp] : []))
    const end = Math.max(0, ...segments.map((tcp) => ((tcp.seq - start) | 0) + tcp.payload.length))
    const stream = new Uint8Array(end)
    for (const tcp of segments) if ((tcp.flags & SYN) === 0) stream.set(tcp.payload, Math.max(0, (tcp.seq - start) | 0))
    return stream
  }

  /** Sequence number of the first byte of a stream. */
  private start(key: string, first: boolean): number {
    const of = this.packets.flatMap(({ tcp }) => (tcp?.key === key && tcp.first === first ? [tcp] : []))
    const syn = of.find((tcp) => (tcp.flags & SYN) !== 0)
    return syn === undefined ? (of[0]?.seq ?? 0) : (syn.seq + 1) >>> 0
  }
}

function segmentOf(frame: Uint8Array): Segment | undefined {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length)
  if (frame.length < 54 || view.getUint16(12) !== 0x0800 || frame[23] !== 6) return undefined
  const tcpAt = 14 + (frame[14]! & 15) * 4
  const dataAt = tcpAt + (frame[tcpAt + 12]! >> 4) * 4
  const [source, target] = [endpoint(frame, 26, tcpAt), endpoint(frame, 30, tcpAt + 2)]
  const first = source < target
  return {
    key: first ? `${source} ${target}` : `${target} ${source}`,
    first,
    tcpAt,
    dataAt,
    seq: view.getUint32(tcpAt + 4),
    ack: view.getUint32(tcpAt + 8),
    flags: frame[tcpAt + 13]!,
    payload: frame.slice(dataAt, 14 + view.getUint16(16)),
  }
}

function endpoint(frame: Uint8Array, address: number, port: number): string {
  return `${frame.subarray(address, address + 4).join('.')}:${(frame[port]! << 8) | frame[port + 1]!}`
}

function endsOf(frame: Uint8Array, { tcpAt }: Segment): [string, string] {
  return [endpoint(frame, 26, tcpAt), endpoint(frame, 30, tcpAt + 2)]
}

function rebuild(old: Uint8Array, { tcpAt, dataAt, seq, ack, payload }: Segment): Uint8Array {
  const frame = concat(old.subarray(0, dataAt), payload)
  const view = new DataView(frame.buffer)
  view.setUint16(16, frame.length - 14)
  view.setUint16(24, 0)
  view.setUint16(24, checksum(frame.subarray(14, tcpAt)))
  view.setUint32(tcpAt + 4, seq)
  view.setUint32(tcpAt + 8, ack)
  view.setUint16(tcpAt + 16, 0)
  const length = frame.length - tcpAt
  const pseudo = concat(frame.subarray(26, 34), new Uint8Array([0, 6, length >> 8, length & 255]))
  view.setUint16(tcpAt + 16, checksum(concat(pseudo, frame.subarray(tcpAt))))
  return frame
}

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
