import type { TimelineEvent } from '../../conversation/event.ts'
import type { Node } from '../../bytes/node.ts'
import { printable } from '../../bytes/printable.ts'
import { endpointText } from '../../network/address.ts'

/** An address that was sent inside of OSCAR: who follows it does not pass through the relay. */
export interface Detour {
  readonly kind: 'service redirect' | 'rendezvous'
  /** `host:port`. */
  readonly to: string
  readonly packets: readonly number[]
}

const MAX_DETOURS = 10_000

/** Collects the addresses that lead past a relay, each once. */
export class Detours {
  private readonly known = new Set<string>()
  private readonly found: (detour: Detour) => void

  constructor(found: (detour: Detour) => void) {
    this.found = found
  }

  /** To be called with every event. */
  event(event: TimelineEvent): void {
    const { packets, packet } = event
    const carriedBy = packets.length > 0 ? packets : [packet]
    if (!event.fromClient && mayRedirect(event)) {
      for (const host of redirects(event.decode().nodes))
        this.add({ kind: 'service redirect', to: host, packets: carriedBy })
    }
    if (event.step === 1 || event.step === 4 || event.step === 6) {
      for (const key of event.conversation?.proposals.at(-1)?.endpoints ?? []) {
        this.add({ kind: 'rendezvous', to: keyText(key), packets: carriedBy })
      }
    }
  }

  private add(detour: Detour): void {
    const key = `${detour.kind} ${detour.to}`
    if (this.known.has(key) || this.known.size >= MAX_DETOURS) return
    this.known.add(key)
    this.found(detour)
  }
}

/** The end of a login on channel 4, the reply to a login, the reply to a request for a service. */
function mayRedirect({ channel, foodgroup, subgroup }: TimelineEvent): boolean {
  return channel === 4 || (foodgroup === 0x0017 && subgroup === 0x0003) || (foodgroup === 0x0001 && subgroup === 0x0005)
}

function redirects(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ name, value, children = [] }) =>
    name === 'RECONNECT_HERE' && typeof value === 'string' ? [printable(value)] : redirects(children),
  )
}

/** Text of an endpoint key: IPv4 address and port as one number. */
function keyText(key: number): string {
  const word = Math.floor(key / 0x10000)
  return endpointText([24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff).join('.'), key % 0x10000)
}
