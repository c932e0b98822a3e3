import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Transfer } from '../../src/conversation/transfer.ts'
import { Extractor, type ExtractorOptions } from '../../src/io/extractor.ts'
import { OutputDirectory } from '../../src/io/output-directory.ts'
import { manifestText, type ManifestEntry } from '../../src/report/manifest.ts'
import { QuietView } from '../../src/report/view.ts'
import { show } from '../report/show.ts'
import { scenario, utf8, type Scenario } from '../support/index.ts'
import { temporaryFiles } from './reading.ts'

const files = temporaryFiles()
let directories = 0

interface Extraction {
  readonly path: string
  readonly names: string[]
  readonly entries: readonly ManifestEntry[]
  readonly extractor: Extractor
  readonly bytes: (name: string) => Buffer
}

function extract(
  s: Scenario,
  options: Partial<ExtractorOptions> = {},
  path = files.path(`out-${++directories}`),
): Extraction {
  const directory = new OutputDirectory(path)
  const extractor = new Extractor(directory, { maxSize: 1 << 20, partial: true, ...options })
  const view = new (class extends QuietView {
    readonly wantsEvents = false
    override begin(): void {
      directory.make('manifest.json')
    }
    override transfer(transfer: Transfer): void {
      extractor.keep(transfer)
    }
  })()
  try {
    show(s.close().wire.pcap(), () => view, extractor)
  } finally {
    extractor.dispose()
  }
  const bytes = (name: string) => readFileSync(join(path, name))
  return { path, names: readdirSync(path).sort(), entries: extractor.entries, extractor, bytes }
}

const data = utf8(Array.from({ length: 500 }, (_, at) => `line ${at}\n`).join(''))
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('extraction', () => {
  it('writes each file whole, with the hashes of what was sent', () => {
    const s = scenario()
    s.transfer({
      files: [
        { name: 'pictures\u0001a.txt', data },
        { name: 'pictures\u0001b.txt', data: data.slice(7) },
      ],
    }).complete()
    const { names, bytes, entries } = extract(s)
    expect(names).toEqual(['1-1-a.txt', '1-2-b.txt'])
    expect(bytes('1-1-a.txt').equals(data)).toBe(true)
    expect(entries[0]).toMatchObject({
      file: '1-1-a.txt',
      name: 'pictures/a.txt',
      nameBytes: Buffer.from('pictures\u0001a.txt').toString('hex'),
      complete: true,
      bytes: { stated: data.length, seen: data.length, written: data.length },
      checksum: { verdict: 'match' },
      sha256: sha256(data),
      md5: createHash('md5').update(data).digest('hex'),
    })
  })

  it('gives files to nobody but their owner', () => {
    const s = scenario()
    s.transfer({ data }).complete()
    const { path, names } = extract(s)
    expect(statSync(join(path, names[0]!)).mode & 0o777).toBe(0o600)
    expect(statSync(path).mode & 0o777).toBe(0o700)
  })

  it('puts zeros where bytes were not captured, and says so in the name and the manifest', () => {
    const s = scenario()
    const t = s.transfer({ data }).propose().connect().accept().prompt().ack()
    t.data({ bytes: 1000 }).lose('from', 1000)
    t.data({ payload: data.slice(2000) })
      .done()
      .close()
    const { names, bytes, entries } = extract(s)
    expect(names).toEqual(['1-1-hello.txt.incomplete'])
    const expected = Buffer.from(data)
    expected.fill(0, 1000, 2000)
    expect(bytes(names[0]!).equals(expected)).toBe(true)
    expect(entries[0]).toMatchObject({
      complete: false,
      holes: [{ offset: 1000, bytes: 1000 }],
      sha256: null,
      checksum: { verdict: 'unchecked' },
    })
  })

  it('never writes more than was stated, nor more than is allowed', () => {
    const s = scenario()
    s.transfer({ name: 'more', data: data.slice(0, 100) })
      .propose()
      .connect()
      .accept()
      .prompt()
      .ack()
      .data({ bytes: 5000 })
      .close()
    s.transfer({ name: 'big', data }).complete()
    const { path, entries, extractor } = extract(s, { maxSize: 2000 })
    for (const { file } of entries) expect(lstatSync(join(path, file!)).size).toBeLessThanOrEqual(2000)
    expect(entries[0]).toMatchObject({ file: '1-1-more', bytes: { written: 100 } })
    expect(entries[1]).toMatchObject({
      file: '2-1-big.incomplete',
      limit: 'extractedFile',
      complete: false,
      sha256: null,
    })
    expect([...extractor.reached]).toEqual(['extractedFile'])
  })

  it('leaves incomplete files out with --no-partial, and still lists them', () => {
    const s = scenario()
    s.transfer({ name: 'cut', data }).propose().connect().accept().prompt().ack().data({ bytes: 100 }).close()
    const { names, entries } = extract(s, { partial: false })
    expect(names).toEqual([])
    expect(entries).toMatchObject([{ file: null, name: 'cut', complete: false, bytes: { seen: 100 } }])
  })

  it('joins a resumed file with its beginning, when the sender’s checksum proves that they are one', () => {
    const s = scenario()
    s.transfer({ name: 'long', data }).propose().connect().accept().prompt().ack().data({ bytes: 3000 }).close()
    s.transfer({ name: 'long', data }).propose().connect().accept().prompt().resume({ at: 2000 }).data().done().close()
    const { names, bytes, entries } = extract(s)
    expect(names).toEqual(['1-1-long.incomplete', '2-1-long'])
    expect(bytes('2-1-long').equals(data)).toBe(true)
    expect(entries[1]).toMatchObject({ complete: true, joinedWith: 1, resumedAt: 2000, sha256: sha256(data) })
  })

  it('keeps a resumed file without its beginning apart', () => {
    const s = scenario()
    const other = data.slice().reverse()
    s.transfer({ name: 'long', data: other }).propose().connect().accept().prompt().ack().data({ bytes: 3000 }).close()
    s.transfer({ name: 'long', data }).propose().connect().accept().prompt().resume({ at: 2000 }).data().done().close()
    const { names, bytes } = extract(s)
    expect(names).toEqual(['1-1-long.incomplete', '2-1-long.incomplete'])
    expect(
      bytes('2-1-long.incomplete')
        .subarray(0, 2000)
        .every((byte) => byte === 0),
    ).toBe(true)
  })

  it('writes an empty file for an empty file, and nothing for one that was skipped', () => {
    const s = scenario()
    s.transfer({ name: 'empty', data: new Uint8Array(0) }).complete()
    s.transfer({ name: 'known', data }).propose().connect().accept().prompt().done().close()
    const { names, entries } = extract(s)
    expect(names).toEqual(['1-1-empty'])
    expect(entries[1]).toMatchObject({ file: null, outcome: 'skipped', complete: true })
  })

  it('writes one file of a proxied transfer whose two legs are both there', () => {
    const s = scenario()
    s.transfer({ data }).propose().refused().proxy().accept().exchange().close()
    const { names, bytes } = extract(s)
    expect(names).toEqual(['1-1-hello.txt'])
    expect(bytes(names[0]!).equals(data)).toBe(true)
  })

  it('writes nothing over anything, and follows no link', () => {
    const path = files.path('taken')
    mkdirSync(path)
    symlinkSync('/etc/hostname', join(path, '1-1-hello.txt'))
    const s = scenario()
    s.transfer({ data }).complete()
    expect(() => extract(s, {}, path)).toThrow(/1-1-hello\.txt: is there already/)
    expect(readdirSync(path)).toEqual(['1-1-hello.txt'])
    const again = files.path('again')
    mkdirSync(again)
    writeFileSync(join(again, 'manifest.json'), '{}')
    expect(() => extract(scenario(), {}, again)).toThrow(/manifest\.json: is there already/)
    const link = files.path('link')
    symlinkSync(again, link)
    expect(() => extract(scenario(), {}, link)).toThrow(/symbolic link/)
  })

  it('makes a manifest that is JSON', () => {
    const s = scenario()
    s.transfer({ data }).complete()
    const { entries } = extract(s)
    const capture = { file: 'x', format: 'pcap', linkTypes: [], bytes: 1, packets: 2 } as const
    expect(JSON.parse(manifestText([capture], entries))).toMatchObject({
      schema: 1,
      inputs: [{ file: 'x', packets: 2 }],
      files: [{ file: '1-1-hello.txt' }],
    })
  })
})
