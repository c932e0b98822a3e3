/** What a piece of text is; a theme says how that looks. */
export const STYLES = [
  'plain',
  'dim',
  'strong',
  'title',
  'heading',
  'tab',
  'key',
  'good',
  'error',
  'warning',
  'note',
  /** Text from the wire: names, messages. */
  'wire',
  'flap',
  'oft',
  'data',
  'tcp',
  'ghost',
  'bytes',
  'marked',
] as const

export type Style = (typeof STYLES)[number]
export type Span = readonly [text: string, style?: Style]

/** One line of a screen, from the left. */
export type Line = readonly Span[]

export const plainText = (line: Line): string => line.map(([text]) => text).join('')
