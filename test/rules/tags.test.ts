import { describe, expect, it } from 'vitest'
import { RENDEZVOUS_TAGS, SERVICE_DATA, type RendezvousTag } from '../../src/oscar/rendezvous/tags.ts'
import { analyze } from '../support/analyze.ts'
import * as t from '../support/index.ts'

// The table of tags is what the rules go by: whatever a row asks for, somebody complains when it is not so.

const TYPES = { PROPOSE: 0, CANCEL: 1, ACCEPT: 2 } as const
type Type = keyof typeof TYPES

const rows = [...RENDEZVOUS_TAGS.values()]
/** Right values of the tags that a message of each type should have. */
const NEEDED: Readonly<Record<Type, readonly Uint8Array[]>> = {
  PROPOSE: [t.sequenceNum(1), t.requestHostCheck(), t.requesterIp('10.0.0.1'), t.port(5190)],
  CANCEL: [t.tlv(0x000b, '0001')],
  ACCEPT: [],
}
const OFFER = t.serviceData({ size: 13, name: 'hello.txt' })

const tagOf = (tlv: Uint8Array): number => (tlv[0]! << 8) | tlv[1]!
const filler = ({ tag, type }: RendezvousTag, size = type.size ?? 4) => t.tlv(tag, t.filled(size, 0x01))

/** Codes of what the rules say about a message of Alice's with these tags, beyond what they say about one with the right ones. */
function codesOf(type: Type, tags: readonly Uint8Array[]): string[] {
  const s = t.scenario()
  const transfer = s.transfer()
  if (type === 'PROPOSE') transfer.propose({ tags: [...tags, OFFER] })
  else {
    transfer.propose()
    if (type === 'CANCEL') transfer.cancel({ tags })
    else transfer.connect().accept({ tags })
  }
  return analyze(s.close().wire.pcap()).findings.map(({ code }) => code)
}

const more = (type: Type, tags: readonly Uint8Array[]): string[] => {
  const usual = codesOf(type, NEEDED[type])
  return codesOf(type, tags).filter((code) => !usual.includes(code))
}

describe('every row of the table of tags is kept to', () => {
  it.each(rows.flatMap((row) => (row.required ?? []).map((type) => ({ ...row, where: type as Type }))))(
    '$name has to be in $where',
    ({ tag, where }) => {
      const left = NEEDED[where].filter((tlv) => tagOf(tlv) !== tag)
      expect(left.length).toBeLessThan(NEEDED[where].length)
      expect(more(where, left)).not.toEqual([])
    },
  )

  it.each(
    rows.flatMap((row) => {
      const others = (Object.keys(TYPES) as Type[]).filter((type) => row.only !== undefined && !row.only.includes(type))
      return others.map((where) => ({ ...row, where }))
    }),
  )('$name has no place in $where', (row) => {
    expect(more(row.where, [...NEEDED[row.where], filler(row)])).not.toEqual([])
  })

  it.each(rows.filter(({ addedBy }) => addedBy === 'server'))('$name is not for clients', (row) => {
    expect(more('PROPOSE', [...NEEDED.PROPOSE, filler(row)])).not.toEqual([])
  })

  it.each(rows.filter(({ mirrors }) => mirrors !== undefined))('$name mirrors $mirrors', (row) => {
    const tags = [...NEEDED.PROPOSE, t.tlv(0x0002, '0a000001'), filler(row)]
    expect(more('PROPOSE', tags).filter((code) => ['RV-15', 'RV-16'].includes(code))).not.toEqual([])
  })

  it.each(rows.filter(({ type }) => type.size !== undefined))('$name has its size', (row) => {
    const tags = [...NEEDED.PROPOSE.filter((tlv) => tagOf(tlv) !== row.tag), filler(row, row.type.size! + 1)]
    expect(more('PROPOSE', tags)).toContain('RV-14')
  })

  it.each(rows.filter(({ addedBy }) => addedBy === undefined))('$name comes before the service data', (row) => {
    const s = t.scenario()
    const tags = [...NEEDED.PROPOSE.filter((tlv) => tagOf(tlv) !== row.tag), OFFER, filler(row)]
    s.transfer().propose({ tags })
    expect(analyze(s.close().wire.pcap()).findings.map(({ code }) => code)).toContain('RV-01')
    expect(row.tag).toBeLessThan(SERVICE_DATA)
  })
})
