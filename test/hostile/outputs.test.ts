import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { newProgram } from '../../src/cli/program.ts'
import { Shell } from '../../src/cli/shell.ts'
import { temporaryFiles } from '../io/reading.ts'
import { HOSTILE, RAW } from '../report/hostile.ts'
import * as t from '../support/index.ts'

const files = temporaryFiles()

/** What imitates the program's own words. */
const IMITATIONS = ['[OK] transfer complete', '✗ OFT-07 ack-missing', '2 transfers: 2 complete']

const s = t.scenario({ alice: { name: `=al${HOSTILE[0]}` }, bob: { name: `@b${HOSTILE[2]}` } })
for (const text of [...HOSTILE, ...IMITATIONS]) {
  s.im('alice', 'bob', text)
  s.transfer({ name: text, data: t.noise(20) })
    .propose({ extra: [t.invitation(text), t.sessionId(text.slice(0, 40))] })
    .connect()
    .accept()
    .prompt()
    .data()
    .done()
    .close()
}
s.directIm().complete()
const path = files.write('hostile.pcap', s.close().wire.pcap())

/** Runs a command without a process of its own; what it wrote. */
async function run(...words: string[]): Promise<{ out: string; err: string }> {
  const said = { out: '', err: '' }
  const write = (text: string): void => void (said.out += text)
  const err = (text: string): void => void (said.err += text)
  const writeBytes = (bytes: Uint8Array): void => write(new TextDecoder().decode(bytes))
  const out = { write, writeBytes, flush() {}, flushQuietly() {} } as unknown as Shell['out']
  const shell = Object.assign(new Shell(), { out, err, listen() {} })
  try {
    await newProgram(shell, () => {}).parseAsync(['node', 'oscarscope', ...words])
  } catch (error) {
    // Commander has said its own.
    if (!(error instanceof CommanderError)) shell.say((error as Error).message)
  }
  return said
}

const CHECKS = ['text', 'json', 'ndjson', 'sarif', 'junit', 'github', 'markdown']
const COMMANDS: readonly (readonly string[])[] = [
  ['inspect', '-T', 'text'],
  ['inspect', '-V', '-x', '--show-secrets'],
  ['inspect', '--ascii', '-V'],
  ['inspect', '-T', 'json'],
  ['inspect', '-T', 'ndjson', '--hash', 'md5,sha256'],
  ['inspect', '-T', 'fields', '-e', 'transfer.name', '-e', 'user', '-e', 'icbm.im_data.text'],
  ['inspect', '--plain'],
  ['transfers'],
  ['transfers', '-T', 'json'],
  ['ladder', '-V', '-x'],
  ['sessions', '-V'],
  ['sessions', '-T', 'json'],
  ['stats'],
  ['stats', '-T', 'json'],
  ...CHECKS.map((format) => ['check', '-V', '-x', '-T', format]),
  ['follow', '-T', 'ascii'],
  ['follow', '-T', 'frames'],
  ['follow', '-T', 'hex'],
]

describe('of text that wants to be more', () => {
  it.each(COMMANDS.map((words) => [words.join(' '), words] as const))('%s says nothing raw', async (_, words) => {
    const { out, err } = await run(...words, path, ...(words[0] === 'follow' ? ['1'] : []))
    expect(out.length).toBeGreaterThan(200)
    expect(RAW.exec(out)?.[0]).toBeUndefined()
    expect(RAW.exec(err)?.[0]).toBeUndefined()
    expect((out + err).isWellFormed()).toBe(true)
  })

  it('extract says nothing raw, nor do the names that it gives', async () => {
    const { out, err } = await run('extract', path, '-o', files.path('out'), '--chat', '--pictures', '--keep-folders')
    expect(out).toMatch(/manifest\.json|owned/)
    expect(RAW.exec(out + err)?.[0]).toBeUndefined()
  })

  it.each(HOSTILE)('%j on the command line comes back as text', async (text) => {
    const all = await Promise.all([
      run('inspect', `/nowhere/${text}`),
      run('inspect', path, '-Y', text),
      run('inspect', path, '-T', 'fields', '-e', text),
      run('inspect', path, '-d', `tcp.port==1,${text}`),
      run('inspect', path, '-d', text),
      run('inspect', path, '--charset', text),
      run('inspect', path, '--limit', text),
      run('inspect', path, '-c', text),
      run('inspect', path, '-t', text),
      run('inspect', path, `--${text}`),
      run('check', path, '--config', `/nowhere/${text}`),
      run('check', path, '--require', text),
      run('check', path, '--baseline', `/nowhere/${text}`),
      run('extract', path, '-o', `/nowhere/${text}/x`),
      run('ladder', path, text),
      run('follow', path, text),
      run('explain', text),
      run('fields', text),
      run('decode', text),
      run('live', '--until', text),
      run('tap', '--listen', text, '--to', text),
    ])
    for (const { out, err } of all) expect(RAW.exec(out + err)?.[0]).toBeUndefined()
  })

  it('has as many cells in every line of -T fields as were asked for', async () => {
    const names = ['transfer.name', 'rv.invitation', 'icbm.screen_name', 'frame.number']
    const { out } = await run('inspect', path, '-T', 'fields', ...names.flatMap((name) => ['-e', name]))
    for (const line of out.trimEnd().split('\n')) expect(line.split('\t').length).toBe(names.length)
  })

  it('no name looks like what the program says itself: it is quoted, or in a column of its own', async () => {
    const { out } = await run('inspect', path, '-T', 'text')
    for (const imitation of IMITATIONS) {
      const lines = out.split('\n').filter((line) => line.includes(imitation))
      expect(lines.length).toBeGreaterThan(0)
      for (const line of lines) expect(line.trimStart().startsWith(imitation)).toBe(false)
    }
  })
})
