/**
 * Whether the TLVs of a SNAC fit, found by walking over them without decoding: a walker for each SNAC is made from the
 * same table that decodes it. Where a layout depends on more than lengths and counts, the walk ends.
 */
import { u16 } from '../bytes/read.ts'
import { FOODGROUPS } from './foodgroups/index.ts'
import { isBlock } from './structures.ts'
import type { Field, TlvTable, Type } from './types.ts'

export interface TlvFault {
  readonly kind: 'overrun' | 'count' | 'left-over' | 'size'
  /** Of the table. */
  readonly context: string
  /** Of the TLV at fault. */
  readonly tag: number | undefined
  readonly expected: number
  readonly found: number
}

/** Gives the offset behind what it walked over; `STOP` when the rest cannot be told, `FAULT` when `fault` says what is wrong. */
type Walk = (bytes: Uint8Array, at: number, end: number) => number

const STOP = -1
const FAULT = -2
const TLV_HEADER = 4

let fault: TlvFault | undefined

const WALKS = new Map<number, Walk | undefined>()

/** The first fault in the TLVs of a SNAC's body, `bytes[start, end)`. */
export function tlvFault(
  foodgroup: number,
  subgroup: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): TlvFault | undefined {
  const key = foodgroup * 0x10000 + subgroup
  let walk = WALKS.get(key)
  if (walk === undefined) {
    if (WALKS.has(key)) return undefined
    WALKS.set(key, (walk = walkOf(FOODGROUPS.get(foodgroup)?.subgroups.get(subgroup)?.body ?? [])))
    if (walk === undefined) return undefined
  }
  return walk(bytes, start, end) === FAULT ? fault : undefined
}

/** Undefined when there are no TLVs in it that can be walked to. */
function walkOf(fields: readonly Field[]): Walk | undefined {
  return hasTlvs(fields) ? sequence(fields) : undefined
}

/** Whether there are TLVs in a layout. */
export function hasTlvs(fields: readonly Field[]): boolean {
  return fields.some((field) =>
    isBlock(field)
      ? field.table !== undefined || hasTlvs(field.fields ?? [])
      : hasTlvs(field[1].fields ?? field[1].item?.fields ?? []),
  )
}

function sequence(fields: readonly Field[]): Walk {
  const steps = fields.map((field): Walk => {
    if (!isBlock(field)) return typeWalk(field[1])
    const { table } = field
    if (field.kind === 'tlvs' && table !== undefined) return (bytes, at, end) => tlvs(table, bytes, at, end, Infinity)
    if (field.kind === 'counted tlvs' && table !== undefined) return countedWalk(table)
    if (field.kind === 'sized tlvs' && table !== undefined) return sizedWalk(table)
    if (field.kind !== 'optional') return () => STOP
    const inner = sequence(field.fields ?? [])
    return (bytes, at, end) => (at < end ? inner(bytes, at, end) : at)
  })
  return (bytes, start, end) => {
    let at = start
    for (const step of steps) {
      at = step(bytes, at, end)
      if (at < 0 || at > end) return at === FAULT ? FAULT : STOP
    }
    return at
  }
}

function typeWalk({ kind, size, fields, item, prefixed }: Type): Walk {
  if (prefixed === true) return () => STOP
  if (size !== undefined) return (_, at) => at + size
  if (kind === 'string08' || kind === 'screenName') return (bytes, at, end) => (at < end ? at + 1 + bytes[at]! : STOP)
  if (kind === 'string16') return (bytes, at, end) => (at + 2 <= end ? at + 2 + u16(bytes, at) : STOP)
  if (kind === 'group' && fields !== undefined) return sequence(fields)
  if (kind !== 'list' || item?.kind !== 'group' || item.fields === undefined) return () => STOP
  const each = sequence(item.fields)
  return (bytes, start, end) => {
    let at = start
    while (at >= 0 && at < end) at = each(bytes, at, end)
    return at
  }
}

function countedWalk(table: TlvTable): Walk {
  return (bytes, at, end) => (at + 2 <= end ? tlvs(table, bytes, at + 2, end, u16(bytes, at)) : STOP)
}

function sizedWalk(table: TlvTable): Walk {
  return (bytes, at, end) => {
    if (at + 2 > end) return STOP
    const stop = at + 2 + u16(bytes, at)
    return stop > end ? STOP : tlvs(table, bytes, at + 2, stop, Infinity)
  }
}

/** `count` TLVs, or as many as there are. */
function tlvs(table: TlvTable, bytes: Uint8Array, start: number, end: number, count: number): number {
  const { context } = table
  let at = start
  for (let n = 0; n < count; n++) {
    if (end - at < TLV_HEADER) {
      if (count !== Infinity) return found({ kind: 'count', context, tag: undefined, expected: count, found: n })
      if (at === end) return at
      return found({ kind: 'left-over', context, tag: undefined, expected: 0, found: end - at })
    }
    const tag = u16(bytes, at)
    const length = u16(bytes, at + 2)
    const left = end - at - TLV_HEADER
    if (length > left) return found({ kind: 'overrun', context, tag, expected: left, found: length })
    const size = table.rows.get(tag)?.type.size
    // Empty ones are announced and left out.
    if (size !== undefined && size !== length && length > 0) {
      return found({ kind: 'size', context, tag, expected: size, found: length })
    }
    at += TLV_HEADER + length
  }
  return at
}

function found(what: TlvFault): number {
  fault = what
  return FAULT
}
