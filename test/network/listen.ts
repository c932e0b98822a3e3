import { Clock } from '../../src/clock.ts'
import type { Flow, Side } from '../../src/network/flow.ts'
import { Network } from '../../src/network/network.ts'
import type { StreamConsumer, TcpAnomaly } from '../../src/network/stream-consumer.ts'
import * as t from '../support/index.ts'
import { readPackets } from '../support/feed.ts'

/** A flow as the network stage told of it. */
export interface Heard {
  readonly flow: Flow
  /** What each end sent, one character a byte, by `ip:port`: `hello<5 missing>world<end>`. */
  readonly streams: Record<string, string>
  readonly anomalies: TcpAnomaly[]
  /** Calls of the consumer, in order, by name. */
  readonly calls: string[]
}

export interface Listened {
  readonly flows: Heard[]
  readonly network: Network
}

class Listener implements StreamConsumer {
  readonly flows: Heard[] = []
  network!: Network

  opened(flow: Flow): void {
    const heard: Heard = {
      flow,
      streams: { [this.end(flow, 0)]: '', [this.end(flow, 1)]: '' },
      anomalies: [],
      calls: ['opened'],
    }
    flow.attachment = heard
    this.flows.push(heard)
  }

  segment(row: number, side: Side, bytes: Uint8Array, start: number, end: number): void {
    this.data(this.network.tcp.table.flows[row]!, side, bytes, start, end)
  }

  data(flow: Flow, side: Side, bytes: Uint8Array, start: number, end: number): void {
    this.add(flow, side, 'data', String.fromCharCode(...bytes.subarray(start, end)))
  }

  gap(flow: Flow, side: Side, length: number, cause: 'cut' | 'missing'): void {
    this.add(flow, side, 'gap', `<${length} ${cause}>`)
  }

  ended(flow: Flow, side: Side): void {
    this.add(flow, side, 'ended', '<end>')
  }

  anomaly(flow: Flow, _side: Side, anomaly: TcpAnomaly): void {
    heardOf(flow).anomalies.push(anomaly)
  }

  retired(flow: Flow): void {
    heardOf(flow).calls.push('retired')
  }

  private add(flow: Flow, side: Side, call: string, what: string): void {
    const heard = heardOf(flow)
    heard.streams[this.end(flow, side)] += what
    heard.calls.push(call)
  }

  private end(flow: Flow, side: Side): string {
    return this.network.endpoint(flow, side)
  }
}

const heardOf = (flow: Flow): Heard => flow.attachment as Heard

/** Runs the network stage alone on the bytes of a capture. */
export function listen(capture: Uint8Array, strict = false): Listened {
  const clock = new Clock()
  const listener = new Listener()
  const network = (listener.network = new Network(clock, listener, strict))
  readPackets(capture, Infinity, (packet) => {
    clock.carrier = ++clock.packet
    clock.seconds = packet.seconds
    clock.nanos = packet.nanos
    network.packet(packet)
  })
  network.end()
  return { flows: listener.flows, network }
}

export const CLIENT = '10.0.0.1:1025'
export const SERVER = '10.0.0.2:5190'

/** A connection on a wire of its own, open. */
export function conversation(isn: Partial<Record<t.Side, number>> = {}): t.Connection {
  return new t.Connection(new t.Wire(), { client: CLIENT, server: SERVER, isn }).open()
}

/** What the network stage tells of the packets on a connection's wire: its only flow. */
export function hear(tcp: t.Connection, options?: t.FileOptions): Heard {
  const { flows } = listen(tcp.wire.pcap(options))
  if (flows.length !== 1) throw new Error(`${flows.length} flows`)
  return flows[0]!
}

/** What the client sent, as heard. */
export function heardFromClient(tcp: t.Connection, options?: t.FileOptions): string {
  return hear(tcp, options).streams[CLIENT]!
}
