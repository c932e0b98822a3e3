import { escapeNonAscii, toAscii, type Paint } from '../report/signs.ts'
import type { Write } from '../report/view.ts'
import { painter, type ColorChoice } from './colour.ts'
import type { Shell } from './shell.ts'

export interface LookOptions {
  readonly color: ColorChoice
  readonly ascii?: boolean
}

/** How text for people is written. */
export function look(
  shell: Shell,
  { color, ascii = false }: LookOptions,
): { readonly paint: Paint; readonly write: Write } {
  return {
    paint: painter(color, shell.outIsTerminal, process.env),
    write: ascii ? (text) => shell.out.write(toAscii(text)) : (text) => shell.out.write(text),
  }
}

/** How JSON is written. */
export function writer(shell: Shell, { ascii = false }: LookOptions): Write {
  return ascii ? (text) => shell.out.write(escapeNonAscii(text)) : (text) => shell.out.write(text)
}
