import { printable } from '../bytes/printable.ts'
import { didYouMean } from './filter/problem.ts'
import { nearest } from './nearest.ts'
import type { Schema } from './schema.ts'

/** What in a value is not as its schema says, each with its place: `suppressions[0].expires: expected ..., found ...`. */
export function schemaProblems(schema: Schema, value: unknown, place = ''): string[] {
  const expected = mismatch(schema, value)
  if (expected !== undefined) return [`${place === '' ? '' : `${place}: `}expected ${expected}, found ${shown(value)}`]
  if (Array.isArray(value) && schema.items !== undefined)
    return value.flatMap((item, at) => schemaProblems(schema.items!, item, `${place}[${at}]`))
  if (isObject(value)) return objectProblems(schema, value, place)
  return []
}

/** What a single value should have been. */
function mismatch(schema: Schema, value: unknown): string | undefined {
  const { type, enum: values, const: constant, pattern, minimum, format, description } = schema
  const about = description === undefined ? '' : ` (${description})`
  if (constant !== undefined && value !== constant) return JSON.stringify(constant)
  if (values !== undefined && !(values as readonly unknown[]).includes(value)) {
    if (values.length <= MAX_LISTED) return `one of ${values.join(', ')}`
    return `a known one${about}${didYouMean(nearest(String(value), values))}`
  }
  if (type !== undefined && ![type].flat().some((name) => isOf(name, value))) {
    return `${[type].flat().map(withArticle).join(' or ')}${about}`
  }
  if (minimum !== undefined && (value as number) < minimum) return `at least ${minimum}${about}`
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value as string)) return about.slice(2, -1) || pattern
  if (format === 'date' && !isDate(value as string)) return 'a day of the calendar'
  return undefined
}

/** Longer lists of allowed values are not repeated in a message. */
const MAX_LISTED = 8

function objectProblems(
  { properties = {}, required = [], additionalProperties }: Schema,
  value: Readonly<Record<string, unknown>>,
  place: string,
): string[] {
  const prefix = place === '' ? '' : `${place}.`
  const found = required
    .filter((key) => !(key in value))
    .map(
      (key) =>
        `${place === '' ? '' : `${place}: `}expected the key '${key}'${descriptionOf(properties[key])}, found none`,
    )
  for (const [key, item] of Object.entries(value)) {
    const property = properties[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
    if (property !== undefined) found.push(...schemaProblems(property, item, `${prefix}${printable(key)}`))
    else if (additionalProperties === false) {
      const keys = Object.keys(properties)
      const near = nearest(key, keys)
      found.push(`${prefix}${printable(key)}: unknown key${didYouMean(near) || `; known are ${keys.join(', ')}`}`)
    }
  }
  return found
}

const descriptionOf = (schema: Schema | undefined): string =>
  schema?.description === undefined ? '' : ` (${schema.description})`

/** Written as JSON and not at length. */
function shown(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? 'nothing')
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const withArticle = (type: string): string =>
  type === 'integer' ? 'a whole number' : /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isSafeInteger(value)
  if (type === 'object') return isObject(value)
  return typeof value === type
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
