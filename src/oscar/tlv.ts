/**
 * TLVs: u16 tag, u16 length, value. The same tag means different things in different places, so every place has a table.
 * Order is free and a tag may repeat; an empty TLV is a flag.
 */
import type { Cursor } from '../bytes/cursor.ts'
import type { Node } from '../bytes/node.ts'
import { LIMITS, raising } from '../limits.ts'
import { bounded, leaveRest, tooFew } from './structures.ts'
import { cut, opaque, type Block, type Draft, type TlvRow, type TlvTable, type Type } from './types.ts'

const HEADER = 4

/** The TLVs of one place, and those of `tables` that may occur there too. */
export function tlvTable(
  context: string,
  rows: Readonly<Record<number, readonly [name: string, type: Type]>>,
  ...tables: readonly TlvTable[]
): TlvTable {
  const own = Object.entries(rows).map(([tag, [name, type]]): TlvRow => ({ tag: Number(tag), name, type }))
  const all = [...tables.flatMap((table) => [...table.rows.values()]), ...own]
  return { context, rows: new Map(all.map((row) => [row.tag, row])) }
}

export const UNKNOWN_TLVS = tlvTable('unknown', {})

/** TLVs until the end. One to three bytes that are left over become a node `trailing`. */
export function tlvs(table: TlvTable): Block {
  return {
    kind: 'tlvs',
    table,
    readInto(cursor, out) {
      readTlvs(cursor, table, out, LIMITS.items.value)
      if (cursor.left < HEADER) leaveRest(cursor, out, 'trailing')
      else leaveRest(cursor, out, 'undecoded', `more than ${LIMITS.items.value} TLVs (${raising('items')})`)
    },
  }
}

/** A number of TLVs behind their u16 count, `tlvCount`. */
export function countedTlvs(table: TlvTable): Block {
  return {
    kind: 'counted tlvs',
    table,
    readInto(cursor, out) {
      if (cursor.left < 2) {
        out.push(cut(cursor, 'tlvCount', 2))
        return
      }
      const at = cursor.at
      const count = cursor.u16()
      const node: Draft = { name: 'tlvCount', at, end: at + 2, value: count }
      out.push(node)
      const read = readTlvs(cursor, table, out, Math.min(count, LIMITS.items.value))
      if (read < count) node.problem = tooFew(count, read)
    },
  }
}

/** TLVs behind their u16 length in bytes, `tlvLength`. */
export function sizedTlvs(table: TlvTable): Block {
  const inside = tlvs(table)
  return {
    kind: 'sized tlvs',
    table,
    readInto(cursor, out) {
      if (cursor.left < 2) {
        out.push(cut(cursor, 'tlvLength', 2))
        return
      }
      const at = cursor.at
      const length = cursor.u16()
      const node: Draft = { name: 'tlvLength', at, end: at + 2, value: length }
      if (length > cursor.left) node.problem = `length ${length}, ${cursor.left} left`
      out.push(node)
      inside.readInto(cursor.sub(length, 'TLV block'), out)
    },
  }
}

/** Whether everything that is left is TLVs that fit exactly. Nothing is read. */
export function looksLikeTlvs({ bytes, at, end }: Pick<Cursor, 'bytes' | 'at' | 'end'>): boolean {
  let next = at
  while (end - next >= HEADER) next += HEADER + ((bytes[next + 2]! << 8) | bytes[next + 3]!)
  return next === end
}

/** Reads up to `limit` TLVs; how many there were. One that is longer than the block ends it. */
function readTlvs(cursor: Cursor, table: TlvTable, out: Node[], limit: number): number {
  let count = 0
  for (; count < limit && cursor.left >= HEADER; count++) out.push(readTlv(cursor, table))
  return count
}

function readTlv(cursor: Cursor, table: TlvTable): Node {
  const at = cursor.at
  const tag = cursor.u16()
  const length = cursor.u16()
  const row = table.rows.get(tag)
  const name = row?.name ?? `TLV_0x${tag.toString(16).padStart(4, '0')}`
  const node = bounded(cursor, name, row?.type ?? opaque, at, length)
  node.tag = tag
  return node
}
