import { i32 } from '../bytes/read.ts'
import type { Clock } from '../clock.ts'
import { LIMITS } from '../limits.ts'
import { FlowTable } from './flow-table.ts'
import { ACK, FIN, RST, SYN, URG } from './segment-flags.ts'
import { hasWrongSum } from './checksum.ts'
import { Reassembly } from './reassembly.ts'
import { SegmentHistory } from './segment-history.ts'
import type { StreamConsumer, Window } from './stream-consumer.ts'
import {
  ROW,
  PLAIN,
  FLAG_IGNORED,
  FLAG_IPV6,
  FLAG_RESET,
  SIDE_ACKED,
  SIDE_BYTES,
  SIDE_NEXT,
  SIDE_STATE,
  WORD_FLAGS,
  WORD_ID,
  WORD_LAST_SECONDS,
  WORD_PACKETS,
  WORD_SIDE,
} from './flow-store.ts'
import { Flow, type Side, type Stream } from './flow.ts'

/** New flows after which those without data are counted. */
const HALF_OPEN_ROUND = 8_192
/**
 * TCP: finds the flow of a segment and hands on its stream's bytes in order. The expected segment is passed through in
 * place; everything else (holes, repeats, overlaps, control bits) leaves the fast path.
 */
export class Tcp {
  readonly table = new FlowTable()
  flowCount = 0
  /** Headers that did not parse. */
  malformed = 0
  evicted = 0
  /** Connections without data concluded because there were too many of them. */
  abandoned = 0
  /** Closed connections that left early because there were too many of them. */
  hurried = 0
  /** Packets of connections that had been closed and left. */
  tooLate = 0
  /** Ends of the connections that left last. */
  private readonly gone = new Set<string>()
  private readonly clock: Clock
  readonly consumer: StreamConsumer
  private readonly addressSum: (flow: Flow) => number
  readonly reassembly: Reassembly
  private readonly history = new SegmentHistory()
  /** Closed flows, oldest first: they leave the table a little later. */
  private readonly closing: Flow[] = []
  private closingFrom = 0
  private sweptAt = 0

  /** `addressSum` is the sum of a flow's addresses, for checksums. */
  constructor(clock: Clock, consumer: StreamConsumer, addressSum: (flow: Flow) => number) {
    this.clock = clock
    this.consumer = consumer
    this.addressSum = addressSum
    this.reassembly = new Reassembly(clock, consumer, this.history)
  }

  /**
   * One segment: header and payload in `bytes[at, end)` (`view` is over the same bytes), `wireEnd` where they ended on the wire (beyond `end` when the
   * packet was cut). `source` and `target` are address words or numbers. `window` is where `bytes` comes from, or
   * undefined when it was put together from fragments.
   */
  segment(
    bytes: Uint8Array,
    view: DataView,
    at: number,
    end: number,
    wireEnd: number,
    ipv6: boolean,
    source: number,
    target: number,
    window: Window | undefined,
  ): void {
    if (this.clock.seconds !== this.sweptAt) this.sweep()
    const header = end - at < 20 ? 0 : (bytes[at + 12]! >> 4) * 4
    if (header < 20 || at + header > wireEnd) {
      this.malformed++
      return
    }
    const ports = view.getInt32(at)
    // Which end sorts first: the sign of target - source with its overflow taken back, because nobody can predict a branch on it.
    const apart = (target - source) | 0
    const sorts = apart ^ ((target ^ source) & (apart ^ target))
    const side = (apart === 0 ? Number(ports >>> 16 > (ports & 0xffff)) : sorts >>> 31) as Side
    const change = -side
    const swap = (source ^ target) & change
    const address0 = source ^ swap
    const address1 = target ^ swap
    const ordered = ports ^ ((ports ^ ((ports >>> 16) | (ports << 16))) & change)
    const { table } = this
    const row = table.find(ipv6 ? FLAG_IPV6 : 0, address0, address1, ordered)
    const flags = bytes[at + 13]!
    const dataAt = at + header
    const length = wireEnd - dataAt
    const seq = view.getInt32(at + 4)

    // The fast path: nothing but ACK (and PSH), both sides plain, and the segment is the one that was due.
    if (row >= 0 && (flags & (SYN | FIN | RST | ACK | URG)) === ACK && wireEnd <= end) {
      const { words } = table
      const base = row * ROW
      const mine = base + WORD_SIDE + (side << 2)
      const peer = base + WORD_SIDE + 4 - (side << 2)
      const state = words[base + WORD_FLAGS]!
      const ignored = (state & FLAG_IGNORED) !== 0
      if (
        ignored ||
        (words[mine + SIDE_STATE] === PLAIN &&
          words[peer + SIDE_STATE] === PLAIN &&
          (length === 0 || seq === words[mine + SIDE_NEXT]))
      ) {
        words[base + WORD_PACKETS]!++
        words[base + WORD_LAST_SECONDS] = this.clock.seconds
        const ack = view.getInt32(at + 8)
        const acked = words[peer + SIDE_ACKED]!
        if (((ack - acked) | 0) > 0) words[peer + SIDE_ACKED] = ack
        if (length === 0) return
        const before = words[mine + SIDE_BYTES]!
        const after = (before + length) | 0
        words[mine + SIDE_BYTES] = after
        // The 32 bits of the count are full.
        if (before < 0 && after >= 0) table.flows[row]!.stream(side).bytesHigh++
        if (ignored) return
        words[mine + SIDE_NEXT] = seq + length
        if (window !== undefined) this.history.add(words[base + WORD_ID]! * 2 + side, seq, length, window, dataAt)
        this.consumer.segment(row, side, bytes, dataAt, wireEnd)
        if ((state & FLAG_RESET) !== 0) this.checkReset(table.flows[row]!, side, seq)
        return
      }
    }
    if (row < 0 && length === 0 && (flags & SYN) === 0) return
    let flow = row < 0 ? undefined : table.flows[row]
    if (flow === undefined || (flags & SYN) !== 0) {
      flow = this.place(flow, ipv6, address0, address1, ordered, side, bytes, at, flags)
    }
    // A SYN takes the number before that of its data.
    this.special(flow, side, (seq + ((flags & SYN) >> 1)) | 0, flags, bytes, at, dataAt, end, length, window)
  }

  /** Any segment that the fast path does not take. */
  private special(
    flow: Flow,
    side: Side,
    seq: number,
    flags: number,
    bytes: Uint8Array,
    at: number,
    dataAt: number,
    end: number,
    length: number,
    window: Window | undefined,
  ): void {
    flow.packets++
    flow.lastSeconds = this.clock.seconds
    const stream = flow.stream(side)
    const peer = flow.stream(side === 0 ? 1 : 0)
    if (dataAt + length <= end && hasWrongSum(this.addressSum(flow), bytes, at, dataAt + length)) flow.wrongSums++
    if ((flags & URG) !== 0 && !flow.urgent) {
      flow.urgent = true
      this.consumer.anomaly(flow, side, 'urgent-data')
    }
    if ((flags & ACK) !== 0) {
      const ack = i32(bytes, at + 8)
      if (!peer.ackSeen || ((ack - peer.acked) | 0) > 0) {
        peer.acked = ack
        peer.ackSeen = true
      }
      if (peer.pending !== null) this.reassembly.review(flow, side === 0 ? 1 : 0, peer)
    }
    if (flow.ignored) stream.bytes += length
    else if (length > 0) {
      this.reassembly.take(flow, side, stream, seq, bytes, dataAt, end, length, window)
      if (flow.resetBy !== -1) this.checkReset(flow, side, seq)
    }
    if ((flags & (FIN | RST)) !== 0) this.control(flow, side, stream, peer, (seq + length) | 0, flags)
  }

  /** The capture is over: every hole is one now, and every flow leaves, in the order in which they began. */
  end(): void {
    for (const flow of [...this.table.values()].sort((a, b) => a.id - b.id)) this.retire(flow)
  }

  /** Finds or makes the flow of a segment that opens one: a SYN, or the first data of a connection that was already open. */
  private place(
    known: Flow | undefined,
    ipv6: boolean,
    address0: number,
    address1: number,
    ports: number,
    side: Side,
    bytes: Uint8Array,
    at: number,
    flags: number,
  ): Flow {
    const syn = (flags & SYN) !== 0
    const seq = i32(bytes, at + 4)
    let flow = known
    if (flow !== undefined && this.isReuse(flow, flow.stream(side), seq, flags)) {
      this.retire(flow)
      flow = undefined
    }
    if (flow === undefined) {
      if (this.flowCount % HALF_OPEN_ROUND === 0) this.dropHalfOpen()
      if (!syn && this.gone.delete(keyOf(address0, address1, ports))) this.tooLate++
      flow = this.make(ipv6, address0, address1, ports, syn ? opener(side, flags) : -1)
    }
    if (syn) {
      if (flow.client === -1) flow.client = opener(side, flags)
      const stream = flow.stream(side)
      stream.synSeen = true
      if (stream.bytes === 0) {
        stream.initialSequence = seq
        stream.next = (seq + 1) | 0
        stream.started = true
      }
    }
    return flow
  }

  /** A new flow. */
  make(ipv6: boolean, address0: number, address1: number, ports: number, client: Side | -1): Flow {
    this.makeRoom()
    const flow = new Flow(++this.flowCount, this.table, this.table.take(), ipv6, address0, address1, ports)
    flow.firstPacket = this.clock.packet
    flow.startSeconds = this.clock.seconds
    flow.startNanos = this.clock.nanos
    flow.client = client
    this.table.add(flow)
    this.consumer.opened(flow)
    return flow
  }

  /** The packet at hand carried something of a flow that is not its own. */
  touch(flow: Flow): void {
    flow.packets++
    flow.lastSeconds = this.clock.seconds
  }

  /** Both sides of a flow are done, in good order. */
  conclude(flow: Flow): void {
    this.close(flow, 'fin')
    for (const side of [0, 1] as const) {
      flow.stream(side).ended = true
      this.consumer.ended(flow, side)
    }
  }

  /** Whether a SYN begins another connection on the same ports rather than repeating the one at hand. */
  private isReuse(flow: Flow, stream: Stream, seq: number, flags: number): boolean {
    if (stream.synSeen && stream.initialSequence === seq) return false
    // A SYN that comes late says what is known already: where the stream starts.
    const start = stream.started ? (stream.next - stream.bytes) | 0 : stream.acked
    if ((stream.started || stream.ackSeen) && ((seq + 1 - start) | 0) === 0) return false
    if (flow.closedAt !== 0) return true
    if ((flags & ACK) !== 0) return stream.started && stream.bytes > 0
    return (
      flow.stream0.bytes + flow.stream1.bytes > 0 || (stream.synSeen && flow.stream0.synSeen && flow.stream1.synSeen)
    )
  }

  /** FIN and RST. `next` is the sequence number behind the segment's data. */
  private control(flow: Flow, side: Side, stream: Stream, peer: Stream, next: number, flags: number): void {
    if ((flags & RST) !== 0) {
      this.reset(flow, side, stream, peer, next)
      return
    }
    if (!stream.started) {
      stream.started = true
      stream.next = next
    }
    // A FIN in front of what was delivered is forged or damaged.
    if (!stream.finSeen && ((next - stream.next) | 0) >= 0) {
      stream.finSeen = true
      stream.finSequence = next
    }
    if (stream.finSeen && peer.finSeen && flow.closedAt === 0) this.close(flow, 'fin')
    this.reassembly.finish(flow, side, stream)
  }

  private reset(flow: Flow, side: Side, stream: Stream, peer: Stream, next: number): void {
    // A reset far outside of the stream is someone else's, or forged: the peers ignored it too.
    const ahead = stream.started ? (next - stream.next) | 0 : 0
    if (
      stream.started &&
      (stream.bytes > 0 || stream.synSeen) &&
      next !== 0 &&
      (ahead < -LIMITS.pendingPerStream.value || ahead > LIMITS.pendingPerStream.value)
    ) {
      return
    }
    if (flow.resetBy === -1) {
      flow.resetBy = side
      flow.resetSequence = next
      flow.refused = peer.synSeen && !stream.synSeen && flow.stream0.bytes + flow.stream1.bytes === 0
    }
    // The number of a reset says how much its sender had sent: when that is what we have, nothing of it is missing.
    const complete = stream.pending === null && (ahead === 0 || !stream.started || flow.refused)
    if (flow.closedAt === 0) this.close(flow, 'rst')
    if (complete && !stream.ended) {
      stream.ended = true
      this.consumer.ended(flow, side)
    }
  }

  /** Data behind the reset of the same side; what the other side had on its way is no fault. */
  private checkReset(flow: Flow, side: Side, seq: number): void {
    if (flow.wentOn || flow.resetBy !== side || ((seq - flow.resetSequence) | 0) < 0) return
    flow.wentOn = true
    this.consumer.anomaly(flow, side, 'data-after-reset')
  }

  private close(flow: Flow, how: 'fin' | 'rst'): void {
    flow.closed = how
    if (how === 'rst') flow.setWord(WORD_FLAGS, flow.word(WORD_FLAGS) | FLAG_RESET)
    flow.closedAt = Math.max(this.clock.seconds, 1)
    this.closing.push(flow)
    if (this.closing.length - this.closingFrom <= Math.max(1, LIMITS.closedFlows.value)) return
    if (this.leave()) this.hurried++
  }

  /** Closed flows leave once no late packet of theirs is to be expected. */
  private sweep(): void {
    this.sweptAt = this.clock.seconds
    const before = this.clock.seconds - LIMITS.closedFlowLinger.value
    while (this.closingFrom < this.closing.length && this.closing[this.closingFrom]!.closedAt < before) this.leave()
  }

  /** The flow that was closed first leaves; false when it had already. */
  private leave(): boolean {
    const flow = this.closing[this.closingFrom++]!
    if (this.closingFrom > 1024) {
      this.closing.splice(0, this.closingFrom)
      this.closingFrom = 0
    }
    if (flow.retired) return false
    if (this.gone.size >= GONE) this.gone.clear()
    this.gone.add(keyOf(flow.address(0), flow.address(1), (flow.port(0) << 16) | flow.port(1)))
    this.retire(flow)
    return true
  }

  /** A flow leaves, finished or not. */
  retire(flow: Flow): void {
    if (flow.retired) return
    this.reassembly.conclude(flow)
    flow.retired = true
    this.consumer.retired(flow)
    this.table.delete(flow)
    // It may wait among the closed ones for a while, and what was learned of it need not.
    flow.attachment = null
  }

  /** Of the connections without data only the newest are kept: most of them will never have any. */
  private dropHalfOpen(): void {
    const { value } = LIMITS.halfOpen
    if (this.table.size <= value) return
    const empty = [...this.table.values()].filter((flow) => worth(flow) === 0).sort((a, b) => a.id - b.id)
    for (const flow of empty.slice(0, Math.max(0, empty.length - value))) {
      this.abandoned++
      this.retire(flow)
    }
  }

  /**
   * Keeps the table within its limit: flows without data leave first, then those that are no OSCAR, of each those that were
   * idle the longest. A flood of SYNs never costs the connections between it.
   */
  private makeRoom(): void {
    if (this.table.size < LIMITS.flows.value) return
    const flows = [...this.table.values()].map((flow) => ({ flow, worth: worth(flow) }))
    flows.sort((a, b) => a.worth - b.worth || a.flow.lastSeconds - b.flow.lastSeconds || a.flow.id - b.flow.id)
    for (const { flow } of flows.slice(0, Math.max(1, flows.length >> 3))) {
      this.evicted++
      this.retire(flow)
    }
  }
}

const keyOf = (address0: number, address1: number, ports: number): string => `${address0} ${address1} ${ports}`

/** Connections that have left and are still known, so that what comes too late for one is not taken for a new one without a word. */
const GONE = 4_096

/** 0 for a flow that never carried data, 1 for one that is left alone, 2 for all others. */
function worth(flow: Flow): 0 | 1 | 2 {
  if (flow.stream0.bytes + flow.stream1.bytes === 0) return 0
  return flow.ignored ? 1 : 2
}

/** Which side opens the connection that a SYN of `side` belongs to. */
function opener(side: Side, flags: number): Side {
  return (flags & ACK) === 0 ? side : side === 0 ? 1 : 0
}
