import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RULES } from '../../src/rules/index.ts'
import { temporaryFiles } from '../io/reading.ts'
import { HOSTILE, RAW } from '../report/hostile.ts'
import { scenario } from '../support/index.ts'
import { oscarscope } from './program.ts'

const files = temporaryFiles()

const scene = scenario()
scene.transfer({ name: 'good.txt' }).complete()
scene.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().close()
const { wire } = scene.close()
const capture = files.write('both.pcap', wire.pcap())

/** The same packets in two files, taken in turns. */
const halves = [0, 1].map((half) => {
  const part = scenario({ signOn: false }).wire
  part.packets.push(...wire.packets.filter((_packet, at) => at % 2 === half))
  return files.write(`half-${half}.pcap`, part.pcap())
})

describe('the command line', () => {
  it('runs inspect when no command is named', () => {
    expect(oscarscope([capture]).out).toBe(oscarscope(['inspect', capture]).out)
  })

  it('takes several files as one timeline, and standard input as a file', () => {
    const whole = oscarscope([capture]).out
    expect(oscarscope(halves).out).toBe(whole)
    expect(oscarscope(['-'], { input: wire.pcap() }).out).toBe(whole)
  })

  it('says which packet of which file a finding is about', () => {
    const one = /#(\d+): error OFT-07/.exec(oscarscope(['check', capture]).out)![1]!
    const two = /half-(\d)\.pcap#(\d+): error OFT-07/.exec(oscarscope(['check', ...halves]).out)!
    expect((Number(two[2]) - 1) * 2 + Number(two[1]) + 1).toBe(Number(one))
  })

  it('stops after -c packets and writes them with -w', () => {
    const written = files.path('written.pcapng')
    expect(oscarscope([...halves, '-c', '20', '-w', written]).code).toBe(0)
    expect(oscarscope([written, '-w', written])).toMatchObject({ code: 2, out: '' })
    const { out } = oscarscope([written, '-T', 'ndjson'])
    const [first] = out.split('\n')
    expect(JSON.parse(first!)).toMatchObject({ files: [{ format: 'pcapng', linkTypes: ['ethernet'] }] })
    expect(JSON.parse(out.trimEnd().split('\n').at(-1)!)).toMatchObject({ packets: 20 })
    const { out: bytes } = oscarscope([capture, '-w', '-'])
    expect(bytes.slice(0, 4)).toBe('\n\r\r\n')
    expect(bytes).not.toContain('→')
  })

  it('gives the same bytes in every time zone and locale', () => {
    const [here, there] = [
      ['UTC', 'C'],
      ['Pacific/Chatham', 'de_DE.UTF-8'],
    ].map(([TZ, LANG]) => oscarscope([capture, '-t', 'ad'], { env: { TZ: TZ!, LANG: LANG!, LC_ALL: LANG! } }))
    expect(there!.out).toBe(here!.out)
  })

  it('colours only when asked to or on a terminal that wants it', () => {
    expect(oscarscope(['check', capture]).out).not.toContain('\u001b')
    expect(oscarscope(['check', capture, '--color', 'always']).out).toContain('\u001b[31m')
    expect(oscarscope(['check', capture, '--color', 'never'], { env: { FORCE_COLOR: '1' } }).out).not.toContain(
      '\u001b',
    )
  })

  it('loads nothing of the analysis for help, and nothing at all for --help and --version', () => {
    const loadedBy = (name: string, ...args: string[]): string[] => {
      const report = files.path(name)
      expect(oscarscope(args, { env: { NODE_V8_COVERAGE: report } }).code).toBe(0)
      const text = readdirSync(report).map((file) => readFileSync(join(report, file), 'utf8'))
      return [...text.join('').matchAll(/"url":"file:\/\/([^"]*\/dist\/[^"]*)"/g)].map(([, path]) => path!)
    }
    const help = loadedBy('check-help', 'check', '--help')
    expect(help.length).toBeGreaterThan(0)
    expect(help.map((path) => readFileSync(path, 'utf8')).join('')).not.toContain('class Analyzer')
    expect(loadedBy('help', '--help')).toEqual([])
    expect(loadedBy('version', '--version')).toEqual([])
    expect(oscarscope(['--help']).out).toBe(oscarscope(['help']).out)
  })

  it('explains every rule by code and name, and lists them all', () => {
    expect(oscarscope(['rules', '-T', 'json']).out).toContain('"code": "OFT-07"')
    const { out } = oscarscope(['rules'])
    for (const { code, name } of RULES) expect(out).toMatch(new RegExp(`^${code} +${name} `, 'm'))
    expect(oscarscope(['explain', 'OFT-07']).out).toBe(oscarscope(['explain', 'ack-missing']).out)
    expect(oscarscope(['explain', 'ack-mising'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('ack-missing') as string,
    })
  })

  it('prints every limit with its precedent', () => {
    const { out } = oscarscope(['--limits'])
    expect(out).toMatch(/^flows +65536 +count .* Suricata/m)
    expect(oscarscope(['check', '--limit', 'flows=2', capture]).err).toMatch(/limit reached: .*--limit flows=N/)
    expect(oscarscope(['check', '--limit', 'flow=9', capture])).toMatchObject({
      code: 2,
      err: expect.stringContaining('did you mean flows?') as string,
    })
  })

  it('draws one conversation by its number', () => {
    const { out } = oscarscope(['ladder', capture, '2', '--ascii', '--width', '80'])
    expect(out).toContain('#2 send-file . noack.bin')
    expect(out).not.toContain('good.txt')
    expect(out).toMatch(/^[\n -~]*$/)
    expect(oscarscope(['ladder', capture, '99']).code).toBe(2)
  })
})

describe('what the wire says', () => {
  const s = scenario({ alice: { name: `al${HOSTILE[0]}` }, bob: { name: `b${HOSTILE[8]}` } })
  for (const name of HOSTILE) s.transfer({ name }).propose().connect().accept().prompt().data().done().close()
  const hostile = files.write('hostile.pcap', s.close().wire.pcap())

  it.each([
    ['inspect -V -x', ['inspect', hostile, '-V', '-x']],
    ['inspect -T fields', ['inspect', hostile, '-T', 'fields', '-e', 'user', '-e', 'oft.filename', '-e', 'rv.type']],
    ['extract', ['extract', hostile, '-o', files.path('out')]],
  ])('never reaches a terminal raw: %s', (_name, args) => {
    const { code, out, err } = oscarscope(args)
    expect([0, 1]).toContain(code)
    expect(out.length).toBeGreaterThan(300)
    expect(RAW.exec(out + err)).toBeNull()
  })

  it('never reaches it by the name of a file on the command line either', () => {
    const { err } = oscarscope(['/nowhere/\u001b]0;x\u0007.pcap'])
    expect(RAW.exec(err)).toBeNull()
  })
})
