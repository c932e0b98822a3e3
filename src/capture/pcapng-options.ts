import type { CaptureReader } from './reader.ts'

const END_OF_OPTIONS = 0

/**
 * Visits the options in `[at, end)` of the reader's bytes: code, length, value padded to 4 bytes. An option longer than
 * what is left is noted and ends the list.
 */
export function eachOption(
  reader: CaptureReader,
  at: number,
  end: number,
  little: boolean,
  visit: (code: number, from: number, length: number) => void,
): void {
  const { view } = reader
  while (end - at >= 4) {
    const code = view.getUint16(at, little)
    const length = view.getUint16(at + 2, little)
    if (code === END_OF_OPTIONS) return
    if (length > end - at - 4) {
      reader.report(
        'option-invalid',
        reader.offset,
        `at most ${end - at - 4} bytes`,
        `option ${code} of ${length} bytes`,
      )
      return
    }
    visit(code, at + 4, length)
    at += 4 + length + (-length & 3)
  }
}
