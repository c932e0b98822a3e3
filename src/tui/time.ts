import { interval } from '../report/time-column.ts'
import { isoTime } from '../report/time.ts'
import type { Store } from './store/store.ts'

/** The formats that `t` goes through. All of them are UTC. */
export const TIME_FORMATS = ['delta', 'relative', 'time', 'date', 'epoch'] as const
export type TimeFormat = (typeof TIME_FORMATS)[number]

export interface Instant {
  readonly seconds: number
  readonly nanos: number
}

/** Columns of a time in each format. */
export const TIME_WIDTH: Readonly<Record<TimeFormat, number>> = {
  delta: 10,
  relative: 10,
  time: 15,
  date: 26,
  epoch: 17,
}

/** A time in one of the formats; `before` is that of the row above, for the difference. */
export function timeText(store: Store, format: TimeFormat, now: Instant, before: Instant | undefined): string {
  if (format === 'delta')
    return before === undefined ? interval(first(store), now, 6) : signed(interval(before, now, 6))
  if (format === 'relative') return interval(first(store), now, 6)
  const iso = isoTime(now.seconds, now.nanos, 6)
  if (format === 'time') return iso.slice(11, -1)
  if (format === 'date') return iso.slice(0, -1).replace('T', ' ')
  return `${now.seconds}.${iso.slice(-7, -1)}`
}

/** `00:34.02`: since the first packet, for lists of long things. */
export function sinceStart(store: Store, { seconds, nanos }: Instant): string {
  const start = first(store)
  const hundredths = Math.max(0, Math.round((seconds - start.seconds) * 100 + (nanos - start.nanos) / 1e7))
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(hundredths / 6000))}:${two(Math.floor(hundredths / 100) % 60)}.${two(hundredths % 100)}`
}

function first(store: Store): Instant {
  const clock = store.analyzer?.clock
  return { seconds: Math.max(0, clock?.firstSeconds ?? 0), nanos: clock?.firstNanos ?? 0 }
}

const signed = (text: string): string => (text.startsWith('-') ? text : `+${text}`)
