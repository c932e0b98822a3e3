import { existsSync } from 'node:fs'
import { Clock } from '../clock.ts'
import { ladderLines } from '../report/ladder-text.ts'
import { LadderView } from '../report/ladder-view.ts'
import { TimeColumn, type TimeFormat } from '../report/time-column.ts'
import { UsageError, type ExitCode } from './exit.ts'
import { subjectsOf, type FilterOptions } from './filter.ts'
import { look, type LookOptions } from './look.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

interface LadderOptions extends ReadingOptions, LookOptions, FilterOptions {
  readonly time: TimeFormat
  readonly width?: number
  readonly details?: boolean
  readonly hex?: boolean
}

/** What is drawn where nobody says how wide: room for names, and still a line of a mail. */
const WIDTH = 100
/** Times of these formats count from the row before. */
const DELTAS: ReadonlySet<TimeFormat> = new Set(['d', 'dd'])

export async function ladder(shell: Shell, args: readonly string[], options: LadderOptions): Promise<ExitCode> {
  const { paths, id } = splitId(args)
  const clock = new Clock()
  const time = new TimeColumn(options.time, clock)
  const view = new LadderView()
  const { code } = await study(shell, paths, options, {
    view: subjectsOf(view, options, clock),
    clock,
    decimals: (digits) => (time.digits = digits),
  })
  const { paint, write } = look(shell, options)
  const { details = false, hex = false } = options
  const width = options.width ?? (shell.outIsTerminal ? process.stdout.columns : WIDTH)
  const ladders = view.ladders(id)
  if (id !== undefined && ladders.length === 0)
    throw new UsageError(`there is no conversation ${id} (oscarscope transfers lists those with files)`)
  if (ladders.length === 0) write('no conversations\n')
  ladders.forEach((drawn, at) => {
    if (at > 0) write('\n')
    let first = true
    const stamp = (seconds: number, nanos: number): string => {
      const text = time.text(seconds, nanos)
      const sign = DELTAS.has(options.time) && !first && !text.startsWith('-') ? '+' : ''
      first = false
      return sign + text
    }
    time.restart()
    for (const line of ladderLines(drawn, { width, time: stamp, paint, below: { details, hex } })) write(`${line}\n`)
  })
  return code
}

/** The last argument is the id of a conversation when it looks like one and no file is called so. */
function splitId(args: readonly string[]): { readonly paths: readonly string[]; readonly id: string | undefined } {
  const last = args.at(-1)
  if (args.length < 2 || last === undefined || !/^t?\d+$/.test(last) || existsSync(last))
    return { paths: args, id: undefined }
  return { paths: args.slice(0, -1), id: last }
}
