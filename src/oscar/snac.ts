/**
 * SNAC, the payload of a FLAP frame on channel 2:
 *
 *     u16 foodgroup, u16 subgroup, u16 flags, u32 request id
 *     with flag 0x8000: u16 length and TLVs of that length
 *     body, as the foodgroup's table says
 */
import { Cursor } from '../bytes/cursor.ts'
import { hexNumber } from '../bytes/hex.ts'
import type { Node } from '../bytes/node.ts'
import { u16 as readU16 } from '../bytes/read.ts'
import { readUnknown, type Subgroup } from './foodgroup.ts'
import { FOODGROUPS } from './foodgroups/index.ts'
import { snacName } from './snac-name.ts'
import { group } from './structures.ts'
import { say, tellingFields } from './summary.ts'
import { sizedTlvs, tlvTable } from './tlv.ts'
import { flags16, u16, u32, type Draft, type Names } from './types.ts'

export const SNAC_HEADER = 10

export const SNAC_FLAGS = { 0x0001: 'MORE_REPLIES_FOLLOW', 0x8000: 'PREFIX' } as const satisfies Names
const PREFIX = 0x8000

const header = group(['foodgroup', u16], ['subgroup', u16], ['flags', flags16(SNAC_FLAGS)], ['requestId', u32])

export const SNAC_PREFIX_TLVS = tlvTable('snac-header', {
  0x0001: ['FAMILY_VERSION', u16],
  // Seen from ICQ's servers in front of a rate change: the request id of a message just taken.
  0x0002: ['ABOUT_REQUEST', u32],
})
const prefix = group(sizedTlvs(SNAC_PREFIX_TLVS))

/** A decoded SNAC. */
export class Snac {
  readonly foodgroup: number
  readonly subgroup: number
  readonly flags: number
  readonly requestId: number
  /** `ICBM__CHANNEL_MSG_TOHOST`. */
  readonly name: string
  /** Row of the table, unless nobody named it. */
  readonly row: Subgroup | undefined
  /** Where the body begins: behind header and prefix. */
  readonly bodyAt: number
  /** Group of `snac` (the header), `prefix` if there is one, and the nodes of the body. */
  readonly node: Node
  private readonly fromClient: boolean | undefined

  constructor(bytes: Uint8Array, start: number, end: number, fromClient: boolean | undefined) {
    const cursor = new Cursor(bytes, start, end, 'SNAC')
    const head: Draft = header.read(cursor, 'snac')
    const [foodgroup, subgroup, flags, requestId] = head.children!
    this.foodgroup = numberOf(foodgroup)
    this.subgroup = numberOf(subgroup)
    this.flags = numberOf(flags)
    this.requestId = numberOf(requestId)
    this.name = snacName(this.foodgroup, this.subgroup)
    this.row = FOODGROUPS.get(this.foodgroup)?.subgroups.get(this.subgroup)
    this.fromClient = fromClient
    const children: Node[] = [head]
    this.node = { name: this.name, at: start, end, children }
    if (cursor.short) head.problem = `needs ${SNAC_HEADER} bytes, ${end - start} left`
    else head.children = [...head.children!, { name: 'name', at: cursor.at, end: cursor.at, value: this.name }]
    if (this.flags & PREFIX && !cursor.short) readPrefix(cursor, head, children)
    this.bodyAt = cursor.at
    if (cursor.short) return
    const read = this.row?.read ?? readUnknown
    read(cursor, children)
  }

  /** One line for the timeline. */
  get summary(): string {
    if (this.row?.error) return `error ${errorText(this.node)}`
    return this.row?.summary?.(this.node, this.fromClient) ?? tellingFields(this.node)
  }
}

const numberOf = (node: Node | undefined): number =>
  typeof node?.value === 'number' && node.problem === undefined ? node.value : 0

/**
 * Decodes `bytes[start, end)`. One that is shorter than its header is a SNAC with a problem and zeros for what is missing.
 * Who sent it only matters to the summary.
 */
export function decodeSnac(bytes: Uint8Array, start: number, end: number, fromClient?: boolean): Snac {
  return new Snac(bytes, start, end, fromClient)
}

/** Where the body of the SNAC at `at` begins: behind its header and, with flag 0x8000, the block of TLVs. */
export function snacBodyAt(bytes: Uint8Array, at: number, end: number): number {
  const body = at + SNAC_HEADER
  if ((bytes[at + 4]! & 0x80) === 0 || body + 2 > end) return body
  const prefixed = body + 2 + readU16(bytes, body)
  return prefixed <= end ? prefixed : body
}

/** Real servers set the flag without a prefix now and then; a length that does not fit means that there is none. */
function readPrefix(cursor: Cursor, head: Draft, out: Node[]): void {
  const length = cursor.left < 2 ? undefined : (cursor.bytes[cursor.at]! << 8) | cursor.bytes[cursor.at + 1]!
  if (length !== undefined && length <= cursor.left - 2) {
    const node: Draft = prefix.read(cursor.sub(length + 2, 'SNAC prefix'), 'prefix')
    out.push(node)
    return
  }
  head.problem = length === undefined ? `prefix missing` : `prefix length ${length}, ${cursor.left - 2} left`
}

function errorText(node: Node): string {
  const code = node.children?.find(({ name }) => name === 'code')
  const text = typeof code?.value === 'number' ? `${hexNumber(code.value)} ${code.label ?? ''}` : 'without code'
  return `${text} ${say(node, 'ERROR_SUBCODE')}`.trim()
}
