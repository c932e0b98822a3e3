import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFiles } from '../io/reading.ts'
import { scenario, tlv } from '../support/index.ts'
import { oscarscope } from './program.ts'

const run = (...args: string[]) => oscarscope(args)

const files = temporaryFiles()

const CHAT = 'captures/real/chat-room.pcap'

interface Stats {
  readonly unknown: { readonly message: string; readonly packet: number }[]
  readonly coverage: { readonly bytes: number; readonly unknown: number }
}

const read = (path: string): Stats => JSON.parse(run('stats', path, '-T', 'json').out) as Stats

describe('oscarscope sessions', () => {
  it('has a line for each connection of each user', () => {
    const { out, code } = run('sessions', CHAT)
    expect(code).toBe(0)
    expect(out).toMatch(/^session 1 · Alice Lab · libpurple 2\.10\.9/m)
    expect(out).toMatch(/^ +2 .*BOS .*10\.77\.0\.11:\d+ → 10\.77\.0\.1:5190 +0\.\d{3} s/m)
  })

  it('has the steps and the rates with -V, and records with -T ndjson', () => {
    expect(run('sessions', CHAT, '-V').out).toMatch(/OSERVICE__HOST_ONLINE {2}#\d+/)
    const records = run('sessions', CHAT, '-T', 'ndjson').out.trim().split('\n')
    expect(records.map((line) => (JSON.parse(line) as { screenName: string }).screenName)).toEqual([
      'Alice Lab',
      'BobBuilder99',
    ])
  })

  it('shows those of one user with a filter', () => {
    expect(run('sessions', CHAT, '-Y', 'user == bobbuilder99').out).not.toContain('Alice Lab')
  })
})

describe('oscarscope stats', () => {
  it('counts messages and answers, and says that nothing is unknown', () => {
    const { out } = run('stats', CHAT)
    expect(out).toMatch(/^CHAT_NAV__CREATE_ROOM +\d+ +\d+ +\d+ +0\.\d{3} s/m)
    expect(out).toContain('everything in the messages is known')
    expect(out).toMatch(/ 0 unknown \(0\.00 %\), 0 not captured/)
  })

  it('lists what no table has, each with a packet, and nothing because the capture cut it', () => {
    const s = scenario()
    s.person('alice').bos.request(0x0002, 0x0004, tlv(0x7777, 'c0ffee'))
    const strange = files.write('strange.pcap', s.close().wire.pcap())
    expect(read(strange).unknown).toMatchObject([
      { message: 'LOCATE__SET_INFO', path: 'TLV_0x7777', tag: 0x7777, count: 1, bytes: 7 },
    ])
    const { unknown, coverage } = read('captures/real/snaplen-96.pcap')
    expect(unknown).toEqual([])
    expect(coverage.unknown / coverage.bytes).toBeLessThan(0.001)
  })
})

describe('a filter', () => {
  it('chooses the frames of a connection', () => {
    const { out } = run('follow', CHAT, '2', '-T', 'frames', '-Y', 'snac.subgroup == 0x0003')
    expect(out).toContain('OSERVICE__HOST_ONLINE')
    expect(out).not.toContain('OSERVICE__MOTD')
    expect(run('follow', CHAT, '2', '-Y', 'snac').code).toBe(2)
  })

  it('chooses the files that are extracted', () => {
    const directory = mkdtempSync(join(tmpdir(), 'oscarscope-'))
    const { code } = run(
      'extract',
      'captures/real/three-at-once.pcap',
      '-o',
      directory,
      '-Y',
      'transfer.name contains ".txt"',
    )
    expect(code).toBe(0)
    expect(readdirSync(directory).filter((name) => name !== 'manifest.json')).toEqual(['1-1-three-a.txt'])
    rmSync(directory, { recursive: true })
  })
})

describe('response times', () => {
  it('can be filtered by and shown', () => {
    const { out } = run(
      'inspect',
      CHAT,
      '-T',
      'fields',
      '-e',
      'event.name',
      '-e',
      'snac.response_time',
      '-Y',
      'snac.answers',
    )
    const lines = out.trim().split('\n')
    expect(lines.length).toBeGreaterThan(20)
    expect(lines.every((line) => /\t\d\.\d{9}$/.test(line))).toBe(true)
  })
})
