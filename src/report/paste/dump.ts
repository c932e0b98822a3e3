/**
 * Lines that begin with an offset, as xxd, tcpdump -x and -X, hexdump -C, Wireshark and this program write them. The offset of
 * the next line says how many bytes a line has, so its text column cannot be taken for bytes; an offset of 0 begins the next
 * packet; `*` repeats the line before.
 */
import { LIMITS } from '../../limits.ts'
import { pasteProblem, type PasteProblem } from './problem.ts'

/** Offset, with a colon or two spaces behind it. */
const LINE = /^[ \t]*(?:0x)?([0-9a-f]{4,16})(?::[ \t]*|[ \t]{2,})(?=\S)/i
const LAST_LINE = /^[ \t]*(?:0x)?([0-9a-f]{4,16}):?[ \t]*$/i
const LONGEST_ROW = 64

interface Row {
  readonly offset: number
  /** Where the bytes begin in the text; the end for a line that is an offset only. */
  readonly at: number
  readonly end: number
}

/** The packets of a dump; undefined when the text is none. */
export function readDump(text: string): Uint8Array[] | PasteProblem | undefined {
  const rows = rowsOf(text)
  if (rows === undefined) return undefined
  const pieces: number[][] = []
  let width = 16
  for (const [number, row] of rows.entries()) {
    if (row.offset === 0) pieces.push([])
    const piece = pieces.at(-1)!
    if (row.offset !== piece.length) {
      // What `*` stands for.
      const before = piece.slice(-width)
      const isRepeat =
        before.length === width &&
        row.offset > piece.length &&
        row.offset <= LIMITS.pasteLength.value &&
        /^[ \t]*\*[ \t\r]*$/m.test(text.slice(rows[number - 1]!.end, row.at))
      if (!isRepeat)
        return pasteProblem(text, row.at, 0, `this line should be at offset ${piece.length}, it says ${row.offset}`)
      while (piece.length < row.offset) piece.push(...before)
      piece.length = row.offset
    }
    const following = rows[number + 1]
    const sure = following !== undefined && following.offset !== 0 && !text.slice(row.end, following.at).includes('*')
    const wanted = sure ? following.offset - row.offset : width
    if (sure && (wanted < 0 || wanted > LONGEST_ROW))
      return pasteProblem(text, following.at, 0, 'the offsets do not follow each other')
    const found = bytesOf(text, row, wanted, sure)
    if (!Array.isArray(found)) return found
    if (sure) width = wanted
    piece.push(...found)
  }
  return pieces.map((piece) => Uint8Array.from(piece)).filter((piece) => piece.length > 0)
}

/** The lines of a dump; undefined when the first that could be one does not start at 0. Other lines are between packets. */
function rowsOf(text: string): Row[] | undefined {
  const rows: Row[] = []
  let at = 0
  for (const line of text.split('\n')) {
    const end = at + line.length
    const match = LINE.exec(line) ?? (rows.length > 0 ? LAST_LINE.exec(line) : null)
    if (match !== null) rows.push({ offset: parseInt(match[1]!, 16), at: at + match[0].length, end })
    at = end + 1
  }
  return rows[0]?.offset === 0 ? rows : undefined
}

/** Up to `wanted` bytes of a row; exactly as many when that is `sure`. They end at `|` and at the gap before the text column. */
function bytesOf(text: string, { at, end }: Row, wanted: number, sure: boolean): number[] | PasteProblem {
  const bytes: number[] = []
  const line = text.slice(at, end)
  let behind = 0
  for (const { 0: token, index } of line.matchAll(/[^\s|]+|\|/g)) {
    const gap = index - behind
    const isMiddle = gap === 2 && bytes.length === 8
    if (bytes.length >= wanted || token === '|' || (!sure && gap >= 2 && bytes.length > 0 && !isMiddle)) break
    const isHex = /^(?:[0-9a-f]{2})+$/i.test(token)
    if (!isHex && !sure && isMiddle) break
    if (!isHex || bytes.length + token.length / 2 > LONGEST_ROW)
      return pasteProblem(text, at + index, token.length, `'${token}' is no byte`)
    for (let k = 0; k < token.length; k += 2) bytes.push(parseInt(token.slice(k, k + 2), 16))
    behind = index + token.length
  }
  if (sure && bytes.length < wanted) {
    return pasteProblem(text, at, line.length, `${bytes.length} bytes, and the next line begins ${wanted} further`)
  }
  return bytes
}
