import type { Observer } from '../analyzer.ts'
import type { FileView } from '../conversation/transfer.ts'
import type { Finding } from '../rules/finding.ts'
import type { Suppression } from './gate/gate.ts'
import type { Totals } from './totals.ts'

/** What is known of an input before its first packet. */
export interface Capture {
  /** As given on the command line. */
  readonly file: string
  readonly format: 'pcap' | 'pcapng' | null
  readonly linkTypes: readonly string[]
  /** Size of the file as stored; null for a pipe. */
  readonly bytes: number | null
}

/** The same at the end. */
export interface CaptureEnd extends Capture {
  readonly packets: number
}

/** One way to show an analysis: it is told when it begins, what was seen, and the sums at the end. */
export interface View extends Observer {
  begin(captures: readonly Capture[]): void
  end(totals: Totals, captures: readonly CaptureEnd[]): void
  /** A finding that does not count. */
  suppressed?(finding: Finding, suppression: Suppression): void
  /** It tells where every byte of every message went. */
  readonly wantsUnknowns?: boolean
  /** Gives away what it holds back, because nothing may come for a while. */
  flush?(): void
}

export type HashName = 'sha256' | 'md5'

/** Hashes of transferred files. */
export interface Digests {
  /** Lower-case hex; null unless every byte of the file was seen, or when nobody asked for it. */
  digest(view: FileView, hash: HashName): string | null
}

/** Where the text of a view goes. */
export type Write = (text: string) => void

/** A view with nothing to say: the base of those that show only some of it. */
export abstract class QuietView implements View {
  abstract readonly wantsEvents: boolean
  readonly ignoresTalk?: boolean
  readonly wantsUnknowns?: boolean
  begin(_captures: readonly Capture[]): void {}
  event(_event: Parameters<Observer['event']>[0]): void {}
  flow(_track: Parameters<Observer['flow']>[0]): void {}
  conversation(_conversation: Parameters<Observer['conversation']>[0]): void {}
  transfer(_transfer: Parameters<Observer['transfer']>[0]): void {}
  finding(_finding: Parameters<Observer['finding']>[0]): void {}
  end(_totals: Totals, _captures: readonly CaptureEnd[]): void {}
}
