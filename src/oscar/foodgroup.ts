/** What the table of a foodgroup says about each of its SNACs. */
import type { Cursor } from '../bytes/cursor.ts'
import type { Node } from '../bytes/node.ts'
import { leaveRest, reader } from './structures.ts'
import { looksLikeTlvs, tlvs, UNKNOWN_TLVS } from './tlv.ts'
import type { Field } from './types.ts'

export type Sender = 'client' | 'server' | 'both'

interface SubgroupRow {
  /** `ICBM__CHANNEL_MSG_TOHOST`. */
  readonly name: string
  readonly from: Sender
  /** Layout of the body, `[]` for none. Where it is not documented the body is shown as TLVs if it is some. */
  readonly body?: readonly Field[]
  /** Subgroup of the same foodgroup, or several, that this one answers. */
  readonly repliesTo?: number | readonly number[]
  /** An error SNAC answers any request of the foodgroup. */
  readonly error?: true
  /** What it is for, in a few words. */
  readonly about?: string
  /** One line about a decoded message; a generic one is made unless given. */
  readonly summary?: (fields: Node, fromClient?: boolean) => string
}

export interface Subgroup extends Omit<SubgroupRow, 'repliesTo'> {
  readonly subgroup: number
  readonly repliesTo: readonly number[]
  /** Reads a body; whatever it does not know becomes a node of its own. */
  readonly read: (cursor: Cursor, out: Node[]) => void
}

export interface Foodgroup {
  readonly foodgroup: number
  readonly name: string
  readonly subgroups: ReadonlyMap<number, Subgroup>
}

const genericTlvs = tlvs(UNKNOWN_TLVS)

/** A body nobody described. */
export function readUnknown(cursor: Cursor, out: Node[]): void {
  if (looksLikeTlvs(cursor)) genericTlvs.readInto(cursor, out)
  else leaveRest(cursor, out)
}

function bodyReader(fields: readonly Field[]): Subgroup['read'] {
  const read = reader(fields)
  return (cursor, out) => {
    read(cursor, out)
    leaveRest(cursor, out)
  }
}

export function foodgroup(number: number, name: string, rows: Readonly<Record<number, SubgroupRow>>): Foodgroup {
  const subgroups = Object.entries(rows).map(([key, row]): Subgroup => ({
    ...row,
    subgroup: Number(key),
    repliesTo: typeof row.repliesTo === 'number' ? [row.repliesTo] : (row.repliesTo ?? []),
    read: row.body ? bodyReader(row.body) : readUnknown,
  }))
  return { foodgroup: number, name, subgroups: new Map(subgroups.map((row) => [row.subgroup, row])) }
}
