import { LIMITS, type Limit } from '../limits.ts'
import { tableLines } from '../report/table.ts'
import type { Shell } from './shell.ts'
import { EXIT, type ExitCode } from './exit.ts'

/** `--limits` */
export function limits(shell: Shell): ExitCode {
  const rows = Object.entries<Limit>(LIMITS).map(([name, { value, unit, what, precedent, fixed = false }]) => [
    name,
    fixed ? `${value} fixed` : String(value),
    unit,
    what,
    precedent,
  ])
  const columns = [
    { title: 'Limit' },
    { title: 'Value', align: 'right' as const },
    { title: 'Unit' },
    { title: 'What' },
    { title: 'Precedent' },
  ]
  for (const line of tableLines(columns, rows)) shell.out.write(`${line}\n`)
  return EXIT.done
}
