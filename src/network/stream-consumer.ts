import type { Flow, Side } from './flow.ts'

/** What becomes of the streams. Calls arrive in stream order for each side; nothing is delivered twice. */
export interface StreamConsumer {
  opened(flow: Flow): void
  /** The next bytes of a stream: `bytes[start, end)`, valid during the call only. */
  segment(row: number, side: Side, bytes: Uint8Array, start: number, end: number): void
  /** The same for a flow that is at hand. */
  data(flow: Flow, side: Side, bytes: Uint8Array, start: number, end: number): void
  /** The next `length` bytes of a stream are not in the capture. */
  gap(flow: Flow, side: Side, length: number, cause: 'cut' | 'missing'): void
  /** A side sends no more: its FIN was reached, or the connection was reset. */
  ended(flow: Flow, side: Side): void
  /** A packet that never became a connection, or data that contradicts what came before. */
  anomaly(flow: Flow, side: Side, anomaly: TcpAnomaly): void
  /** The last call for a flow. */
  retired(flow: Flow): void
}

export type TcpAnomaly = 'overlap-differs' | 'data-after-reset' | 'data-after-fin' | 'urgent-data'

/** Where segments come from: the bytes before the current packet that are still at hand, for comparing retransmissions. */
export interface Window {
  readonly bytes: Uint8Array
  /** The same bytes: reads words in one step, which the hot path is made of. */
  readonly view: DataView
  /** Position of `bytes[0]` in the capture file. */
  readonly base: number
}
