import { printable } from '../../bytes/printable.ts'

/** Text as one word of a shell command that somebody may paste. */
export function shellWord(text: string): string {
  const shown = printable(text)
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", `'\\''`)}'`
}
