/** Two-digit text of a number. */
const two = (value: number): string => (value < 10 ? `0${value}` : String(value))

/**
 * Times of a capture as text, always in UTC and without the host's `Date`, which throws on years that a broken capture
 * can name. `digits`: decimals of the second, 6 or 9.
 */
export function isoTime(seconds: number, nanos: number, digits: 6 | 9 = 6): string {
  const { year, month, day, hour, minute, second } = civil(seconds)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${fraction(nanos, digits)}Z`
}

/** Decimals of a second. */
export function fraction(nanos: number, digits: 6 | 9): string {
  const whole = String(nanos).padStart(9, '0')
  return digits === 9 ? whole : whole.slice(0, 6)
}

/** Calendar date and time of seconds since 1970 UTC (days-to-civil algorithm of the proleptic Gregorian calendar). */
export function civil(seconds: number): {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
} {
  const days = Math.floor(seconds / 86_400)
  const rest = seconds - days * 86_400
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
  }
}

/** Seconds between two times, exact to the nanosecond within a capture's span. */
export function between(fromSeconds: number, fromNanos: number, seconds: number, nanos: number): number {
  return Math.round((seconds - fromSeconds) * 1e9 + (nanos - fromNanos)) / 1e9
}
