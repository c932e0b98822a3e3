import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/rules/finding.ts'
import { cArray, ghostLines, ghostNodes, goArray } from '../../src/report/ghost.ts'
import { readPaste } from '../../src/report/paste/read.ts'
import { analyze } from '../support/analyze.ts'
import { CANCEL, inMessage, oftHeaders, remove } from '../support/faults/index.ts'
import * as t from '../support/index.ts'
import { Recording } from '../support/recording.ts'
import { FIXTURES } from './fixtures/index.ts'

const RECORDINGS = resolve(import.meta.dirname, '../../captures/real')
const recording = (name: string): Recording => new Recording(new Uint8Array(readFileSync(join(RECORDINGS, name))))

function ghostOf(capture: Uint8Array, code: string): NonNullable<Finding['ghost']> {
  const finding = analyze(capture).findings.find((each) => each.code === code && each.ghost !== undefined)
  expect(finding, code).toBeDefined()
  return finding!.ghost!
}

const fixture = (name: string, code: string) => ghostOf(FIXTURES.get(name)!(), code)

/** Value of a field of the decoded message. */
const field = (ghost: NonNullable<Finding['ghost']>, name: string) =>
  ghostNodes(ghost)[0]!.children!.find((node) => node.name === name)?.value

// A header is taken out of a recording of real clients, and told again from what is left. Fields that are their own: joscar
// counts parts and files left down in its last DONE and keeps the flag of negotiation.
describe('the bytes of a missing header are those that the real client had sent', () => {
  it.each([
    ['direct.pcap', 0x0202, 'OFT-07', []],
    ['direct.pcap', 0x0204, 'OFT-08', ['flags']],
    ['proxy-by-receiver.pcap', 0x0202, 'OFT-07', []],
    ['redirect.pcap', 0x0204, 'OFT-08', ['flags']],
    ['resume.pcap', 0x0106, 'OFT-31', []],
    ['resume.pcap', 0x0207, 'OFT-31', []],
    ['resume.pcap', 0x0204, 'OFT-08', ['partsLeft', 'filesLeft', 'flags']],
    ['folder.pcap', 0x0106, 'OFT-31', ['cookie']],
  ] as const)('%s without 0x%x', (name, type, code, own) => {
    const broken = recording(name)
    const header = oftHeaders(broken, type)[0]!
    const sent = header.stream.bytes.slice(header.at, header.at + 256)
    remove(broken, header)
    const ghost = ghostOf(broken.pcap(), code)
    const real = ghostNodes({ ...ghost, bytes: sent })[0]!.children!
    const told = ghostNodes(ghost)[0]!.children!
    const names: readonly string[] = own
    const differing = real.filter(({ value }, at) => value !== told[at]!.value).map((node) => node.name)
    expect(differing.filter((each) => !names.includes(each))).toEqual([])
    expect(ghost.bytes).toHaveLength(256)
  })
})

describe('what is missing is computed', () => {
  it('in a DONE: size and checksum of the data that was seen, the cookie of the ICBM, the flag of the last file', () => {
    const ghost = fixture('done-missing', 'OFT-08')
    const [finding] = analyze(FIXTURES.get('done-missing')!()).findings
    expect(field(ghost, 'cookie')).toBe(finding!.conversation!.cookie)
    expect(field(ghost, 'nrecvd')).toBe(5001)
    expect(field(ghost, 'recvcsum')).toBe(finding!.transfer!.best.file.checksum!.toString(16).padStart(8, '0'))
    expect(field(ghost, 'flags')).toBe(1)
    expect(ghost).toMatchObject({ name: 'OFT 0204 DONE', from: 'receiver' })
  })

  it('in an ACCEPT: cookie and service', () => {
    const ghost = fixture('accept-missing', 'RV-33')
    expect(ghost).toMatchObject({ name: 'ACCEPT', from: 'target' })
    expect(ghost.bytes).toHaveLength(26)
    expect(ghostNodes(ghost)[0]!.children!.map(({ label, value }) => label ?? value)).toContain('ACCEPT')
  })

  it('in a CANCEL without reason, a PROPOSE without number: the message as it was, with the tag in front', () => {
    const declined = recording('declined.pcap')
    inMessage({ type: CANCEL }, (message) => message.drop(0x0b))(declined)
    const cancel = ghostOf(declined.pcap(), 'RV-11')
    expect(cancel.isThere).toBe(true)
    expect(t.toHex(cancel.bytes!).slice(52)).toMatch(/^000b00020001/)
    const proposal = fixture('proposal-without-number', 'RV-04')
    expect(t.toHex(proposal.bytes!).slice(52)).toMatch(/^000a00020001/)
  })

  it('in a READY of the proxy', () => {
    expect(
      ghostNodes(fixture('proxy-ready-to-one', 'ARS-13'))[0]!.children!.find(({ name }) => name === 'command'),
    ).toMatchObject({
      label: 'READY',
    })
  })
})

describe('the bytes can be pasted', () => {
  const ghost = fixture('ack-missing', 'OFT-07')

  it.each([
    [
      'as a dump',
      (bytes: Uint8Array) =>
        ghostLines({ ...ghost, bytes }, { details: false, hex: true })
          .slice(1, 17)
          .join('\n'),
    ],
    ['in C', (bytes: Uint8Array) => cArray(bytes).join('\n')],
    ['in Go', (bytes: Uint8Array) => goArray(bytes).join('\n')],
  ])('%s, and decode to the same header', (_, write) => {
    const [pasted] = readPaste(write(ghost.bytes!)) as Uint8Array[]
    expect(t.toHex(pasted!)).toBe(t.toHex(ghost.bytes!))
  })
})
