import {
  ROW,
  FLAG_IGNORED,
  FLAG_IPV6,
  SIDE_ACKED,
  SIDE_BYTES,
  SIDE_NEXT,
  SIDE_STATE,
  STATE_ACK_SEEN,
  STATE_FIN_SEEN,
  STATE_PENDING,
  STATE_STARTED,
  WORD_ADDRESS0,
  WORD_ADDRESS1,
  WORD_FLAGS,
  WORD_ID,
  WORD_LAST_SECONDS,
  WORD_PACKETS,
  WORD_PORTS,
  WORD_SIDE,
} from './flow-store.ts'

/** Side of a flow: 0 is the end whose address and port sort first, 1 the other. Which of them is the client is another matter. */
export type Side = 0 | 1

/** Data that arrived before what precedes it. A copy: the read buffer moves on. */
export interface PendingSegment {
  readonly seq: number
  /** Bytes on the wire; more than `bytes.length` when the capture cut the packet. */
  readonly length: number
  readonly bytes: Uint8Array
  readonly packet: number
}

/** A stretch of a stream that the capture does not hold. */
export interface Gap {
  readonly side: Side
  /** Bytes of the stream before it. */
  readonly offset: number
  readonly bytes: number
  /** `cut`: the packet is there, shortened by the snap length; `missing`: no packet of it is. */
  readonly cause: 'cut' | 'missing'
  /** The limit for which it was not waited for any longer. */
  readonly waited?: HoleLimit | undefined
}

/** What ends the patience with a hole. */
export type HoleLimit = 'holePatience' | 'holePackets' | 'pendingPerStream' | 'pendingTotal'

const NO_GAPS: Gap[] = []

/** The ordered bytes that one side of a flow sends. Sequence numbers are signed 32-bit and compared by subtraction. */
export class Stream {
  private readonly flow: Flow
  /** Offset of this side's words in its flow's row. */
  private readonly words: number
  /** The SYN of this side was captured, so its first byte is known to be the first. */
  synSeen = false
  initialSequence = 0
  /** Sequence number behind the last byte, once a FIN was seen. */
  finSequence = 0
  /** The end of the stream was reached: FIN, or RST, with nothing missing before it. */
  ended = false
  /** Memory that `pending` takes, about. */
  pendingBytes = 0
  /** When the hole in front of `pending` was first seen: capture time in seconds and packets of the flow. */
  holeSince = 0
  holePacket = 0
  /** How often the 32-bit count of bytes has wrapped. */
  bytesHigh = 0
  /** Captured bytes that came again. */
  repeated = 0
  /** Captured bytes that reached nobody: behind a hole that a reset left, behind the FIN, or too far off to belong here. */
  undelivered = 0
  gapCount = 0
  gapBytes = 0
  /** Gaps, at most 256 of them. */
  gaps: Gap[] = NO_GAPS
  private waiting: PendingSegment[] | null = null

  constructor(flow: Flow, words: number) {
    this.flow = flow
    this.words = words
  }

  /** Sequence number of the next byte wanted; means nothing before `started`. */
  get next(): number {
    return this.flow.word(this.words + SIDE_NEXT)
  }

  set next(sequence: number) {
    this.flow.setWord(this.words + SIDE_NEXT, sequence)
  }

  /** Highest acknowledgment of this stream by the peer. */
  get acked(): number {
    return this.flow.word(this.words + SIDE_ACKED)
  }

  set acked(sequence: number) {
    this.flow.setWord(this.words + SIDE_ACKED, sequence)
  }

  get started(): boolean {
    return this.has(STATE_STARTED)
  }

  set started(yes: boolean) {
    this.set(STATE_STARTED, yes)
  }

  get ackSeen(): boolean {
    return this.has(STATE_ACK_SEEN)
  }

  set ackSeen(yes: boolean) {
    this.set(STATE_ACK_SEEN, yes)
  }

  get finSeen(): boolean {
    return this.has(STATE_FIN_SEEN)
  }

  set finSeen(yes: boolean) {
    this.set(STATE_FIN_SEEN, yes)
  }

  /** Data that cannot be handed on yet, in order. */
  get pending(): PendingSegment[] | null {
    return this.waiting
  }

  set pending(segments: PendingSegment[] | null) {
    this.waiting = segments
    this.set(STATE_PENDING, segments !== null)
  }

  /** Stream bytes handed on, gaps included. */
  get bytes(): number {
    const low = this.flow.word(this.words + SIDE_BYTES)
    // Nearly always: a product, even with 0, would make it a number that takes memory of its own wherever it is kept.
    if (low >= 0 && this.bytesHigh === 0) return low
    return this.bytesHigh * 2 ** 32 + (low >>> 0)
  }

  set bytes(count: number) {
    this.bytesHigh = Math.floor(count / 2 ** 32)
    this.flow.setWord(this.words + SIDE_BYTES, count | 0)
  }

  /** Those of them that the capture has. */
  get captured(): number {
    return this.bytes - this.gapBytes
  }

  private has(bit: number): boolean {
    return (this.flow.word(this.words + SIDE_STATE) & bit) !== 0
  }

  private set(bit: number, yes: boolean): void {
    const state = this.flow.word(this.words + SIDE_STATE)
    this.flow.setWord(this.words + SIDE_STATE, yes ? state | bit : state & ~bit)
  }

  /** True while the capture has every byte from the first on, and no sign that more was sent. */
  get intact(): boolean {
    return this.synSeen && this.gapCount === 0 && this.pending === null && !this.missingTail
  }

  /** The peer acknowledged, or a FIN promises, bytes that the capture does not have. */
  get missingTail(): boolean {
    if (!this.started) return false
    if (this.finSeen && ((this.finSequence - this.next) | 0) > 0) return true
    const end = this.finSeen ? (this.finSequence + 1) | 0 : this.next
    return this.ackSeen && ((this.acked - end) | 0) > 0
  }
}

/** One TCP connection. */
export class Flow {
  /** From 1, in the order of the first packets. */
  readonly id: number
  /** Row of the words that the hot path uses, and where they are: the store's, or a copy once the flow has left. */
  readonly row: number
  private store: { readonly words: Int32Array }
  private base: number
  readonly stream0: Stream
  readonly stream1: Stream
  /** The side that opened the connection, when a SYN or SYN-ACK told. */
  client: Side | -1 = -1
  firstPacket = 0
  startSeconds = 0
  startNanos = 0
  closed: 'fin' | 'rst' | 'open' = 'open'
  /** Side that sent the first RST. */
  resetBy: Side | -1 = -1
  /** Sequence number behind the data of that RST. */
  resetSequence = 0
  /** It was told that the side sends data behind its RST. */
  wentOn = false
  /** A segment with urgent data was seen. */
  urgent = false
  /** Segments whose checksum is wrong, of those that were not passed on as they came. */
  wrongSums = 0
  /** Answered by RST before anything was sent: nobody listened. */
  refused = false
  /** Capture time at which both ends were done, in seconds; 0 while open. */
  closedAt = 0
  retired = false
  /** Number of the connection that it travels inside of; 0 for none. */
  inside = 0
  /** The consumer's own, to find its state of this flow without a look-up. */
  attachment: object | null = null

  /** A flow between two ends (address words or, for IPv6, address numbers) in row `row` of `store`, which is all zeros. */
  constructor(
    id: number,
    store: { readonly words: Int32Array },
    row: number,
    ipv6: boolean,
    address0: number,
    address1: number,
    ports: number,
  ) {
    this.id = id
    this.store = store
    this.row = row
    this.base = row * ROW
    this.stream0 = new Stream(this, WORD_SIDE)
    this.stream1 = new Stream(this, WORD_SIDE + 4)
    this.setWord(WORD_ADDRESS0, address0)
    this.setWord(WORD_ADDRESS1, address1)
    this.setWord(WORD_PORTS, ports)
    this.setWord(WORD_FLAGS, ipv6 ? FLAG_IPV6 : 0)
    this.setWord(WORD_ID, id)
  }

  word(offset: number): number {
    return this.store.words[this.base + offset]!
  }

  setWord(offset: number, value: number): void {
    this.store.words[this.base + offset] = value
  }

  /** The row goes to another flow: from now on these words are this flow's own. */
  detach(words: Int32Array): void {
    this.store = { words }
    this.base = 0
  }

  get ipv6(): boolean {
    return (this.word(WORD_FLAGS) & FLAG_IPV6) !== 0
  }

  get packets(): number {
    return this.word(WORD_PACKETS)
  }

  set packets(count: number) {
    this.setWord(WORD_PACKETS, count)
  }

  /** Capture time of the last packet, in whole seconds. */
  get lastSeconds(): number {
    return this.word(WORD_LAST_SECONDS) >>> 0
  }

  set lastSeconds(seconds: number) {
    this.setWord(WORD_LAST_SECONDS, seconds)
  }

  /** Set by the consumer when it wants no more bytes: from then on a packet costs one look-up. */
  get ignored(): boolean {
    return (this.word(WORD_FLAGS) & FLAG_IGNORED) !== 0
  }

  set ignored(yes: boolean) {
    this.setWord(WORD_FLAGS, yes ? this.word(WORD_FLAGS) | FLAG_IGNORED : this.word(WORD_FLAGS) & ~FLAG_IGNORED)
  }

  stream(side: Side): Stream {
    return side === 0 ? this.stream0 : this.stream1
  }

  /** Address word, or address number for IPv6. */
  address(side: Side): number {
    return this.word(side === 0 ? WORD_ADDRESS0 : WORD_ADDRESS1)
  }

  port(side: Side): number {
    const ports = this.word(WORD_PORTS)
    return side === 0 ? ports >>> 16 : ports & 0xffff
  }
}
