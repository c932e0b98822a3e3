/** What a comparison asks of a value, by the type of the field. Text that cannot be a value of the field is a complaint. */
import { normalizeScreenName } from '../../oscar/index.ts'
import type { Field, FieldType, Test } from '../field.ts'
import { nearest } from '../nearest.ts'
import { addressTest } from './address.ts'
import { didYouMean } from './problem.ts'
import type { Comparison, Literal } from './syntax.ts'

/** `null` values (cut short on the wire) pass no comparison. */
type Made = Test | { readonly complaint: string }

const complain = (complaint: string): Made => ({ complaint })

type Order = Extract<Comparison, '<' | '<=' | '>' | '>='>
type Signs = (difference: number) => boolean

const ORDERS: Readonly<Record<Order, Signs>> = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
}

/** The value of a literal as a number: decimal, with a fraction, or hex. */
export function numberOf({ text, quoted }: Literal): number | undefined {
  if (quoted || !/^(?:-?\d+(?:\.\d+)?|0x[0-9a-f]+)$/i.test(text)) return undefined
  return Number(text)
}

/** Below zero when the value is less than the literal. 64-bit numbers come as text. */
function comparer(literal: Literal): ((value: number | string) => number) | undefined {
  const wanted = numberOf(literal)
  if (wanted === undefined) return undefined
  const exact = literal.text.includes('.') ? undefined : BigInt(literal.text)
  return (value) => {
    if (typeof value === 'number') return value - wanted
    if (exact === undefined || !/^\d+$/.test(value)) return NaN
    const number = BigInt(value)
    return number < exact ? -1 : Number(number > exact)
  }
}

const isValue = (value: unknown): value is number | string => typeof value === 'number' || typeof value === 'string'

const plain = (word: string): string => word.replaceAll('-', '_').toLowerCase()

/** Name of a number, of a bit or of a vocabulary. */
function named(literal: Literal, { name, members = [], closed }: Field): Made {
  const wanted = plain(literal.text)
  const isOpen = members.length === 0 || (closed === undefined && literal.quoted)
  if (!isOpen && !members.some((member) => plain(member) === wanted)) {
    return complain(`${name} is never '${literal.text}'${didYouMean(nearest(literal.text, members))}`)
  }
  return (value, label, flags) =>
    (label !== undefined && plain(label) === wanted) ||
    (typeof value === 'string' && plain(value) === wanted) ||
    flags?.some((flag) => plain(flag) === wanted) === true
}

function equalsNumber(literal: Literal, field: Field): Made {
  const compare = comparer(literal)
  if (compare !== undefined) return (value) => isValue(value) && compare(value) === 0
  if ((field.members ?? []).length === 0) return complain(`${field.name} is a number`)
  return named(literal, field)
}

/** The hex digits that a literal can stand for: pairs with or without `:`, or the characters of a string. */
function hexOf({ text, quoted }: Literal): string[] {
  const digits = text.replace(/^0x/i, '').replace(/[:.-]/g, '').toLowerCase()
  const written = /^(?:[0-9a-f]{2})+$/.test(digits) ? [digits] : []
  if (!quoted) return written
  const characters = [...text].map((character) => character.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return [...written, characters]
}

function equalsBytes(literal: Literal, { name }: Field): Made {
  const wanted = hexOf(literal)
  if (wanted.length === 0) return complain(`${name} is bytes: pairs of hex digits, or a string`)
  return (value, label) =>
    typeof value === 'string' && (wanted.includes(value) || (literal.quoted && label === literal.text))
}

function equalsAddress(literal: Literal, { name }: Field): Made {
  const isWanted = addressTest(literal.text)
  return isWanted === undefined
    ? complain(`${name} is an address: 10.0.0.1, 10.0.0.0/8 or 2001:db8::1`)
    : (value) => typeof value === 'string' && isWanted(value)
}

const withoutDashes = (text: string): string => text.replaceAll('-', '').toLowerCase()

function equalsUuid({ text }: Literal): Made {
  const uuid = withoutDashes(text)
  const wanted = plain(text)
  return (value, label) =>
    (typeof value === 'string' && withoutDashes(value) === uuid) || (label !== undefined && plain(label) === wanted)
}

function equalsName({ text }: Literal): Made {
  const wanted = normalizeScreenName(text)
  return (value) => typeof value === 'string' && normalizeScreenName(value) === wanted
}

function equalsAny(literal: Literal, field: Field): Made {
  const compare = comparer(literal)
  const wanted = [literal.text, ...hexOf(literal)]
  const byName = named(literal, { ...field, members: [] }) as Test
  return (value, label, flags) =>
    (typeof value === 'number' && compare?.(value) === 0) ||
    (typeof value === 'string' && (wanted.includes(value) || compare?.(value) === 0)) ||
    byName(value, label, flags)
}

const EQUALS: Readonly<Record<FieldType, (literal: Literal, field: Field) => Made>> = {
  number: equalsNumber,
  time: equalsNumber,
  text:
    ({ text }) =>
    (value) =>
      value === text,
  word: named,
  name: equalsName,
  bytes: equalsBytes,
  address: equalsAddress,
  uuid: equalsUuid,
  presence: (_literal, { name }) => complain(`${name} is there or it is not: write it alone`),
  any: equalsAny,
}

function holds({ text }: Literal): Test {
  return (value) => typeof value === 'string' && value.includes(text)
}

function holdsWord({ text }: Literal): Test {
  const wanted = plain(text)
  return (value, label) =>
    (typeof value === 'string' && plain(value).includes(wanted)) ||
    (label !== undefined && plain(label).includes(wanted))
}

function holdsBytes(literal: Literal, field: Field): Made {
  const wanted = hexOf(literal)
  if (wanted.length === 0) return equalsBytes(literal, field)
  return (value) => typeof value === 'string' && wanted.some((part) => isAligned(value, part))
}

/** Whether `part` stands in `digits` where a byte begins. */
function isAligned(digits: string, part: string): boolean {
  let at = digits.indexOf(part)
  while (at % 2 === 1) at = digits.indexOf(part, at + 1)
  return at >= 0
}

function holdsAny(literal: Literal): Test {
  const inText = holds(literal)
  const inWord = holdsWord(literal)
  const parts = hexOf(literal)
  return (value, label, flags) =>
    inText(value) ||
    inWord(value, label) ||
    flags?.some((flag) => plain(flag) === plain(literal.text)) === true ||
    (typeof value === 'string' && parts.some((part) => isAligned(value, part)))
}

const CONTAINS: Partial<Readonly<Record<FieldType, (literal: Literal, field: Field) => Made>>> = {
  text: holds,
  word: holdsWord,
  name: ({ text }) => {
    const wanted = normalizeScreenName(text)
    return (value) => typeof value === 'string' && normalizeScreenName(value).includes(wanted)
  },
  bytes: holdsBytes,
  uuid: holdsWord,
  any: holdsAny,
}

function contains(literal: Literal, field: Field): Made {
  const { name, type, members = [] } = field
  // Of flags: that a bit is set.
  if (type === 'number' && members.length > 0) return named(literal, field)
  return (
    CONTAINS[type]?.(literal, field) ?? complain(`contains looks into text and bytes, and ${name} is ${KINDS[type]}`)
  )
}

const KINDS: Readonly<Record<FieldType, string>> = {
  number: 'a number',
  time: 'a time',
  text: 'text',
  word: 'a word',
  name: 'a screen name',
  bytes: 'bytes',
  address: 'an address',
  uuid: 'a UUID',
  presence: 'there or not',
  any: 'of several kinds',
}

function ordered(literal: Literal, { name, type }: Field, order: Order): Made {
  const signs = ORDERS[order]
  const compare = comparer(literal)
  if (type === 'number' || type === 'time' || (type === 'any' && compare !== undefined)) {
    return compare === undefined
      ? complain(`${name} is ${KINDS[type]}`)
      : (value) => isValue(value) && signs(compare(value))
  }
  if (type !== 'text' && type !== 'any')
    return complain(`${order} is for numbers, times and text, and ${name} is ${KINDS[type]}`)
  const { text } = literal
  return (value) => typeof value === 'string' && signs(value < text ? -1 : Number(value > text))
}

/** The test that values of a field have to pass; `!=` is the caller's business. */
export function testOf(field: Field, operator: Exclude<Comparison, '!='>, literal: Literal): Made {
  if (operator === '==') return EQUALS[field.type](literal, field)
  return operator === 'contains' ? contains(literal, field) : ordered(literal, field, operator)
}

/** Both ends included. */
export function rangeTest(field: Field, from: Literal, to: Literal): Made {
  const low = testOf(field, '>=', from)
  const high = testOf(field, '<=', to)
  if (typeof low !== 'function') return low
  if (typeof high !== 'function') return high
  return (value, label, flags) => low(value, label, flags) && high(value, label, flags)
}
