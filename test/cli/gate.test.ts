import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFiles } from '../io/reading.ts'
import { scenario } from '../support/index.ts'
import { oscarscope } from './program.ts'

const files = temporaryFiles()

const bad = (() => {
  const s = scenario()
  s.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().done().close()
  return files.write('bad.pcap', s.close().wire.pcap())
})()

let projects = 0

/** A directory with these files, and runs of the program in it. */
function project(contents: Readonly<Record<string, unknown>>) {
  const directory = files.path(`project${++projects}`)
  mkdirSync(join(directory, 'deep', 'er'), { recursive: true })
  for (const [name, value] of Object.entries(contents))
    files.write(`project${projects}/${name}`, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)))
  return {
    directory,
    check: (...args: string[]) => oscarscope(['check', bad, ...args], { cwd: join(directory, 'deep', 'er') }),
  }
}

const suppression = { code: 'OFT-07', reason: 'ticket 12', expires: '9999-12-31' }

describe('the configuration of check', () => {
  it('is the nearest from the working directory upward', () => {
    const { check } = project({ '.oscarscope.json': { suppressions: [suppression] } })
    expect(check()).toMatchObject({
      code: 0,
      out: '1 transfer: 1 complete · no errors, no warnings, no notes, 1 suppressed · exit 0\n',
      err: '',
    })
    expect(check('--no-config').code).toBe(1)
  })

  it('may be a key of package.json, which counts when there is no file beside it', () => {
    const { check } = project({ 'package.json': { name: 'x', oscarscope: { suppressions: [suppression] } } })
    expect(check().code).toBe(0)
    expect(project({ 'package.json': { name: 'x' } }).check().code).toBe(1)
  })

  it('may be named, and then has to be there', () => {
    const { check } = project({ 'other.json': { suppressions: [suppression] } })
    expect(check('--config', '../../other.json').code).toBe(0)
    expect(check('--config', 'nowhere.json')).toMatchObject({
      code: 2,
      out: '',
      err: 'oscarscope: nowhere.json: no such file\n',
    })
  })

  it('counts less than the command line', () => {
    const { check } = project({
      '.oscarscope.json': { require: ['transfers>=2'], 'fail-on': 'note', profile: 'lenient' },
    })
    expect(check()).toMatchObject({
      code: 5,
      err: 'oscarscope: required are transfers>=2, found 1\n',
    })
    expect(check('--require', 'transfers>=1').code).toBe(1)
  })

  it('says how habits of clients are taken wherever findings are shown', () => {
    const s = scenario()
    s.transfer().propose().connect().accept().prompt().ack().data().done({ recvcsum: 0x12340000 }).close()
    const odd = files.write('odd.pcap', s.close().wire.pcap())
    const { directory } = project({ '.oscarscope.json': { profile: 'lenient' } })
    for (const command of ['inspect', 'check', 'ladder']) {
      const shown = (...args: string[]) => oscarscope([command, odd, ...args], { cwd: directory }).out
      expect(shown(), command).not.toMatch(/▲|warning OFT/)
      expect(shown('--profile', 'strict'), command).toMatch(/▲|warning OFT/)
    }
  })

  it('that is wrong is told with file, place, what was expected and what was found', () => {
    const { check } = project({ '.oscarscope.json': { 'fail-on': 'eror', suppresions: [] } })
    expect(check()).toMatchObject({
      code: 2,
      out: '',
      err:
        'oscarscope: ../../.oscarscope.json: fail-on: expected one of error, warning, note, found "eror"\n' +
        '../../.oscarscope.json: suppresions: unknown key (did you mean suppressions?)\n',
    })
    const broken = project({ '.oscarscope.json': '{\n  "profile": oops\n}' }).check()
    expect(broken.code).toBe(2)
    expect(broken.err).toMatch(/^oscarscope: \.\.\/\.\.\/\.oscarscope\.json:2:\d+: not JSON: /)
    const scope = project({ '.oscarscope.json': { suppressions: [{ ...suppression, scope: 'usr == "x"' }] } }).check()
    expect(scope.code).toBe(2)
    expect(scope.err).toContain('suppressions[0].scope: unknown field')
    expect(scope.err).toContain('^^^')
  })

  it('loses a suppression after its last day, and says so', () => {
    const { check } = project({ '.oscarscope.json': { suppressions: [{ ...suppression, expires: '2020-02-29' }] } })
    expect(check()).toMatchObject({
      code: 1,
      err: 'oscarscope: ../../.oscarscope.json: the suppression of OFT-07 ended on 2020-02-29 and no longer holds (ticket 12)\n',
    })
  })
})

describe('the baseline', () => {
  it('is written when asked for, makes the next check pass, and stands where the configuration is', () => {
    const { check, directory } = project({ '.oscarscope.json': { baseline: 'known.json' } })
    expect(check().code).toBe(2)
    expect(check('--update-baseline').code).toBe(0)
    const text = readFileSync(join(directory, 'known.json'), 'utf8')
    expect(JSON.parse(text)).toEqual({ baseline: 1, findings: { 'OFT-07 receiver send-file alice>bob noack.bin': 1 } })
    expect(check()).toMatchObject({ code: 0, err: '' })
    expect(check('--update-baseline').code).toBe(0)
    expect(readFileSync(join(directory, 'known.json'), 'utf8')).toBe(text)
  })

  it('needs a file', () => {
    expect(project({}).check('--update-baseline')).toMatchObject({ code: 2, out: '' })
  })
})

it.each(['json', 'ndjson', 'sarif', 'junit', 'github', 'markdown'])('-T %s gives the same exit code', (format) => {
  expect(oscarscope(['check', bad, '-T', format, '--no-config']).code).toBe(1)
})
