/** Types made of types: groups, lists, and what depends on a field read before. */
import type { Cursor } from '../bytes/cursor.ts'
import { hex } from '../bytes/hex.ts'
import type { Node, Scalar } from '../bytes/node.ts'
import { LIMITS, raising } from '../limits.ts'
import { cut, type Block, type Draft, type Field, type Type } from './types.ts'

export const isBlock = (field: Field): field is Block => 'readInto' in field

/** Reads `fields` one after the other; stops behind one that was cut short. */
export function reader(fields: readonly Field[]): (cursor: Cursor, out: Node[]) => void {
  const steps = fields.map((field): ((cursor: Cursor, out: Node[]) => void) => {
    if (isBlock(field)) return (cursor, out) => field.readInto(cursor, out)
    const [name, type] = field
    return (cursor, out) => out.push(type.read(cursor, name))
  })
  return (cursor, out) => {
    for (const step of steps) {
      if (cursor.short) return
      step(cursor, out)
    }
  }
}

/** What is left of the cursor as one leaf, if anything is. */
export function leaveRest(cursor: Cursor, out: Node[], name = 'undecoded', problem?: string): void {
  if (cursor.left === 0) return
  const node: Draft = { name, at: cursor.at, end: cursor.end, value: hex(cursor.take(cursor.left)) }
  if (problem !== undefined) node.problem = problem
  out.push(node)
}

/** Fields that follow each other. */
export function group(...fields: readonly Field[]): Type {
  const read = reader(fields)
  return {
    kind: 'group',
    fields,
    read(cursor, name) {
      const at = cursor.at
      const children: Node[] = []
      read(cursor, children)
      return { name, at, end: cursor.at, children }
    },
  }
}

function readItems(cursor: Cursor, type: Type, out: Node[], count = LIMITS.items.value): void {
  const limit = Math.min(count, LIMITS.items.value)
  while (out.length < limit && cursor.left > 0 && !cursor.short) {
    const at = cursor.at
    out.push(type.read(cursor, 'item'))
    if (cursor.at === at) return
  }
}

/** What is said of a list with fewer items than announced: there are no more, or no more are read. */
export function tooFew(count: number, read: number): string {
  return read < LIMITS.items.value
    ? `count ${count}, ${read} present`
    : `count ${count}, ${read} read (${raising('items')})`
}

/** Items until the end. */
export function list(item: Type): Type {
  return {
    kind: 'list',
    item,
    read(cursor, name) {
      const at = cursor.at
      const children: Node[] = []
      readItems(cursor, item, children)
      leaveRest(cursor, children, 'undecoded', `more than ${LIMITS.items.value} items (${raising('items')})`)
      return { name, at, end: cursor.at, children, list: true }
    },
  }
}

const PREFIXES = {
  u8: { size: 1, get: (cursor: Cursor) => cursor.u8() },
  u16: { size: 2, get: (cursor: Cursor) => cursor.u16() },
  u16le: { size: 2, get: (cursor: Cursor) => cursor.u16le() },
  u32le: { size: 4, get: (cursor: Cursor) => cursor.u32le() },
}

/** The number in front of a value or a list. */
export type Prefix = keyof typeof PREFIXES

/** As many items as the number before them says. */
export function counted(prefix: Prefix, item: Type): Type {
  const { size, get } = PREFIXES[prefix]
  return {
    kind: 'list',
    item,
    prefixed: true,
    read(cursor, name) {
      if (cursor.left < size) return cut(cursor, name, size)
      const at = cursor.at
      const count = get(cursor)
      const children: Node[] = []
      readItems(cursor, item, children, count)
      const node: Draft = { name, at, end: cursor.at, head: size, children, list: true }
      if (children.length < count) node.problem = tooFew(count, children.length)
      return node
    },
  }
}

/**
 * A value of `length` bytes whose header began at `at`. It cannot read past its end: what it does not use is `undecoded`,
 * a wrong size is hex with a problem, and when fewer bytes are left it gets what there is.
 */
export function bounded(cursor: Cursor, name: string, type: Type, at: number, length: number): Draft {
  const { at: start, left } = cursor
  const node = whole(cursor.sub(length, name), name, type)
  node.at = at
  if (node.children) node.head = start - at + (node.head ?? 0)
  if (length > left) node.problem = `length ${length}, ${left} left`
  return node
}

function whole(value: Cursor, name: string, type: Type): Draft {
  const { at, end, left } = value
  if (type.size !== undefined && type.size !== left) {
    const problem = `length ${left}, should be ${type.size}`
    return { name, at, end, value: hex(value.take(left)), problem, ...(type.secret && { secret: true }) }
  }
  const node: Draft = type.read(value, name)
  if (value.left === 0) return node
  const children = node.children ? [...node.children] : [{ ...node, name: 'value' }]
  leaveRest(value, children)
  if (node.children) return { ...node, end, children }
  return { name, at, end, children, ...(node.secret && { secret: true }) }
}

/** A value behind its own length in bytes. */
export function framed(prefix: Prefix, type: Type): Type {
  const { size, get } = PREFIXES[prefix]
  return {
    kind: type.kind,
    prefixed: true,
    ...(type.fields && { fields: type.fields }),
    ...(type.item && { item: type.item }),
    read(cursor, name) {
      if (cursor.left < size) return cut(cursor, name, size)
      const at = cursor.at
      return bounded(cursor, name, type, at, get(cursor))
    },
  }
}

/** `type`, or an empty leaf where a writer left the value out but not what announces it. */
export function unlessEmpty(type: Type): Type {
  const { kind, values, fields, item } = type
  return {
    kind,
    ...(values && { values }),
    ...(fields && { fields }),
    ...(item && { item }),
    read: (cursor, name) =>
      cursor.left === 0 ? { name, at: cursor.at, end: cursor.at, value: '' } : type.read(cursor, name),
  }
}

/** A field that older writers leave out at the end. */
export function optional(...fields: readonly Field[]): Block {
  const read = reader(fields)
  return {
    kind: 'optional',
    fields,
    readInto(cursor, out) {
      if (cursor.left > 0) read(cursor, out)
    },
  }
}

/** Further fields chosen by the value of the nearest earlier field `name` of the same group. */
export function choose(
  name: string,
  cases: ReadonlyMap<Scalar, readonly Field[]>,
  otherwise: readonly Field[] = [],
): Block {
  const readers = new Map([...cases].map(([value, fields]) => [value, reader(fields)]))
  const readOther = reader(otherwise)
  return {
    kind: 'choice',
    cases,
    fields: otherwise,
    readInto(cursor, out) {
      const value = out.findLast((node) => node.name === name)?.value
      const read = (value === undefined ? undefined : readers.get(value)) ?? readOther
      read(cursor, out)
    },
  }
}
