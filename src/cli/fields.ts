import { printable } from '../bytes/printable.ts'
import type { Field } from '../report/field.ts'
import { allFields, nearestField } from '../report/filter/index.ts'
import { tableLines } from '../report/table.ts'
import { EXIT, UsageError, type ExitCode } from './exit.ts'
import { look, writer, type LookOptions } from './look.ts'
import type { Shell } from './shell.ts'

interface FieldsOptions extends LookOptions {
  readonly format: 'text' | 'json'
}

const COLUMNS = [{ title: 'Name' }, { title: 'Type' }, { title: 'Alias' }, { title: 'What', max: 100 }] as const

/** Every field of `-Y` and `-e`, or those with a text in their name or title. */
export function fields(shell: Shell, search: string | undefined, options: FieldsOptions): ExitCode {
  const found = allFields().filter((field) => search === undefined || mentions(field, search.toLowerCase()))
  if (found.length === 0) {
    const near = nearestField(search!)
    throw new UsageError(
      `no field has '${printable(search!)}' in its name${near === undefined ? '' : ` (did you mean ${near}?)`}`,
    )
  }
  if (options.format === 'json') {
    writer(shell, options)(`${JSON.stringify(found.map(fieldRecord), undefined, 2)}\n`)
    return EXIT.done
  }
  const cells = found.map(({ name, type, title, aliasOf }) => {
    const others = found.filter((other) => other.aliasOf === name).map((other) => other.name)
    return [name, type, aliasOf === undefined ? others.join(' ') : `= ${aliasOf}`, title]
  })
  const { write } = look(shell, options)
  for (const line of tableLines(COLUMNS, cells)) write(`${line}\n`)
  return EXIT.done
}

function mentions({ name, title, aliasOf = '', members = [] }: Field, text: string): boolean {
  return [name, title, aliasOf, ...members].some((part) => part.toLowerCase().includes(text))
}

function fieldRecord({ name, type, title, aliasOf, members }: Field) {
  return { name, type, title, aliasOf: aliasOf ?? null, members: members ?? [] }
}
