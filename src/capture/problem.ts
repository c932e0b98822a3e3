/** `error`: reading stopped, the file is damaged. `warning`: a packet could not be shown. `note`: odd, and read all the same. */
export type ProblemSeverity = 'error' | 'warning' | 'note'

/** What can be wrong with a capture file, with how much is lost by it and its title. */
export const CAPTURE_PROBLEMS = {
  'file-empty': ['error', 'the capture is empty'],
  'file-too-short': ['error', 'not a capture'],
  'not-a-capture': ['error', 'not a capture'],
  'unsupported-variant': ['error', 'unsupported variant of pcap'],
  'unsupported-version': ['error', 'unsupported version of the capture format'],
  'file-truncated': ['error', 'the capture is cut off'],
  'captured-length': ['error', 'impossible captured length'],
  'block-length': ['error', 'impossible block length'],
  'block-trailer': ['error', 'block does not end with its own length'],
  'byte-order-magic': ['error', 'section header without byte-order magic'],
  'gzip-damaged': ['error', 'the gzip data is damaged'],
  'gzip-limit': ['error', 'the gzip data grows beyond the limit'],
  'gzip-trailing': ['note', 'bytes behind the end of the gzip data were ignored'],
  'read-failed': ['error', 'reading failed'],
  'file-replaced': ['error', 'the file was truncated or replaced while it was followed'],
  'packet-length': ['warning', 'packet longer than its block or the limit, left out'],
  'unknown-interface': ['warning', 'packet or statistics of an interface that was not described, left out'],
  'interface-limit': ['warning', 'too many interfaces'],
  'option-invalid': ['note', 'option ignored'],
  'section-length': ['note', 'section length does not match'],
  'simple-packet-interface': ['note', 'simple packet block in a section of several interfaces, taken as the first'],
  'above-snaplen': ['note', 'captured length above the snapshot length'],
  'above-original': ['note', 'captured length above the original length'],
  'time-fraction': ['note', 'fraction of a second of a second or more, carried over'],
  'time-range': ['note', 'time outside the years 1970 to 9999'],
  'time-zone': ['note', 'time zone in the file header ignored'],
} as const satisfies Record<string, readonly [ProblemSeverity, string]>

export type CaptureProblemCode = keyof typeof CAPTURE_PROBLEMS

/** Something wrong with a capture file (never with what is inside its packets). */
export interface CaptureProblem {
  readonly code: CaptureProblemCode
  readonly severity: ProblemSeverity
  /** The label the reader was given, as it is: make it printable before showing it. */
  readonly file: string
  /** Offset of the record, block or header in the uncompressed capture. */
  readonly offset: number
  readonly expected: string
  readonly found: string
  /** One sentence with all of this but the file's name. */
  readonly message: string
}

export function captureProblem(
  file: string,
  code: CaptureProblemCode,
  offset: number,
  expected: string,
  found: string,
): CaptureProblem {
  const [severity, title] = CAPTURE_PROBLEMS[code]
  const message = `${title}: ${found}, expected ${expected} (offset ${offset})`
  return { code, severity, file, offset, expected, found, message }
}
