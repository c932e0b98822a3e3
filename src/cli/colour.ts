import { styleText } from 'node:util'
import { plain, type Paint, type Style } from '../report/signs.ts'

const STYLES: Readonly<Record<Style, Parameters<typeof styleText>[0]>> = {
  error: 'red',
  warning: 'yellow',
  note: 'cyan',
  dim: 'dim',
  strong: 'bold',
  good: 'green',
}

export type ColorChoice = 'auto' | 'always' | 'never'

/** Colours where they were asked for, or where standard output is a terminal and the environment does not object (no-color.org). */
export function painter(choice: ColorChoice, isTerminal: boolean, environment: NodeJS.ProcessEnv): Paint {
  const objects = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb'
  const wanted = choice === 'always' || (choice === 'auto' && isTerminal && !objects)
  if (!wanted) return plain
  return (style, text) => styleText(STYLES[style], text, { validateStream: false })
}
