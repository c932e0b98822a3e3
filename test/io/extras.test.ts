import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { oscarscope } from '../cli/program.ts'
import { RAW } from '../report/hostile.ts'
import * as t from '../support/index.ts'
import { temporaryFiles } from './reading.ts'

const files = temporaryFiles()
let number = 0

interface Manifest {
  readonly files: readonly { readonly file: string | null }[]
  readonly others: readonly { readonly kind: string; readonly file: string; readonly complete: boolean }[]
}

function extract(capture: Uint8Array, ...options: readonly string[]) {
  const folder = files.path(`extras-${++number}`)
  const { code, out, err } = oscarscope([
    'extract',
    files.write(`extras-${number}.pcap`, capture),
    '-o',
    folder,
    ...options,
  ])
  const read = (name: string): Buffer => readFileSync(join(folder, name))
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return { code, out, err, folder, names, read, manifest: JSON.parse(read('manifest.json').toString()) as Manifest }
}

const PNG = t.concat('89504e470d0a1a0a', t.noise(300))

function talk(): Uint8Array {
  const s = t.scenario()
  s.im('alice', 'bob', '<HTML><B>hello</B> &amp; welcome</HTML>')
  s.im('bob', 'alice', 'line\nbreak\u001b[2J', { charset: 2 })
  const { tcp } = s.person('alice').bos
  const message = t.odc({
    cookie: t.zeros(8),
    name: 'alice',
    payload: t.concat(t.ascii('<HTML>look</HTML><BINARY><DATA ID="1" SIZE="308">'), PNG, t.ascii('</DATA></BINARY>')),
  })
  s.directIm().propose().connect().accept().bytes('from', message).close()
  s.person('alice').bos.request(0x0010, 0x0002, t.concat('0001', t.u16(20), t.ascii('GIF89a'), t.noise(14)))
  expect(tcp.isOpen).toBe(true)
  return s.close().wire.pcap()
}

describe('extract writes besides files', () => {
  let all: ReturnType<typeof extract>
  beforeAll(() => {
    all = extract(talk(), '--pictures', '--chat')
  })

  it('nothing that it was not asked for', () => {
    expect(extract(talk()).names).toEqual(['manifest.json'])
  })

  it('pictures of direct IMs and icons, byte for byte, each once', () => {
    const [icon, picture] = all.names.filter((name) => /^(icon|picture)-/.test(name))
    expect(all.read(picture!).equals(PNG)).toBe(true)
    expect([icon, picture]).toEqual([expect.stringMatching(/^icon-1-.*\.gif$/), 'picture-1-alice.png'])
    expect(all.read(icon!).subarray(0, 6).toString()).toBe('GIF89a')
  })

  it('what was said, a line for each message and not for each copy of it, as text', () => {
    const chat = all.read(all.names.find((name) => name.startsWith('chat-'))!).toString()
    expect(chat).toBe(
      [
        '2005-01-01 00:00:00  alice: hello & welcome',
        '2005-01-01 00:00:00  bob: line␊break␛[2J',
        '2005-01-01 00:00:00  alice: look',
        '',
      ].join('\n'),
    )
    expect(chat).not.toMatch(RAW)
  })

  it('and lists it in the manifest', () => {
    expect(all.manifest.others.map(({ kind, file, complete }) => [kind, all.names.includes(file), complete])).toEqual([
      ['picture', true, true],
      ['icon', true, true],
      ['chat', true, true],
    ])
  })

  it('no more than the limits allow, and says so', () => {
    const { err, names } = extract(talk(), '--pictures', '--chat', '--limit', 'extractedFiles=1')
    expect(names).toHaveLength(2)
    expect(err).toMatch(/limit reached: .*--limit extractedFiles=N/)
    expect(extract(talk(), '--chat', '--limit', 'transcripts=200').err).toMatch(
      /limit reached: .*--limit transcripts=N/,
    )
  })
})

describe('--keep-folders', () => {
  const named = (...names: readonly string[]): Uint8Array => {
    const s = t.scenario()
    s.transfer({ files: names.map((name) => ({ name, data: t.ascii(name) })) }).complete()
    return s.close().wire.pcap()
  }

  it('makes folders of the names, numbered and safe, and never leaves its own', () => {
    const { names, folder, manifest } = extract(
      named(
        'trip\u0001a.txt',
        'trip\u0001b\u0001a.txt',
        '..\u0001..\u0001etc\u0001passwd',
        'CON\u0001-rf',
        'plain.txt',
      ),
      '--keep-folders',
    )
    expect(names.filter((name) => name !== 'manifest.json')).toEqual([
      '1-5-plain.txt',
      '1-_CON',
      '1-_CON/4-rf',
      '1-etc',
      '1-etc/3-passwd',
      '1-trip',
      '1-trip/1-a.txt',
      '1-trip/b',
      '1-trip/b/2-a.txt',
    ])
    for (const { file } of manifest.files) expect(readFileSync(join(folder, file!)).length).toBeGreaterThan(0)
  })

  it('uses no folder that somebody else made', () => {
    const folder = files.path('taken-folder')
    mkdirSync(join(folder, '1-trip'), { recursive: true })
    const capture = files.write('folder.pcap', named('trip\u0001a.txt'))
    const { code, err } = oscarscope(['extract', capture, '-o', folder, '--keep-folders'])
    expect([code, err]).toEqual([3, expect.stringMatching(/1-trip: is there already/)])
    expect(readdirSync(join(folder, '1-trip'))).toEqual([])
  })
})
