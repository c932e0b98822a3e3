const UNITS = ['B', 'kB', 'MB', 'GB', 'TB']

/** `312 B`, `5.3 kB`, `884.1 kB`, with powers of 1000. */
export function humanBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.95 && unit < UNITS.length - 1) {
    value /= 1000
    unit++
  }
  return unit === 0 ? `${value} B` : `${value.toFixed(1)} ${UNITS[unit]!}`
}

/** `1 error`, `2 errors`, `no errors` */
export function counted(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`
}
