import { hexNumber } from '../bytes/hex.ts'
import { ALL_FOODGROUPS, LAST_RESERVED_TAG, type Field, type TlvRow, type TlvTable, type Type } from '../oscar/index.ts'
import { SIGNOFF_TLVS, SIGNON_PAYLOAD_TLVS } from '../oscar/signon.ts'
import { SNAC_PREFIX_TLVS } from '../oscar/snac.ts'
import type { Topic } from './explain-topics.ts'

const MAX_DEPTH = 8

/** The layout of a body: `cookie: cookie, channel: u16, TLVs of icbm-ch1`. */
export function fieldsText(fields: readonly Field[]): string {
  if (fields.length === 0) return 'empty'
  return fields
    .map((field) => ('readInto' in field ? blockText(field) : `${field[0]}: ${typeText(field[1])}`))
    .join(', ')
}

function blockText(block: Extract<Field, { readonly readInto: unknown }>): string {
  const { kind, table, cases, fields = [] } = block
  if (table !== undefined) return `${kind === 'tlvs' ? 'TLVs' : kind} (${table.context})`
  const ways = [...(cases ?? [])].map(([value, layout]) => `${String(value)}: ${fieldsText(layout)}`)
  if (fields.length > 0) ways.push(ways.length > 0 ? `else ${fieldsText(fields)}` : fieldsText(fields))
  return ways.length === 0 ? kind : `${kind} [${ways.join('; ')}]`
}

function typeText({ kind, item, fields }: Type): string {
  if (item !== undefined) return `${kind} of ${typeText(item)}`
  return fields === undefined || kind === 'rendezvous' ? kind : `{${fieldsText(fields)}}`
}

/** `0 UNKNOWN, 1 USER_CANCEL`; bits in hex; empty when the type has no names. */
export function membersText({ values, bits }: Type): string {
  if (values !== undefined) return [...values].map(([value, name]) => `${value} ${name}`).join(', ')
  return [...(bits ?? [])].map(([bit, name]) => `${hexNumber(bit)} ${name}`).join(', ')
}

interface Place {
  readonly context: string
  readonly row: TlvRow
  readonly messages: string[]
}

/** A topic for each TLV of each place that has a meaning of its own for it. */
export function tlvTopics(): Topic[] {
  const places = new Map<string, Place>()
  for (const { subgroups } of ALL_FOODGROUPS) {
    for (const { name, body = [] } of subgroups.values()) collect(body, name, places)
  }
  collectTable(SIGNON_PAYLOAD_TLVS, 'the sign-on frame', places)
  collectTable(SIGNOFF_TLVS, 'the sign-off frame', places)
  collectTable(SNAC_PREFIX_TLVS, 'the prefix of a SNAC', places)
  return [...places.values()].map(topicOf)
}

function topicOf({ context, row: { tag, name, type }, messages }: Place): Topic {
  const code = hexNumber(tag)
  const members = membersText(type)
  const named: Topic['parts'] = members === '' ? [] : [['Members', members]]
  return {
    kind: 'TLV',
    code,
    name,
    context,
    title: `A TLV of ${context}.`,
    parts: [['Value', typeText(type)], ...named, ['Found in', messages.join(', ')]],
  }
}

function collect(fields: readonly Field[], message: string, places: Map<string, Place>, depth = 0): void {
  if (depth > MAX_DEPTH) return
  for (const field of fields) {
    if (!('readInto' in field)) {
      collectType(field[1], message, places, depth)
      continue
    }
    if (field.table !== undefined) collectTable(field.table, message, places, depth)
    for (const more of [...(field.cases?.values() ?? []), field.fields ?? []]) collect(more, message, places, depth + 1)
  }
}

function collectType({ item, fields }: Type, message: string, places: Map<string, Place>, depth: number): void {
  if (item !== undefined) collectType(item, message, places, depth)
  if (fields !== undefined) collect(fields, message, places, depth + 1)
}

function collectTable({ context, rows }: TlvTable, message: string, places: Map<string, Place>, depth = 0): void {
  for (const row of rows.values()) {
    // The reserved tags of a rendezvous block have topics of their own.
    if (BLOCKS.has(context) && row.tag <= LAST_RESERVED_TAG) continue
    const key = `${context} ${row.tag}`
    const known = places.get(key)
    if (known === undefined) {
      places.set(key, { context, row, messages: [message] })
    } else if (!known.messages.includes(message)) known.messages.push(message)
    collectType(row.type, message, places, depth + 1)
  }
}

/** Tables of the services of a rendezvous. */
const BLOCKS = new Set([
  'talk',
  'send-file',
  'icq-direct',
  'buddy-icon',
  'add-ins',
  'get-file',
  'icq-relay',
  'send-buddy-list',
  'chat',
  'other',
])
