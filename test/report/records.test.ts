import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { SCHEMAS, schemaDocument } from '../../src/report/schema.ts'
import { scenario, utf8 } from '../support/index.ts'
import { json, ndjson, recordsOf } from './show.ts'
import { validator } from './validate.ts'

function captureOfEverything(): Uint8Array {
  const s = scenario({ logIn: true })
  s.im('alice', 'bob', 'hello')
  s.transfer({ name: 'good.txt' }).complete()
  s.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().done().close()
  s.transfer({ name: 'proxied.bin' }).propose().cancel({ reason: null })
  s.directIm().propose().connect().accept().close()
  return s.close().wire.pcap()
}

const everything = captureOfEverything()

describe('records', () => {
  it('are as their schemas say, every one of every type', () => {
    const records = recordsOf(everything, ['sha256', 'md5'])
    expect(new Set(records.map(({ type }) => type))).toEqual(new Set(Object.keys(SCHEMAS)))
    const problems = validator(schemaDocument())
    for (const record of records) expect(problems(record), JSON.stringify(record)).toEqual([])
  })

  it('have a schema that takes no key it does not know, and misses none', () => {
    const problems = validator(schemaDocument())
    for (const record of recordsOf(everything)) {
      expect(problems({ ...record, surprise: 1 })).not.toEqual([])
      for (const key of Object.keys(record)) {
        const rest = Object.fromEntries(Object.entries(record).filter(([other]) => other !== key))
        if (SCHEMAS[record['type'] as string]!.required?.includes(key)) expect(problems(rest)).not.toEqual([])
      }
    }
  })

  it('begin with the capture and end with the summary', () => {
    const records = recordsOf(everything)
    expect(records[0]).toEqual({
      type: 'capture',
      schema: 1,
      files: [{ file: 'test.pcap', format: 'pcap', linkTypes: ['ethernet'], bytes: everything.length }],
    })
    expect(records.at(-1)!['type']).toBe('summary')
  })

  it('begin with their type', () => {
    for (const line of ndjson(everything).trimEnd().split('\n')) expect(line).toMatch(/^\{"type":"/)
  })

  it('are counted by the summary', () => {
    const records = recordsOf(everything)
    const of = (type: string) => records.filter((record) => record['type'] === type)
    const snacs = of('event').filter(({ protocol }) => protocol === 'snac').length
    const by = (severity: string) => of('finding').filter((finding) => finding['severity'] === severity).length
    expect(records.at(-1)).toMatchObject({
      flows: of('flow').length,
      conversations: of('conversation').length,
      transfers: of('transfer').length,
      snacs,
      findings: { error: by('error'), warning: by('warning'), note: by('note') },
      files: [{ file: 'test.pcap', bytes: everything.length }],
    })
  })

  it('account for every byte of OSCAR: what is covered is decoded, data or unknown', () => {
    const { coverage } = recordsOf(everything).at(-1) as unknown as { coverage: Record<string, number> }
    expect(coverage['bytes']).toBe(coverage['decoded']! + coverage['data']! + coverage['unknown']!)
    expect(coverage['data']).toBeGreaterThan(0)
    expect(coverage['gap']).toBe(0)
  })

  it('are the same in one object as line by line', () => {
    const whole = JSON.parse(json(everything)) as Record<string, unknown[]>
    expect(Object.keys(whole)).toEqual([
      'capture',
      'events',
      'findings',
      'flows',
      'conversations',
      'transfers',
      'summary',
    ])
    const lines = recordsOf(everything)
    for (const [key, type] of [
      ['events', 'event'],
      ['findings', 'finding'],
      ['flows', 'flow'],
    ] as const) {
      expect(whole[key]).toEqual(lines.filter((record) => record['type'] === type))
    }
  })

  it('of nothing at all are a valid object', () => {
    const whole = JSON.parse(json(scenario({ signOn: false }).wire.pcap())) as Record<string, unknown>
    expect(whole).toMatchObject({ events: [], findings: [], summary: { packets: 0 } })
  })

  it('give hashes of files that were seen from the first byte to the last', () => {
    const data = utf8('x'.repeat(5000))
    const s = scenario()
    s.transfer({ name: 'whole', data }).complete()
    s.transfer({ name: 'resumed', data })
      .propose()
      .connect()
      .accept()
      .prompt()
      .resume({ at: 1000 })
      .data()
      .done()
      .close()
    s.transfer({ name: 'cut', data }).propose().connect().accept().prompt().ack().data({ bytes: 100 }).close()
    const transfers = recordsOf(s.close().wire.pcap(), ['sha256', 'md5']).filter(({ type }) => type === 'transfer')
    const hash = (name: string) => createHash(name).update(data).digest('hex')
    expect(transfers.map(({ name, sha256, md5 }) => [name, sha256, md5])).toEqual([
      ['whole', hash('sha256'), hash('md5')],
      ['resumed', null, null],
      ['cut', null, null],
    ])
  })
})
