import { linkTypeName } from './capture/link-types.ts'
import { Clock } from './clock.ts'
import { Context, type Output } from './conversation/context.ts'
import type { DecodeAs } from './conversation/decode-as.ts'
import type { CaptureSource, FileKeeper } from './conversation/facts.ts'
import { FlapSide } from './conversation/flap-session.ts'
import { tellFrame } from './conversation/frame-event.ts'
import { PeerSession } from './conversation/peer-session.ts'
import { Registry } from './conversation/registry.ts'
import { SignOns } from './conversation/sign-on.ts'
import { Snacs } from './conversation/snacs.ts'
import { Streams, type Applications, type FlowLookup } from './conversation/streams.ts'
import { Tapped, type StreamTap } from './conversation/stream-tap.ts'
import { withTalks } from './conversation/talk.ts'
import type { Track } from './conversation/track.ts'
import type { Side } from './network/flow.ts'
import { Network, type Packet } from './network/network.ts'
import type { TcpAnomaly } from './network/stream-consumer.ts'
import type { FlapSink } from './oscar/flap.ts'
import type { PeerSink } from './peer/connection.ts'
import type { Rule } from './rules/define.ts'
import type { Finding } from './rules/finding.ts'
import { isOscar } from './rules/flows.ts'
import { RULES } from './rules/index.ts'
import { RuleRunner, type Profile } from './rules/run.ts'

/** A packet with its time, as a capture reader shows it. */
export interface TimedPacket extends Packet {
  readonly seconds: number
  readonly nanos: number
}

export interface Observer extends Output {
  finding(finding: Finding): void
}

export interface AnalyzerOptions {
  readonly rules?: readonly Rule[]
  readonly files?: FileKeeper
  /** The clock to write to, for an observer that needs it before there is an analyzer. */
  readonly clock?: Clock
  /** `lenient`: what real clients are known for is a note. */
  readonly profile?: Profile
  /** What connections speak, in place of what they look like. */
  readonly decodeAs?: readonly DecodeAs[] | undefined
  /** Packets whose IP or TCP checksum is wrong are left out. */
  readonly strictChecksum?: boolean | undefined
  /** Is shown the bytes of connections. */
  readonly tap?: StreamTap | undefined
}

/**
 * The program without its shell: packets are pushed in, in time order, and events, findings, flows, conversations and
 * transfers come out. No files, clocks or terminals: the same packets give the same calls.
 *
 *     packet -> Network (TCP payload in order) -> Streams (which protocol) -> FlapSide, PeerSession (messages)
 *            -> Registry (conversations, transfers) -> RuleRunner (findings) -> observer
 */
export class Analyzer {
  readonly clock: Clock
  readonly network: Network
  readonly registry: Registry
  readonly rules: RuleRunner
  readonly context: Context
  readonly streams: Streams
  private lastSecond = -1

  constructor(observer: Observer, options: AnalyzerOptions = {}) {
    const clock = (this.clock = options.clock ?? new Clock())
    this.rules = new RuleRunner(options.rules ?? RULES, clock, (finding) => observer.finding(finding), options.profile)
    this.context = new Context(
      clock,
      observer.wantsEvents && observer.ignoresTalk !== true ? withTalks(observer) : observer,
      this.rules,
      options.files ?? NO_FILES,
    )
    this.registry = new Registry(this.context)
    const desk = {
      context: this.context,
      registry: this.registry,
      signOns: new SignOns(this.context),
      snacs: new Snacs(this.context),
      foundFlap: (track: Track) => streams.foundFlap(track),
    }
    const lookup: FlowLookup = {
      endpoint: (flow, side) => this.network.endpoint(flow, side),
      flow: (row) => this.network.tcp.table.flows[row]!,
      flows: () => this.network.tcp.table.values(),
      leave: (flow) => this.network.tcp.retire(flow),
      inner: () => this.network.inner,
    }
    const streams = (this.streams = new Streams(clock, lookup, new Desk(desk), this.context.snacs, {
      wantsFrames: observer.wantsEvents,
      decodeAs: options.decodeAs ?? [],
    }))
    const consumer = options.tap === undefined ? streams : new Tapped(streams, lookup, options.tap)
    this.network = new Network(clock, consumer, options.strictChecksum)
  }

  packet(packet: TimedPacket): void {
    const { clock } = this
    clock.carrier = ++clock.packet
    clock.nanos = packet.nanos
    if (packet.seconds !== this.lastSecond) {
      if (packet.seconds < this.lastSecond - 1) {
        this.rules.see('clock', { packet: clock.packet, seconds: packet.seconds, before: this.lastSecond })
      }
      this.lastSecond = clock.seconds = packet.seconds
      this.registry.tick()
    }
    if (clock.firstSeconds < 0) {
      clock.firstSeconds = packet.seconds
      clock.firstNanos = packet.nanos
    }
    this.network.packet(packet)
  }

  /** No more packets: everything that is still open is concluded. `captures` is where they came from. */
  end(captures: readonly CaptureSource[] = []): void {
    this.registry.prepareEnd()
    this.network.end()
    this.registry.end()
    const links = [...this.network.unknownLinkTypes].map(([type, packets]) => ({
      type,
      name: linkTypeName(type),
      packets,
    }))
    this.rules.see('packets', { network: this.network, links, doubled: this.context.doubled })
    for (const capture of captures) this.rules.see('capture', { capture })
  }
}

type DeskParts = ConstructorParameters<typeof FlapSide>[0]

/** Hands flows to the part that reads their protocol. */
class Desk implements Applications {
  private readonly parts: DeskParts

  constructor(parts: DeskParts) {
    this.parts = parts
  }

  opened(track: Track): void {
    this.parts.registry.opened(track)
  }

  flapSink(track: Track, side: Side): FlapSink {
    return new FlapSide(this.parts, track, side)
  }

  peerSink(track: Track): PeerSink {
    const session = new PeerSession(this.parts.context, this.parts.registry, track)
    track.session = session
    return session
  }

  passed(track: Track, side: Side, bytes: Uint8Array, start: number, end: number): void {
    tellFrame(this.parts.context, track, side, NO_PACKETS, bytes, start, end)
  }

  recognised(track: Track): void {
    this.parts.registry.recognised(track)
  }

  anomaly(track: Track, side: Side, anomaly: TcpAnomaly): void {
    if (track.flow.ignored) return
    const { context } = this.parts
    context.judge.see('tcp', { seen: context.seen(track, side, []), anomaly })
  }

  lighten(track: Track): void {
    this.parts.registry.lighten(track)
  }

  over(track: Track): void {
    this.parts.registry.over(track)
  }

  retired(track: Track): void {
    const { context, registry, snacs } = this.parts
    const frames = track.session?.proxyFrames ?? []
    if (frames.length > 0) context.judge.see('proxy', { track, frames, conversation: track.conversation })
    registry.retired(track)
    snacs.end(track)
    if (isOscar(track)) context.doubled.see(track)
    context.judge.see('flow', { track })
    context.output.flow(track)
  }
}

/** It came whole in the packet at hand. */
const NO_PACKETS: readonly number[] = []

const NO_FILES: FileKeeper = {
  open() {},
  data() {},
  close() {},
}
