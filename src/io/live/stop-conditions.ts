import type { Finding } from '../../rules/finding.ts'

/** What ends a live capture by itself. */
export interface StopWhen {
  readonly packets?: number | undefined
  /** Of real time: a quiet link ends too. */
  readonly seconds?: number | undefined
  /** Written by `-w`. */
  readonly bytes?: number | undefined
  /** Begun by a ring. */
  readonly files?: number | undefined
  readonly violation?: ViolationWanted | undefined
}

/** `violation`: any that is no mere note and that the capture proves; with codes: a finding with one of them, whatever it is. */
export interface ViolationWanted {
  readonly codes: ReadonlySet<string>
}

export function isWanted(wanted: ViolationWanted | undefined, { code, kind, severity, certainty }: Finding): boolean {
  if (wanted === undefined) return false
  if (wanted.codes.size > 0) return wanted.codes.has(code)
  return (kind === 'violation' || kind === 'malformed') && severity !== 'note' && certainty === 'sure'
}
