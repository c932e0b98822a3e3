/**
 * A recording that can be edited: bytes of a TCP stream are replaced, and every packet of the connection is written again
 * with the sequence numbers, acknowledgments, lengths and sums that the clients would have used. Reads classic
 * little-endian pcap of Ethernet and IPv4, which the recordings under captures/real are.
 */
import { concat } from './bytes.ts'
import type { Packet } from './capture-file.ts'

interface RecordedPacket {
  /** Seconds and microseconds of the capture record. */
  time: Uint8Array
  frame: Uint8Array
  tcp: Segment | undefined
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

const ETHERNET = 14
const SYN = 2
const ACK = 16
/** FIN or RST. */
const ENDS = 5
const NOTHING = new Uint8Array(0)

export class Recording {
  private readonly header: Uint8Array
  private packets: RecordedPacket[] = []
  private readonly edits: ((capture: Uint8Array) => Uint8Array)[] = []

  constructor(capture: Uint8Array) {
    capture = new Uint8Array(capture)
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

  /** Lets the packets with the bytes of `late` from `at` on go by behind those that carry byte `until` of `early`. */
  postpone(late: RecordedStream, at: number, early: RecordedStream, until: number): boolean {
    const moved = this.carrierOf(late, at)
    const before = this.carrierOf(early, until)
    if (moved < 0 || before <= moved) return false
    const packet = this.packets[moved]!
    const { seq, key, first } = packet.tcp!
    // Whoever had not got it could not acknowledge it.
    for (const { tcp } of this.packets.slice(moved + 1, before + 1)) {
      if (tcp?.key === key && tcp.first !== first && ((tcp.ack - seq) | 0) > 0) tcp.ack = seq
    }
    for (const other of this.packets.slice(moved, before + 1))
      if (other.tcp?.key === key) other.frame = rebuild(other.frame, other.tcp)
    this.packets.splice(moved, 1)
    this.packets.splice(before, 0, packet)
    packet.time = this.packets[before - 1]!.time.slice()
    return true
  }

  /** Lets `seconds` go by before the packet with byte `at` of a stream. */
  stall(stream: RecordedStream, at: number, seconds: number): boolean {
    const index = this.carrierOf(stream, at)
    if (index < 0) return false
    for (const packet of this.packets.slice(index)) addSeconds(packet, seconds)
    return true
  }

  /** Leaves out the packet with byte `at` of a stream: the capture did not see it. */
  lose(stream: RecordedStream, at: number): boolean {
    const index = this.carrierOf(stream, at)
    if (index >= 0) this.packets.splice(index, 1)
    return index >= 0
  }

  /** Lets `seconds` go by before a stream is closed. */
  stallEnd({ key, first }: RecordedStream, seconds: number): boolean {
    const end = this.packets.findIndex(({ tcp }) => tcp?.key === key && tcp.first === first && (tcp.flags & ENDS) !== 0)
    for (const packet of end < 0 ? [] : this.packets.slice(end)) addSeconds(packet, seconds)
    return end >= 0
  }

  /** Puts a segment of its own behind the one with byte `at` of a stream: what goes on there, or `skip` bytes further on. */
  insert(
    stream: RecordedStream,
    at: number,
    { flags, skip = 0, payload = NOTHING }: { flags?: number; skip?: number; payload?: Uint8Array },
  ): boolean {
    const index = this.carrierOf(stream, at)
    if (index < 0) return false
    const { time, frame, tcp } = this.packets[index]!
    const made = frame.slice()
    if (flags !== undefined) made[tcp!.tcpAt + 13] = flags
    const seq = (tcp!.seq + tcp!.payload.length + skip) >>> 0
    const segment = { ...tcp!, flags: flags ?? tcp!.flags, seq, payload }
    this.packets.splice(index + 1, 0, { time: time.slice(), tcp: segment, frame: rebuild(made, segment) })
    return true
  }

  /** Lets a connection go by a second time, packet by packet, from other ports. */
  twice({ key }: RecordedStream, map: (port: number) => number): void {
    this.packets = this.packets.flatMap((packet) =>
      packet.tcp?.key === key ? [packet, this.moved({ ...packet, time: packet.time.slice() }, map)] : [packet],
    )
  }

  /** Cuts the segment with byte `at` of a stream in two, there. */
  splitAt(stream: RecordedStream, at: number): boolean {
    const index = this.carrierOf(stream, at)
    if (index < 0) return false
    const { time, frame, tcp } = this.packets[index]!
    const head = at - ((tcp!.seq - this.start(stream.key, stream.first)) >>> 0)
    const pieces = [
      { ...tcp!, payload: tcp!.payload.slice(0, head) },
      { ...tcp!, seq: (tcp!.seq + head) >>> 0, payload: tcp!.payload.slice(head) },
    ]
    const parts = pieces.map((piece) => ({ time: time.slice(), tcp: piece, frame: rebuild(frame, piece) }))
    this.packets.splice(index, 1, ...parts)
    return true
  }

  /** Lets packets go by once more, from other ports, before the one with byte `at` of a stream. */
  copyBefore(
    stream: RecordedStream,
    at: number,
    isCopied: (frame: Uint8Array) => boolean,
    map: (port: number) => number,
  ): boolean {
    const index = this.carrierOf(stream, at)
    const copied = this.packets.filter(({ frame }) => isCopied(frame))
    if (index < 0 || copied.length === 0) return false
    const { time } = this.packets[index]!
    this.packets.splice(index, 0, ...copied.map((packet) => this.moved({ ...packet, time: time.slice() }, map)))
    return true
  }

  /** Changes frames as they are: sums and lengths stay what they were. */
  alter(change: (frame: Uint8Array, index: number) => Uint8Array): void {
    for (const [index, packet] of this.packets.entries()) packet.frame = change(packet.frame, index)
  }

  /** Puts other frames in the place of each. */
  exchange(change: (frame: Uint8Array, index: number) => readonly Uint8Array[]): void {
    this.packets = this.packets.flatMap(({ time, frame }, index) =>
      change(frame, index).map((made) => ({ time: time.slice(), frame: made, tcp: segmentOf(made) })),
    )
  }

  /** Lets `seconds` go by before the first packet that is meant; false when there is none. */
  stallBefore(isMeant: (frame: Uint8Array) => boolean, seconds: number): boolean {
    const from = this.packets.findIndex(({ frame }) => isMeant(frame))
    if (from >= 0) this.retime(from, seconds)
    return from >= 0
  }

  /** Lets everything take `times` as long. */
  stretch(times: number): void {
    const seconds = ({ time }: RecordedPacket): number => {
      const view = new DataView(time.buffer, time.byteOffset)
      return view.getUint32(0, true) + view.getUint32(4, true) / 1e6
    }
    const start = seconds(this.packets[0]!)
    for (const packet of this.packets) {
      const at = start + (seconds(packet) - start) * times
      const time = new Uint8Array(8)
      const view = new DataView(time.buffer)
      view.setUint32(0, Math.floor(at), true)
      view.setUint32(4, Math.floor((at % 1) * 1e6), true)
      packet.time = time
    }
  }

  /** Lets everything happen again so many seconds later. */
  again(seconds: number): void {
    const copies = this.packets.map(({ time, frame, tcp }) => ({ time: time.slice(), frame: frame.slice(), tcp }))
    for (const copy of copies) addSeconds(copy, seconds)
    this.packets.push(...copies)
  }

  /** Sends data segments again so many packets later: every `nth` of them. */
  repeatLater(nth: number, packets: number): void {
    const late = new Map<number, RecordedPacket[]>()
    let count = 0
    this.packets.forEach((packet, index) => {
      if ((packet.tcp?.payload.length ?? 0) === 0 || ++count % nth !== 0) return
      const at = Math.min(this.packets.length - 1, index + packets)
      late.set(at, [...(late.get(at) ?? []), packet])
    })
    this.packets = this.packets.flatMap((packet, index) => [
      packet,
      ...(late.get(index) ?? []).map(({ frame, tcp }) => ({ time: packet.time.slice(), frame: frame.slice(), tcp })),
    ])
  }

  /** Moves what follows packet number `from` in time. */
  retime(from: number, seconds: number): void {
    for (const packet of this.packets.slice(from)) addSeconds(packet, seconds)
  }

  /** Changes the capture file itself, once it is written. */
  afterwards(edit: (capture: Uint8Array) => Uint8Array): void {
    this.edits.push(edit)
  }

  /** The IP packets, for a file of another format. */
  wire(): Packet[] {
    return this.packets.flatMap(({ time, frame }) => {
      const view = new DataView(time.buffer, time.byteOffset)
      if (frame[12] !== 8 || frame[13] !== 0) return []
      const [seconds, micros] = [view.getUint32(0, true), view.getUint32(4, true)]
      return { time: BigInt(seconds) * 1_000_000_000n + BigInt(micros) * 1000n, bytes: frame.slice(ETHERNET) }
    })
  }

  withoutConnection({ key }: RecordedStream): void {
    this.packets = this.packets.filter(({ tcp }) => tcp?.key !== key)
  }

  /** Sends the segment with byte `at` of a stream again, with other bytes. */
  forge(stream: RecordedStream, at: number): boolean {
    const index = this.carrierOf(stream, at)
    if (index < 0) return false
    const packet = this.packets[index]!
    const tcp = { ...packet.tcp!, payload: packet.tcp!.payload.map((byte) => byte ^ 0xff) }
    this.packets.splice(index + 1, 0, { time: packet.time, tcp, frame: rebuild(packet.frame, tcp) })
    return true
  }

  /** Moves the whole recording in time. */
  shift(seconds: number): void {
    for (const packet of this.packets) addSeconds(packet, seconds)
  }

  /** Changes headers; sums are made anew. */
  rewrite(change: (frame: Uint8Array, index: number) => void): void {
    this.packets.forEach((packet, index) => {
      if (packet.tcp === undefined) return
      change(packet.frame, index)
      this.refresh(packet)
    })
  }

  /** Gives ports other numbers, everywhere or in one connection. */
  ports(map: (port: number) => number, connection?: RecordedStream): void {
    this.rewrite((frame) => {
      if (connection !== undefined && segmentOf(frame)?.key !== connection.key) return
      const tcpAt = ETHERNET + (frame[ETHERNET]! & 15) * 4
      const view = new DataView(frame.buffer, frame.byteOffset)
      for (const at of [tcpAt, tcpAt + 2]) view.setUint16(at, map(view.getUint16(at)))
    })
  }

  /** Leaves out the options of TCP headers but those of SYNs. */
  withoutOptions(): void {
    for (const packet of this.packets) {
      const { tcp, frame } = packet
      if (tcp === undefined || (tcp.flags & SYN) !== 0) continue
      const header = frame.slice(0, tcp.tcpAt + 20)
      header[tcp.tcpAt + 12] = 5 << 4
      packet.frame = rebuild(concat(header, tcp.payload), { ...tcp, dataAt: tcp.tcpAt + 20 })
      this.refresh(packet)
    }
  }

  /** Cuts segments into `parts`, or into pieces of at most `size` bytes. */
  split(parts = 1, size = Infinity): void {
    this.packets = this.packets.flatMap((packet) => {
      const { tcp } = packet
      const length = tcp?.payload.length ?? 0
      const piece = Math.min(size, Math.ceil(length / parts))
      // FIN, RST and SYN stay with their segments.
      if (tcp === undefined || length <= piece || (tcp.flags & 7) !== 0) return [packet]
      return Array.from({ length: Math.ceil(length / piece) }, (_, nth) => {
        const payload = tcp.payload.slice(nth * piece, (nth + 1) * piece)
        const part = { ...tcp, seq: (tcp.seq + nth * piece) >>> 0, payload }
        return { time: packet.time, tcp: part, frame: rebuild(packet.frame, part) }
      })
    })
  }

  /** Sends every `nth` segment with data again, right behind itself. */
  repeat(nth: number): void {
    let count = 0
    this.packets = this.packets.flatMap((packet) => {
      const again = (packet.tcp?.payload.length ?? 0) > 0 && ++count % nth === 0
      return again ? [packet, { ...packet, frame: packet.frame.slice() }] : [packet]
    })
  }

  /** Puts data segments of one direction that follow each other in the wrong order, two by two. */
  swapNeighbours(): void {
    for (let at = 0; at + 1 < this.packets.length; at++) {
      const [one, two] = [this.packets[at]!, this.packets[at + 1]!]
      const carry = [one, two].every(({ tcp }) => tcp !== undefined && tcp.payload.length > 0 && (tcp.flags & 7) === 0)
      if (!carry || one.tcp!.key !== two.tcp!.key || one.tcp!.first !== two.tcp!.first) continue
      const { time } = one
      this.packets[at] = { ...two, time }
      this.packets[at + 1] = { ...one, time: two.time }
      at++
    }
  }

  /** Replaces bytes wherever they are in a stream by as many others; false when they are nowhere. */
  substitute(wanted: Uint8Array, bytes: Uint8Array): boolean {
    let found = false
    for (const stream of this.streams()) {
      const edited = Buffer.from(stream.bytes)
      let at = edited.indexOf(wanted)
      if (at < 0) continue
      for (; at >= 0; at = edited.indexOf(wanted, at + 1)) edited.set(bytes, at)
      this.replace(stream, 0, edited.length, new Uint8Array(edited))
      found = true
    }
    return found
  }

  /** Index of the first packet that carries a byte of a stream; -1 when there is none. */
  private carrierOf({ key, first }: RecordedStream, at: number): number {
    const start = this.start(key, first)
    return this.packets.findIndex(({ tcp }) => {
      if (tcp?.key !== key || tcp.first !== first || (tcp.flags & SYN) !== 0) return false
      const from = (tcp.seq - start) | 0
      return from <= at && at < from + tcp.payload.length
    })
  }

  /** The packet from other ports. */
  private moved({ time, frame }: RecordedPacket, map: (port: number) => number): RecordedPacket {
    const packet = { time, frame: frame.slice(), tcp: segmentOf(frame) }
    const view = new DataView(packet.frame.buffer)
    const { tcpAt } = packet.tcp!
    for (const at of [tcpAt, tcpAt + 2]) view.setUint16(at, map(view.getUint16(at)))
    this.refresh(packet)
    return packet
  }

  /** Reads a frame anew whose headers were changed, and makes its sums. */
  private refresh(packet: RecordedPacket): void {
    packet.tcp = segmentOf(packet.frame)
    if (packet.tcp !== undefined) packet.frame = rebuild(packet.frame, packet.tcp)
  }

  pcap(): Uint8Array {
    const records = this.packets.flatMap(({ time, frame }) => {
      const lengths = new Uint8Array(8)
      const view = new DataView(lengths.buffer)
      view.setUint32(0, frame.length, true)
      view.setUint32(4, frame.length, true)
      return [time, lengths, frame]
    })
    const capture = new Uint8Array(Buffer.concat([this.header, ...records]))
    return this.edits.reduce((edited: Uint8Array, edit) => edit(edited), capture)
  }

  private assemble(key: string, first: boolean): Uint8Array {
    const start = this.start(key, first)
    const segments = this.packets.flatMap(({ tcp }) => (tcp?.key === key && tcp.first === first ? [tcp] : []))
    const carrying = segments.filter(({ payload, flags }) => payload.length > 0 && (flags & SYN) === 0)
    const end = carrying.reduce((most, tcp) => Math.max(most, ((tcp.seq - start) | 0) + tcp.payload.length), 0)
    const stream = new Uint8Array(end)
    for (const tcp of carrying) stream.set(tcp.payload, Math.max(0, (tcp.seq - start) | 0))
    return stream
  }

  /** Sequence number of the first byte of a stream. */
  private start(key: string, first: boolean): number {
    const of = this.packets.flatMap(({ tcp }) => (tcp?.key === key && tcp.first === first ? [tcp] : []))
    const syn = of.find((tcp) => (tcp.flags & SYN) !== 0)
    return syn === undefined ? (of[0]?.seq ?? 0) : (syn.seq + 1) >>> 0
  }
}

function addSeconds(packet: RecordedPacket, seconds: number): void {
  const time = packet.time.slice()
  const view = new DataView(time.buffer)
  view.setUint32(0, view.getUint32(0, true) + seconds, true)
  packet.time = time
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

export function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16)
  return ~sum & 0xffff
}
