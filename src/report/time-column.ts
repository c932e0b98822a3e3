import type { Clock } from '../clock.ts'
import { civil, fraction, isoTime } from './time.ts'

/** The time formats of tshark's `-t`. All of them are UTC, so that the same capture gives the same text everywhere. */
export const TIME_FORMATS = {
  a: 'time of day',
  ad: 'date and time of day',
  d: 'seconds since the packet before',
  dd: 'seconds since the line before',
  e: 'seconds since 1970-01-01',
  r: 'seconds since the first packet',
  u: 'time of day, UTC',
  ud: 'date and time of day, UTC',
} as const

export type TimeFormat = keyof typeof TIME_FORMATS

/** A point in time: seconds since 1970 UTC and nanoseconds. */
interface Instant {
  readonly seconds: number
  readonly nanos: number
}

/** The time column of a text output. */
export class TimeColumn {
  readonly format: TimeFormat
  digits: 6 | 9 = 6
  private readonly clock: Clock
  private packetTime: Instant | undefined
  private beforePacket: Instant | undefined
  private lineTime: Instant | undefined

  constructor(format: TimeFormat, clock: Clock) {
    this.format = format
    this.clock = clock
  }

  /** Whether `packet` has to be called. */
  get wantsPackets(): boolean {
    return this.format === 'd'
  }

  /** A packet comes, that the lines to come are about. */
  packet({ seconds, nanos }: Instant): void {
    this.beforePacket = this.packetTime
    this.packetTime = { seconds, nanos }
  }

  /** The next line is the first of a new list. */
  restart(): void {
    this.lineTime = undefined
  }

  /** The column of the next line. */
  text(seconds: number, nanos: number): string {
    const now = { seconds, nanos }
    const before = this.lineTime
    this.lineTime = now
    switch (this.format) {
      case 'a':
      case 'u':
        return this.clockText(now)
      case 'ad':
      case 'ud':
        return isoTime(seconds, nanos, this.digits).slice(0, -1).replace('T', ' ')
      case 'e':
        return `${seconds}.${fraction(nanos, this.digits)}`
      case 'd':
        return interval(this.beforePacket ?? now, now, this.digits)
      case 'dd':
        return interval(before ?? now, now, this.digits)
      case 'r':
        return interval({ seconds: this.clock.firstSeconds, nanos: this.clock.firstNanos }, now, this.digits)
    }
  }

  private clockText({ seconds, nanos }: Instant): string {
    const { hour, minute, second } = civil(seconds)
    const text = [hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')
    return `${text}.${fraction(nanos, this.digits)}`
  }
}

/** Seconds from one time to another with their decimals; negative when the clock went back. */
export function interval(from: Instant, to: Instant, digits: 6 | 9): string {
  let seconds = to.seconds - from.seconds
  let nanos = to.nanos - from.nanos
  const negative = seconds < 0 || (seconds === 0 && nanos < 0)
  if (negative) {
    seconds = -seconds
    nanos = -nanos
  }
  if (nanos < 0) {
    seconds--
    nanos += 1_000_000_000
  }
  return `${negative ? '-' : ''}${seconds}.${fraction(nanos, digits)}`
}
