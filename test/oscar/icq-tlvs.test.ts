import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/bytes/cursor.ts'
import type { Node } from '../../src/bytes/node.ts'
import { setLimit } from '../../src/limits.ts'
import { icqTlvs } from '../../src/oscar/icq-tlvs.ts'
import * as t from '../support/index.ts'

const tlv = (tag: number, value: t.Bytes, length = t.bytesOf(value).length): Uint8Array =>
  t.concat(t.u16le(tag), t.u16le(length), value)

function read(...parts: readonly t.Bytes[]): Node[] {
  const bytes = t.concat(...parts)
  const nodes: Node[] = []
  icqTlvs.readInto(new Cursor(bytes, 0, bytes.length, 'details'), nodes)
  return nodes
}

describe('details of an ICQ user, little-endian TLVs', () => {
  it('have the names of the reference, those that nobody knows their number', () => {
    const nodes = read(tlv(0x02da, t.concat(t.u16le(4), t.ascii('x.y\0'))), tlv(0x7777, 'c0ffee'))
    expect(nodes.map(({ name, tag }) => [name, tag])).toEqual([
      ['WORK_WEBPAGE_URL', 0x02da],
      ['TLV_0x7777', 0x7777],
    ])
    expect(nodes[1]!.value).toBe('c0ffee')
  })

  it('end with what is left over, and one that is too long with what is there', () => {
    expect(read(tlv(0x7777, ''), '000102').at(-1)).toMatchObject({ name: 'trailing', value: '000102' })
    expect(read(tlv(0x7777, 'aabb', 500)).at(-1)!.problem).toMatch(/500/)
  })

  it('are read up to the limit, and the rest shown as it is', () => {
    setLimit('items', 2)
    const nodes = read(tlv(1, ''), tlv(2, ''), tlv(3, ''))
    setLimit('items', 4096)
    expect(nodes.at(-1)).toMatchObject({ name: 'undecoded', problem: 'more than 2 TLVs (--limit items=N allows more)' })
  })
})
