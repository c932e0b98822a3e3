/** How fast a client may speak: levels of a rate class in milliseconds between two SNACs, on average. */
export interface RateLimits {
  readonly window: number
  readonly clear: number
  readonly alert: number
  readonly limit: number
  readonly disconnect: number
  readonly max: number
}

/** From the best to the worst. */
export const RATE_STATES = ['clear', 'alert', 'limit', 'disconnect'] as const
export type RateState = (typeof RATE_STATES)[number]

/** The level behind a SNAC that came so many milliseconds after the one before. */
export function levelAfter(level: number, elapsed: number, { window, max }: RateLimits): number {
  return Math.min(max, (level * (window - 1) + elapsed) / window)
}

/** Once limited, a class is free again only above its clear level. */
export function stateAt(level: number, before: RateState, { clear, alert, limit, disconnect }: RateLimits): RateState {
  if (level < disconnect) return 'disconnect'
  if (level < limit) return 'limit'
  if (before === 'limit' && level < clear) return 'limit'
  return level < alert ? 'alert' : 'clear'
}
