import { readFileSync } from 'node:fs'
import { isatty } from 'node:tty'
import { hex } from '../bytes/hex.ts'
import { toJson, type Json } from '../bytes/node.ts'
import { printable } from '../bytes/printable.ts'
import { counted } from '../report/amount.ts'
import { caretLines } from '../report/filter/problem.ts'
import { hexLines } from '../report/hex-dump.ts'
import { isPasteProblem, type PasteProblem } from '../report/paste/problem.ts'
import { readPaste } from '../report/paste/read.ts'
import { payloadOf, recognise, type Reading, type Recognised, type ShapeName } from '../report/paste/recognise.ts'
import { treeLines } from '../report/tree.ts'
import { EXIT, UsageError, type ExitCode } from './exit.ts'
import { look, writer, type LookOptions } from './look.ts'
import type { Shell } from './shell.ts'

interface DecodeOptions extends LookOptions {
  readonly format: 'text' | 'json'
  readonly as?: ShapeName
  readonly base64?: boolean
  readonly showSecrets?: boolean
}

/** One run of pasted bytes and what it is. */
interface Piece extends Reading {
  readonly bytes: Uint8Array
}

/** `oscarscope decode [TEXT | -]` */
export function decode(shell: Shell, words: readonly string[], options: DecodeOptions): ExitCode {
  const { showSecrets: secrets = false } = options
  const pasted = readPaste(textOf(words), options.base64)
  if (isPasteProblem(pasted)) throw new UsageError(problemText(pasted))
  const pieces = pasted.map((bytes): Piece => ({ bytes, ...recognise(bytes, payloadOf(bytes), options.as) }))
  if (pieces.every(({ found }) => found.length === 0)) throw new UsageError(unknownText(pieces, options.as))
  if (options.format === 'json') {
    writer(
      shell,
      options,
    )(
      `${JSON.stringify(
        pieces.map((piece) => pieceRecord(piece, secrets)),
        undefined,
        2,
      )}\n`,
    )
    return EXIT.done
  }
  const { paint, write } = look(shell, options)
  for (const { bytes, found, rest, missing } of pieces) {
    for (const one of found) {
      write(`${paint('strong', headingOf(one))}\n`)
      for (const line of treeLines(one.nodes, { secrets, indent: 0, places: true })) write(`${line}\n`)
    }
    if (missing > 0) write(`${paint('warning', `cut short: ${counted(missing, 'byte')} missing at the end`)}\n`)
    if (rest < bytes.length)
      write(
        `${paint('warning', `${counted(bytes.length - rest, 'byte')} of nothing known at 0x${rest.toString(16)}:`)}\n`,
      )
    for (const line of hexLines(bytes, rest, bytes.length, [], rest)) write(`  ${line}\n`)
  }
  return EXIT.done
}

/** `FLAP  ICBM__CHANNEL_MSG_TOHOST  IM "hi" → bob` */
function headingOf({ kind, name, summary }: Recognised): string {
  return [kind.toUpperCase(), name, summary].filter((part) => part !== '').join('  ')
}

function pieceRecord({ bytes, found, rest, missing }: Piece, secrets: boolean): Json {
  const messages = found.map(({ kind, name, summary, at, end, nodes }) => ({
    kind,
    name,
    summary,
    at,
    length: end - at,
    fields: toJson({ name: 'fields', at, end, children: nodes }, { secrets }),
  }))
  return { bytes: bytes.length, messages, missing, unknown: hex(bytes, rest) }
}

/** What was given, or standard input. */
function textOf(words: readonly string[]): string {
  const text = words.join(' ')
  if (text !== '' && text !== '-') return text
  if (text === '' && isatty(0))
    throw new UsageError('no bytes given: paste them behind the command, or pipe them in (--help shows examples)')
  return readFileSync(0, 'utf8')
}

function problemText({ message, line, column, length, text }: PasteProblem): string {
  const carets = caretLines(text, { at: column - 1, length }).map((each) => `  ${each}`)
  return [`line ${line}, column ${column}: ${printable(message)}`, ...carets].join('\n')
}

function unknownText(pieces: readonly Piece[], kind: ShapeName | undefined): string {
  const [{ bytes }] = pieces as readonly [Piece]
  const start = `${counted(bytes.length, 'byte')}, ${hex(bytes, 0, 8)}${bytes.length > 8 ? '…' : ''}`
  if (kind !== undefined) return `too few bytes for ${kind} (${start})`
  return `these bytes look like no FLAP, SNAC, TLVs, rendezvous block, OFT2, ODC2 or proxy frame (${start}): say what they are with --as`
}
