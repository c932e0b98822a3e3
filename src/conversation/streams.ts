import { Carry } from '../bytes/carry.ts'
import { u16 } from '../bytes/read.ts'
import type { Clock } from '../clock.ts'
import { LIMITS } from '../limits.ts'
import type { Flow, Side } from '../network/flow.ts'
import type { StreamConsumer, TcpAnomaly } from '../network/stream-consumer.ts'
import { FlapRows, type PassedFrame } from '../oscar/flap-rows.ts'
import { FLAP_HEADER, FlapReader, mayHoldFrame, plausible, type FlapSink } from '../oscar/flap.ts'
import { beginsTunnel } from '../oscar/http-tunnel.ts'
import type { SnacRows } from '../oscar/snac-rows.ts'
import { PeerConnection, type PeerSink } from '../peer/connection.ts'
import { assigned, type DecodeAs } from './decode-as.ts'
import { detect, HEAD_BYTES, type Verdict } from './detect.ts'
import { handshakeMessage, newHandshake } from './proxy-handshake.ts'
import { Track, type Endpoints, type Unknown } from './track.ts'
import { TunnelConnection, Tunnels, type InnerConnections } from './tunnels.ts'

/** How much of what may be held is left when some had to go: they are looked for rarely. */
const ROOM = 0.75
/** Files of a connection of which some may leave before it. */
const MANY_FILES = 16

/** What takes over once a flow's protocol is known. */
export interface Applications {
  opened(track: Track): void
  flapSink(track: Track, side: Side): FlapSink
  peerSink(track: Track): PeerSink
  /** A frame of a connection to a server that tells nothing, in one packet. */
  passed(track: Track, side: Side, bytes: Uint8Array, start: number, end: number): void
  /** A flow has been recognised. */
  recognised(track: Track): void
  anomaly(track: Track, side: Side, anomaly: TcpAnomaly): void
  /** The connection holds too much: files that are over may leave. */
  lighten(track: Track): void
  /** Both sides are done; called once, before `retired`. */
  over(track: Track): void
  retired(track: Track): void
}

/** What is asked of the stage below. */
export interface FlowLookup extends Endpoints {
  flow(row: number): Flow
  flows(): Iterable<Flow>
  /** A flow is concluded, though more of it may come. */
  leave(flow: Flow): void
  inner(): InnerConnections
}

export interface StreamsOptions {
  /** Somebody wants to see every frame. */
  readonly wantsFrames: boolean
  readonly decodeAs: readonly DecodeAs[]
}

/** Hands the streams of each flow to the reader of its protocol, which it finds by content, on any port and from either side. */
export class Streams implements StreamConsumer {
  private readonly clock: Clock
  private readonly network: FlowLookup
  private readonly applications: Applications
  private readonly rows: FlapRows
  private readonly decodeAs: readonly DecodeAs[]
  private readonly tunnels: Tunnels
  /** Bytes that connections hold back. */
  private held = 0
  /** Connections concluded because all together held too much. */
  unloaded = 0
  /** Streams without their start that were looked through no further. */
  strangers = 0

  constructor(
    clock: Clock,
    network: FlowLookup,
    applications: Applications,
    snacs: SnacRows,
    { wantsFrames, decodeAs }: StreamsOptions,
  ) {
    this.clock = clock
    this.network = network
    this.applications = applications
    const passed: PassedFrame = (stream, frames, start, end) => this.passed(stream, frames, start, end)
    this.rows = new FlapRows(snacs, wantsFrames ? passed : undefined)
    this.decodeAs = decodeAs
    this.tunnels = new Tunnels(() => network.inner())
  }

  opened(flow: Flow): void {
    const track = new Track(flow, this.network)
    flow.attachment = track
    if (this.decodeAs.length > 0) track.unknown!.assigned = assigned(this.decodeAs, flow)
    this.settleClient(track)
    this.applications.opened(track)
  }

  /** The hot path: frames of a FLAP stream that nobody needs never get further than this. */
  segment(row: number, side: Side, bytes: Uint8Array, start: number, end: number): void {
    const at = this.rows.skim(row * 2 + side, bytes, start, end, this.clock.carrier)
    if (at < end) this.data(this.network.flow(row), side, bytes, at, end)
  }

  /** A frame that tells nothing, and is to be seen all the same. */
  private passed(stream: number, bytes: Uint8Array, start: number, end: number): void {
    const track = this.network.flow(stream >> 1).attachment as Track
    this.applications.passed(track, (stream & 1) as Side, bytes, start, end)
  }

  data(flow: Flow, side: Side, bytes: Uint8Array, start: number, end: number): void {
    const track = flow.attachment as Track
    const reader = track.flaps[side]
    if (reader !== undefined && track.plain === 'flap') reader.push(bytes, start, end, this.clock.carrier)
    else if (track.peer !== undefined) track.peer.push(side, bytes, start, end, this.clock.carrier, this.clock.now)
    else if (track.tunnel !== undefined) track.tunnel.push(side, bytes, start, end)
    else if (!flow.ignored) this.recognise(track, side, bytes, start, end)
    const { held } = track
    if (held !== track.counted && !flow.retired) this.weigh(track, held)
  }

  gap(flow: Flow, side: Side, length: number): void {
    const track = flow.attachment as Track
    track.flaps[side]?.gap(length)
    track.peer?.gap(side, length)
    track.tunnel?.gap(side, length)
    const { unknown } = track
    if (unknown === undefined) return
    unknown.lost[side] = true
    unknown.heads[side] = undefined
  }

  ended(flow: Flow, side: Side): void {
    const track = flow.attachment as Track
    track.endedFirst ??= side
    this.judgeRest(track, side)
    track.flaps[side]?.end()
    track.peer?.end(side)
    track.tunnel?.end(side)
    if (flow.stream0.ended && flow.stream1.ended) this.finish(track)
  }

  anomaly(flow: Flow, side: Side, anomaly: TcpAnomaly): void {
    this.applications.anomaly(flow.attachment as Track, side, anomaly)
  }

  retired(flow: Flow): void {
    const track = flow.attachment as Track
    for (const side of [0, 1] as const) track.flaps[side]?.end()
    this.finish(track)
    for (const side of [0, 1] as const) track.flaps[side]?.close()
    this.held -= track.counted
    track.counted = 0
    this.applications.retired(track)
  }

  private weigh(track: Track, held: number): void {
    this.held += held - track.counted
    track.counted = held
    if (this.held > LIMITS.unfinished.value) this.unload(track)
  }

  /**
   * Of those that hold most the files leave that are over; then they are concluded, but for the one that is being read: first
   * those that are closed, of which nothing more is to be expected.
   */
  private unload(current: Track): void {
    const tracks = Array.from(this.network.flows(), ({ attachment }) => attachment as Track)
    const loaded = tracks.filter((track) => track.counted > 0)
    loaded.sort((a, b) => b.counted - a.counted || a.flow.lastSeconds - b.flow.lastSeconds || a.id - b.id)
    const isEnough = (): boolean => this.held <= LIMITS.unfinished.value * ROOM
    for (const track of loaded) {
      if (isEnough()) return
      if (track.transfers.length < MANY_FILES) continue
      this.applications.lighten(track)
      this.held += track.held - track.counted
      track.counted = track.held
    }
    for (const track of [...loaded.filter(({ over }) => over), ...loaded.filter(({ over }) => !over)]) {
      if (isEnough()) return
      if (track === current || track.tunnel !== undefined) continue
      this.unloaded++
      track.unloaded = true
      this.network.leave(track.flow)
    }
  }

  /** A reader for one side, of whose bytes the last `coming` are still to be given to it. */
  private reader(track: Track, side: Side, aligned: boolean, coming: number): FlapReader {
    const sink = this.applications.flapSink(track, side)
    const reader = new FlapReader(sink, aligned, side === track.client, this.rows, track.flow.row * 2 + side)
    reader.unknown = track.flow.stream(side).captured - coming
    return reader
  }

  private finish(track: Track): void {
    if (track.over) return
    track.over = true
    track.peer?.close()
    this.applications.over(track)
  }

  private recognise(track: Track, side: Side, bytes: Uint8Array, start: number, end: number): void {
    const { unknown } = track
    if (unknown === undefined) return
    this.settleClient(track)
    if (unknown.foreign[side]) {
      this.leave(track, unknown)
      return
    }
    if (unknown.probed[side] > 0) {
      this.probe(track, unknown, side, bytes, start, end)
      return
    }
    const head = unknown.heads[side]
    if (head === undefined) {
      this.judge(track, unknown, side, bytes, start, end)
      return
    }
    head.add(bytes, start, end, this.clock.carrier)
    const held = head.bytes.slice(0, head.length)
    unknown.heads[side] = undefined
    this.judge(track, unknown, side, held, 0, held.length)
  }

  /** Decides by the first bytes of a side; what does not suffice is kept. */
  private judge(track: Track, unknown: Unknown, side: Side, bytes: Uint8Array, start: number, end: number): void {
    const found = detect(bytes, start, Math.min(end, start + HEAD_BYTES), fromStart(track, unknown, side))
    const tunnel = found === 'other' || found === 'probe' ? beginsTunnel(bytes, start, end) : 'no'
    // What looks like nothing may be said to a proxy before.
    if (tunnel === 'more') this.settle(track, unknown, side, 'more', bytes, start, end)
    else if (tunnel === 'yes') this.settle(track, unknown, side, unknown.assigned ?? 'icq-http', bytes, start, end)
    else if (found === 'other') this.passHandshake(track, unknown, side, bytes, start, end)
    else this.settle(track, unknown, side, unknown.assigned ?? found, bytes, start, end)
  }

  private settle(
    track: Track,
    unknown: Unknown,
    side: Side,
    verdict: Verdict,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    if (verdict === 'more') {
      const head = (unknown.heads[side] = new Carry())
      head.add(bytes, start, end, this.clock.carrier)
    } else if (verdict === 'probe') {
      this.probe(track, unknown, side, bytes, start, end)
    } else if (verdict === 'icq-http') {
      this.beginTunnel(track, side, bytes, start, end)
    } else if (verdict === 'tls' || verdict === 'toc' || verdict === 'p3' || verdict === 'other') {
      track.plain = verdict
      this.ignore(track)
    } else {
      this.begin(track, unknown, verdict, side, end - start)
      this.data(track.flow, side, bytes, start, end)
    }
  }

  /** What no protocol of ours begins with may be said to a proxy; else the side is foreign. */
  private passHandshake(
    track: Track,
    unknown: Unknown,
    side: Side,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const handshake = (unknown.handshake ??= newHandshake())
    const length = fromStart(track, unknown, side)
      ? handshakeMessage(handshake, side === track.client, bytes, start, end)
      : 0
    if (length < 0) {
      const head = (unknown.heads[side] = new Carry())
      head.add(bytes, start, end, this.clock.carrier)
    } else if (length > 0) {
      unknown.passed[side] += length
      if (start + length < end) this.judge(track, unknown, side, bytes, start + length, end)
    } else if (unknown.assigned !== undefined) {
      this.settle(track, unknown, side, unknown.assigned, bytes, start, end)
    } else {
      unknown.foreign[side] = true
      this.leave(track, unknown)
    }
  }

  /** A side that ended before it could be told: a connection may hold a single sign-off frame. */
  private judgeRest(track: Track, side: Side): void {
    const head = track.unknown?.heads[side]
    if (track.unknown === undefined || head === undefined || !plausible(head.bytes, 0, head.length)) return
    if (FLAP_HEADER + u16(head.bytes, 4) === head.length) this.begin(track, track.unknown, 'flap')
  }

  /** Looks for a first frame. There is a reader once there is something like a header: most of these flows are strangers. */
  private probe(track: Track, unknown: Unknown, side: Side, bytes: Uint8Array, start: number, end: number): void {
    unknown.probed[side] += end - start
    if (track.flaps[side] === undefined && mayHoldFrame(bytes, start, end)) {
      track.flaps[side] = this.reader(track, side, false, end - start)
    }
    const reader = track.flaps[side]
    reader?.push(bytes, start, end, this.clock.carrier)
    if ((reader?.frames ?? 0) === 0 && unknown.probed[side] > LIMITS.probeBytes.value && track.plain === undefined) {
      track.flaps[side] = undefined
      unknown.foreign[side] = true
      this.strangers++
      this.leave(track, unknown)
    }
  }

  /** A side is foreign: the flow is left alone when the other is too, or has had time to show what it is. */
  private leave(track: Track, unknown: Unknown): void {
    const { stream0, stream1 } = track.flow
    const both = unknown.foreign[0] && unknown.foreign[1]
    // A file whose start was not captured goes one way until its receiver says DONE.
    const oneWay = (stream0.bytes === 0 || stream1.bytes === 0) && !stream0.synSeen && !stream1.synSeen
    if (both || (!oneWay && stream0.bytes + stream1.bytes > LIMITS.probeBytes.value * 2)) this.ignore(track)
  }

  /** A client asks the ICQ tunnel for something, or has. */
  private beginTunnel(track: Track, side: Side, bytes: Uint8Array, start: number, end: number): void {
    if (!track.clientSure) track.client = side
    track.plain = 'icq-http'
    track.unknown = undefined
    track.flaps[0] = track.flaps[1] = undefined
    track.tunnel = new TunnelConnection(this.tunnels, track.flow, track.client, () => {
      track.tunnel = track.plain = undefined
      this.ignore(track)
    })
    track.tunnel.push(side, bytes, start, end)
  }

  private ignore(track: Track): void {
    track.flow.ignored = true
    track.plain ??= 'other'
    track.flaps[0] = track.flaps[1] = undefined
    track.unknown = undefined
  }

  /** The first frame of a probed stream was found: called by the FLAP sink before it takes the frame. */
  foundFlap(track: Track): void {
    const { unknown } = track
    if (unknown !== undefined && track.plain === undefined) this.begin(track, unknown, 'flap')
  }

  /** The protocol is known: makes the readers and gives them what was held back; `coming` bytes of side `now` follow. */
  private begin(
    track: Track,
    unknown: Unknown,
    protocol: 'flap' | 'oft2' | 'odc2' | 'ars',
    now?: Side,
    coming = 0,
  ): void {
    track.unknown = undefined
    if (protocol === 'flap') track.plain = 'flap'
    else {
      track.flaps[0] = track.flaps[1] = undefined
      track.peer = new PeerConnection(this.applications.peerSink(track), protocol)
    }
    this.applications.recognised(track)
    for (const side of [0, 1] as const) {
      const head = unknown.heads[side]
      const stream = track.flow.stream(side)
      const waiting = head?.length ?? (side === now ? coming : 0)
      const whole = fromStart(track, unknown, side)
      track.peer?.passed(side, stream.captured - waiting, this.clock.carrier, whole)
      if (protocol === 'flap' && track.flaps[side] === undefined) {
        const isForeign = unknown.foreign[side]
        const reader = this.reader(track, side, whole && !isForeign, waiting + unknown.passed[side])
        if (whole && isForeign) reader.passStart()
        track.flaps[side] = reader
      }
      if (head === undefined) continue
      const held = head.bytes
      const packet = head.packets[0] ?? this.clock.carrier
      if (track.peer !== undefined) track.peer.push(side, held, 0, head.length, packet, this.clock.now)
      else track.flaps[side]!.push(held, 0, head.length, packet)
    }
  }

  /** Who is the client: the side of the SYN; without one the side with the port that servers do not use. */
  private settleClient(track: Track): void {
    const { flow } = track
    if (flow.client !== -1) {
      track.client = flow.client
      track.clientSure = true
      return
    }
    const [port0, port1] = [flow.port(0), flow.port(1)]
    const [likely0, likely1] = [isServerPort(port0), isServerPort(port1)]
    track.client = likely0 !== likely1 ? (likely0 ? 1 : 0) : port0 > port1 ? 0 : 1
  }
}

/** The first bytes captured of a side are the first it sent: its SYN is in the capture, before them or, overtaken, after. */
function fromStart(track: Track, unknown: Unknown, side: Side): boolean {
  return !unknown.lost[side] && track.flow.stream(side).synSeen
}

/** 5190 and the ports that AOL's hosts and the first clients listened on, and the system's ports. */
function isServerPort(port: number): boolean {
  return port < 1024 || (port >= 5190 && port <= 5193)
}
