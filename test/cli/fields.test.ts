import { describe, expect, it } from 'vitest'
import { scenario } from '../support/index.ts'
import { temporaryFiles } from '../io/reading.ts'
import { oscarscope } from './program.ts'

const files = temporaryFiles()
const scene = scenario()
scene.transfer({ name: 'good.txt' }).complete()
scene.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().close()
const capture = files.write('both.pcap', scene.close().wire.pcap())

const lines = (text: string): string[] => text.trimEnd().split('\n')

describe('fields', () => {
  it('lists every name with its type, and Wireshark names beside ours', () => {
    const { out } = oscarscope(['fields'])
    expect(out).toMatch(/^flap\.seq +number +aim\.seqno +FLAP sequence number$/m)
    expect(out).toMatch(/^aim\.seqno +number +aim|= flap\.seq/m)
    expect(out).toMatch(/^icbm\.im_data\.text\.text +text/m)
  })

  it('lists what has a text in its name or its description, also as JSON', () => {
    expect(lines(oscarscope(['fields', 'verified_ip']).out).length).toBeGreaterThan(1)
    const found = JSON.parse(oscarscope(['fields', 'rv.type', '-T', 'json']).out) as { name: string }[]
    expect(found).toContainEqual({
      name: 'rv.type',
      type: 'number',
      title: 'PROPOSE, CANCEL or ACCEPT',
      aliasOf: null,
      members: ['PROPOSE', 'CANCEL', 'ACCEPT', 'NAK'],
    })
    expect(oscarscope(['fields', 'flap.sqe'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean flap.seq?') as string,
    })
  })
})

describe('-Y', () => {
  it('shows the events that match, and -e takes any name that it takes', () => {
    const { out } = oscarscope([
      capture,
      '-Y',
      'oft.type == prompt',
      '-T',
      'fields',
      '-e',
      'oft.filename',
      '-e',
      'oft.macFileInfo',
    ])
    expect(lines(out)).toEqual([`good.txt\t${'0'.repeat(32)}`, `noack.bin\t${'0'.repeat(32)}`])
  })

  it('puts a caret under what is wrong, and ends with 2', () => {
    const { code, out, err } = oscarscope([capture, '-Y', 'rv.tpe == 1 or flap'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(lines(err)).toEqual([
      "oscarscope: -Y: unknown field 'rv.tpe' (did you mean rv.type?)",
      '  rv.tpe == 1 or flap',
      '  ^^^^^^',
    ])
    for (const command of ['transfers', 'ladder', 'check'])
      expect(oscarscope([command, capture, '-Y', 'flap =']).code, command).toBe(2)
    expect(oscarscope([capture, '-Y', '\u001b]0;x\u0007']).err).not.toContain('\u001b')
  })

  it('chooses transfers and ladders, and findings of check with its exit code', () => {
    expect(oscarscope(['transfers', capture, '-Y', 'finding.code == OFT-07']).out).not.toContain('good.txt')
    expect(oscarscope(['ladder', capture, '-Y', 'transfer.name == good.txt']).out).not.toContain('noack.bin')
    expect(oscarscope(['check', capture]).code).toBe(1)
    expect(oscarscope(['check', capture, '-Y', 'conversation == 1']).code).toBe(0)
    const { code, out } = oscarscope(['check', capture, '-Y', 'finding.code == OFT-07'])
    expect(code).toBe(1)
    expect(lines(out)).toEqual([
      expect.stringContaining('OFT-07'),
      expect.stringContaining('1 error, no warnings, no notes'),
    ])
  })

  it('leaves the numbers of events as they are', () => {
    const all = lines(oscarscope([capture, '-T', 'ndjson']).out)
    const some = lines(oscarscope([capture, '-T', 'ndjson', '-Y', 'oft']).out)
    expect(some.length).toBeLessThan(all.length)
    for (const line of some.slice(0, -1)) expect(all).toContain(line)
  })
})
