import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { HABITS } from '../../src/rules/habits.ts'
import { RULES } from '../../src/rules/index.ts'
import type { Profile } from '../../src/rules/run.ts'
import { packetsIn } from '../properties/report.ts'
import * as t from '../support/index.ts'
import { FIXTURES } from './fixtures/index.ts'

function findings(capture: Uint8Array, profile: Profile = 'strict'): Finding[] {
  const found: Finding[] = []
  const nothing = { wantsEvents: false, event() {}, flow() {}, conversation() {}, transfer() {} }
  const analyzer = new Analyzer({ ...nothing, finding: (finding) => found.push(finding) }, { profile })
  for (const packet of packetsIn(capture)) analyzer.packet(packet)
  analyzer.end()
  return found
}

const OFFER = t.serviceData({ size: 13, name: 'hello.txt' })

/** A first proposal of Alice's with these tags, and her CANCEL without a reason. */
function cancelledBy(tags: readonly Uint8Array[]): Uint8Array {
  const s = t.scenario()
  s.transfer().propose({ tags }).cancel({ reason: null })
  return s.close().wire.pcap()
}

const AS_QUTIM = [
  t.sequenceNum(1),
  t.tlv(0x0002, '0a000001'),
  t.tlv(0x0016, 'f5fffffe'),
  t.requesterIp('10.0.0.1'),
  t.port(5190),
  t.tlv(0x0017, 'ebb9'),
  OFFER,
  t.tlv(0x2722, '00'),
]
const AS_LIBPURPLE = [
  t.tlv(0x0002, '0a000001'),
  t.requesterIp('10.0.0.1'),
  t.port(5190),
  t.sequenceNum(1),
  t.requestHostCheck(),
  OFFER,
]

describe('what clients are known for', () => {
  it('is written down for every client that a rule names, with what it does', () => {
    const rows = new Set(HABITS.map(({ code, client }) => `${code} ${client}`))
    const named = RULES.flatMap(({ code, knownFor = [] }) => knownFor.map((client) => `${code} ${client}`))
    expect(named.filter((row) => !rows.has(row))).toEqual([])
    expect(rows.size).toBe(HABITS.length)
    expect(HABITS.filter(({ does }) => does === '')).toEqual([])
  })

  it('is written down for every client that a finding names', () => {
    const rows = new Set(HABITS.map(({ code, client }) => `${code} ${client}`))
    const named = [...FIXTURES.values()].flatMap((make) =>
      findings(make()).flatMap(({ code, knownFor }) => knownFor.map((client) => `${code} ${client}`)),
    )
    expect([...new Set(named)].filter((row) => !rows.has(row))).toEqual([])
  })

  it('counts for the client that writes its proposals so, and for no other', () => {
    const ofWriter = (tags: readonly Uint8Array[]) => findings(cancelledBy(tags)).find(({ code }) => code === 'RV-11')
    expect(ofWriter(AS_QUTIM)).toMatchObject({ severity: 'error', knownFor: ['qutIM'] })
    expect(ofWriter(AS_LIBPURPLE)).toMatchObject({ severity: 'error', knownFor: [] })
  })

  it('counts by whatever else tells the client: its name, the way it fills headers in', () => {
    const wrongSum = (ack: t.OftFault) => {
      const s = t.scenario()
      s.transfer({ data: t.noise(1000) })
        .propose()
        .connect()
        .accept()
        .prompt()
        .ack(ack)
        .data()
        .done({ recvcsum: 0x12340000 })
        .close()
      return findings(s.close().wire.pcap()).find(({ code }) => code === 'OFT-24')?.knownFor
    }
    expect(wrongSum({})).toContain('libpurple')
    expect(wrongSum({ recvcsum: 0, flags: 0 })).toEqual([])
  })

  it('is a note with the lenient profile, and only for who is known for it', () => {
    const lenient = (tags: readonly Uint8Array[]) =>
      findings(cancelledBy(tags), 'lenient').find(({ code }) => code === 'RV-11')?.severity
    expect(lenient(AS_QUTIM)).toBe('note')
    expect(lenient(AS_LIBPURPLE)).toBe('error')
  })
})
