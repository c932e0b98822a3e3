import { printable } from '../bytes/printable.ts'
import { installedBackends, listInterfaces } from '../io/live/interface-list.ts'
import { tableLines } from '../report/table.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { look, writer, type LookOptions } from './look.ts'
import type { Shell } from './shell.ts'

interface InterfacesOptions extends LookOptions {
  readonly format: 'text' | 'json'
}

const COLUMNS = [{ title: 'Interface' }, { title: 'State' }, { title: 'Addresses', max: 60 }, { title: 'What' }]

/** `oscarscope interfaces`: what can be captured on, and with what. */
export async function interfaces(shell: Shell, options: InterfacesOptions): Promise<ExitCode> {
  const found = await listInterfaces()
  const backends = installedBackends()
  if (options.format === 'json') {
    writer(shell, options)(`${JSON.stringify({ interfaces: found, backends }, null, 2)}\n`)
    return EXIT.done
  }
  const { write } = look(shell, options)
  const rows = found.map(({ name, state, addresses, description }) =>
    [name, state, addresses.join(' '), description].map(printable),
  )
  for (const line of tableLines(COLUMNS, rows)) write(`${line}\n`)
  const programs = backends.map(({ name, path }) => `${name} ${path ?? 'not installed'}`)
  write(`\nCaptured with the first of: ${programs.join(', ')}\n`)
  return EXIT.done
}
