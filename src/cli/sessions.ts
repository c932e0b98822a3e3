import { Clock } from '../clock.ts'
import { Sessions } from '../conversation/sessions.ts'
import { sessionLines, sessionRecord, SessionsView } from '../report/sessions-view.ts'
import { TimeColumn, type TimeFormat } from '../report/time-column.ts'
import type { ExitCode } from './exit.ts'
import { filtered, type FilterOptions } from './filter.ts'
import { look, writer, type LookOptions } from './look.ts'
import { limitText } from './remarks.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

interface SessionsOptions extends ReadingOptions, LookOptions, FilterOptions {
  readonly format: 'text' | 'json' | 'ndjson'
  readonly time: TimeFormat
  readonly details?: boolean
}

/** `oscarscope sessions FILE...` */
export async function sessions(shell: Shell, paths: readonly string[], options: SessionsOptions): Promise<ExitCode> {
  const { format, details = false } = options
  const clock = new Clock()
  const book = new Sessions()
  const time = new TimeColumn(options.time, clock)
  const { code } = await study(shell, paths, options, {
    view: filtered(new SessionsView(book), options, clock),
    clock,
    decimals: (digits) => (time.digits = digits),
  })
  if (book.left > 0) shell.say(limitText('sessions', `${book.left} sessions are not listed`))
  if (format !== 'text') {
    const records = book.all.map((session) => JSON.stringify(sessionRecord(session, time.digits)))
    const write = writer(shell, options)
    write(
      format === 'ndjson'
        ? records.map((record) => `${record}\n`).join('')
        : `{"sessions":[\n${records.join(',\n')}]}\n`,
    )
    return code
  }
  const { paint, write } = look(shell, options)
  if (book.all.length === 0) write('no sessions\n')
  book.all.forEach((session, at) => {
    if (at > 0) write('\n')
    for (const line of sessionLines(session, { time, paint, details })) write(`${line}\n`)
  })
  return code
}
