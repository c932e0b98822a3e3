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
}

const NO_GAPS: Gap[] = []

/** The ordered bytes that one side of a flow sends. Sequence numbers are signed 32-bit and compared by subtraction. */
export class Stream {
  /** Sequence number of the next byte wanted; means nothing before `started`. */
  next = 0
  started = false
  /** The SYN of this side was captured, so its first byte is known to be the first. */
  synSeen = false
  initialSequence = 0
  /** Highest acknowledgment of this stream by the peer. */
  acked = 0
  ackSeen = false
  /** Sequence number behind the last byte, once a FIN was seen. */
  finSequence = 0
  finSeen = false
  /** The end of the stream was reached: FIN, or RST, with nothing missing before it. */
  ended = false
  pending: PendingSegment[] | null = null
  pendingBytes = 0
  /** When the hole in front of `pending` was first seen: capture time in seconds and packets of the flow. */
  holeSince = 0
  holePacket = 0
  /** Stream bytes handed on, gaps included. */
  bytes = 0
  /** Captured bytes behind a hole that the peer never took in, because it reset the connection. */
  undelivered = 0
  gapCount = 0
  gapBytes = 0
  /** Gaps, at most 256 of them. */
  gaps: Gap[] = NO_GAPS

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
  readonly ipv6: boolean
  /** Address words (IPv4) or address numbers (IPv6) and ports of sides 0 and 1: the table's key. */
  readonly address0: number
  readonly address1: number
  readonly ports: number
  readonly stream0 = new Stream()
  readonly stream1 = new Stream()
  /** The side that opened the connection, when a SYN or SYN-ACK told. */
  client: Side | -1 = -1
  packets = 0
  firstPacket = 0
  startSeconds = 0
  startNanos = 0
  /** Capture time of the last packet, in whole seconds. */
  lastSeconds = 0
  closed: 'fin' | 'rst' | 'open' = 'open'
  /** Side that sent the first RST. */
  resetBy: Side | -1 = -1
  /** Answered by RST before anything was sent: nobody listened. */
  refused = false
  /** Capture time at which both ends were done, in seconds; 0 while open. */
  closedAt = 0
  /** Set by the consumer when it wants no more bytes: from then on a packet costs one lookup. */
  ignored = false
  retired = false
  /** The consumer's own, to find its state of this flow without a look-up. */
  attachment: object | null = null

  constructor(id: number, ipv6: boolean, address0: number, address1: number, ports: number) {
    this.id = id
    this.ipv6 = ipv6
    this.address0 = address0
    this.address1 = address1
    this.ports = ports
  }

  stream(side: Side): Stream {
    return side === 0 ? this.stream0 : this.stream1
  }

  port(side: Side): number {
    return side === 0 ? this.ports >>> 16 : this.ports & 0xffff
  }

}
