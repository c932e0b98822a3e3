/** What the user says of connections, in place of what their bytes look like. */
import type { Flow } from '../network/flow.ts'
import type { Protocol } from './detect.ts'

/** Connections with one of these ports at either end speak the protocol. */
export interface DecodeAs {
  readonly low: number
  readonly high: number
  readonly protocol: Protocol
}

/** The last that was said counts. */
export function assigned(all: readonly DecodeAs[], flow: Flow): Protocol | undefined {
  const ports = [flow.port(0), flow.port(1)]
  return all.findLast(({ low, high }) => ports.some((port) => port >= low && port <= high))?.protocol
}
