import { eastAsianWidth } from 'get-east-asian-width'

const PLAIN = /^[ -~]*$/
const MARK = /\p{M}/u
const EMOJI = /^\p{Emoji_Presentation}/u
let segmenter: Intl.Segmenter | undefined

/** Made when something that is not ASCII is measured: ICU takes 13 ms for it. */
const graphemesOf = (text: string): Iterable<Intl.SegmentData> =>
  (segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' })).segment(text)

/** Columns of a terminal that printable text takes. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemesOf(text)) width += graphemeWidth(segment)
  return width
}

/** `text` in exactly `width` columns: cut with an ellipsis, or filled with spaces at its end (or start). */
export function fit(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const cut = truncate(text, width)
  const space = ' '.repeat(Math.max(0, width - displayWidth(cut)))
  return align === 'left' ? cut + space : space + cut
}

/** `text` in at most `width` columns, with an ellipsis for what does not fit. */
export function truncate(text: string, width: number): string {
  if (text.length <= width && PLAIN.test(text)) return text
  let kept = 0
  let used = 0
  // No farther than it is shown: the text may be a whole message.
  for (const { segment, index } of graphemesOf(text)) {
    used += graphemeWidth(segment)
    if (used > width) return width > 0 ? `${text.slice(0, kept)}…` : ''
    if (used <= width - 1) kept = index + segment.length
  }
  return text
}

function graphemeWidth(segment: string): number {
  if (MARK.test(segment[0]!)) return 0
  return EMOJI.test(segment) ? 2 : characterWidth(segment)
}

/** Columns of one character that stands alone. */
export function characterWidth(character: string): 1 | 2 {
  return eastAsianWidth(character.codePointAt(0)!)
}
