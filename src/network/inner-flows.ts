import type { Flow, Side } from './flow.ts'
import { FLAG_IPV6 } from './flow-store.ts'
import type { Tcp } from './tcp.ts'

/** Ports that are tried behind the connection's own. */
const NEAR = 16

/**
 * Connections that travel inside of others, such as those of a tunnel through HTTP: flows like all others to whoever consumes
 * them. Their server has the address of the tunnel, their client the port of the connection that opened them, or the next
 * that is free: such a connection has none of its own.
 */
export class InnerFlows {
  private readonly tcp: Tcp
  /** The port that was found last. */
  private last = 0

  constructor(tcp: Tcp) {
    this.tcp = tcp
  }

  /** A connection to `port` that side `client` of `outer` opens; `whole`: its first bytes are still to come. */
  open(outer: Flow, client: Side, port: number, whole: boolean): Flow {
    const { table } = this.tcp
    const [source, target] = [outer.address(client), outer.address(client === 0 ? 1 : 0)]
    let from = outer.port(client)
    // As everywhere: the end whose address and port sort first is side 0.
    const side = (): Side => ((source === target ? from > port : source > target) ? 1 : 0)
    const ports = (): number => (side() === 0 ? (from << 16) | port : (port << 16) | from)
    const [low, high] = source <= target ? [source, target] : [target, source]
    const taken = (): number => table.find(outer.ipv6 ? FLAG_IPV6 : 0, low, high, ports())
    for (let tries = 0; taken() >= 0 && tries <= 0xffff; tries++) {
      // A client has a few; of thousands not all are tried for each.
      if (tries === NEAR) from = this.last
      from = (from % 0xffff) + 1
    }
    this.last = from
    if (taken() >= 0) this.tcp.retire(this.tcp.table.flows[taken()]!)
    const flow = this.tcp.make(outer.ipv6, low, high, ports(), side())
    flow.inside = outer.id
    for (const stream of [flow.stream0, flow.stream1]) {
      stream.started = true
      stream.synSeen = whole
    }
    return flow
  }

  /** The next bytes of a side. */
  data(flow: Flow, side: Side, bytes: Uint8Array, start: number, end: number): void {
    this.tcp.touch(flow)
    flow.stream(side).bytes += end - start
    if (!flow.ignored) this.tcp.consumer.data(flow, side, bytes, start, end)
  }

  /** Nobody knows how many bytes of a side are missing here: more than a frame has, for all that is known. */
  gap(flow: Flow, side: Side): void {
    flow.stream(side).gapCount++
    if (!flow.ignored) this.tcp.consumer.gap(flow, side, MORE_THAN_A_FRAME, 'missing')
  }

  close(flow: Flow): void {
    if (flow.closedAt === 0) this.tcp.conclude(flow)
  }
}

const MORE_THAN_A_FRAME = 0x10000 + 6
