import { printable } from '../../bytes/printable.ts'

/** Why packets cannot be captured, or not any more. */
export type FailureKind =
  | 'no-permission'
  | 'no-interface'
  | 'interface-gone'
  | 'interface-down'
  | 'bad-filter'
  | 'no-backend'
  | 'cap-missing'
  | 'cap-unbuilt'
  | 'not-started'
  | 'child-died'
  | 'disk-full'
  | 'cannot-write'

/** A capture that cannot begin or go on. What was captured before is good. */
export class CaptureFailure extends Error {
  readonly kind: FailureKind
  /** What mends it: commands, each with what it does behind a `#` where that is not plain. */
  readonly remedies: readonly string[]

  constructor(kind: FailureKind, message: string, remedies: readonly string[]) {
    super(printable(message))
    this.name = 'CaptureFailure'
    this.kind = kind
    this.remedies = remedies
  }

  /** Message and remedies, a line each. */
  get lines(): string[] {
    return [this.message, ...this.remedies.map((remedy) => `  ${printable(remedy)}`)]
  }
}
