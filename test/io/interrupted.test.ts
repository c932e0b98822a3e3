import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FLOODS } from '../../bench/floods/floods.ts'
import { pour } from '../../bench/floods/pour.ts'
import { BIN, oscarscope, shell, start } from '../cli/program.ts'
import { dice } from '../properties/captures.ts'
import { HOSTILE } from '../report/hostile.ts'
import * as t from '../support/index.ts'
import { temporaryFiles } from './reading.ts'

const files = temporaryFiles()

/** Twelve files of some size, and names that want to go elsewhere. */
const CONTENTS = Array.from({ length: 12 }, (_, at) => t.noise(60_000 + at * 1000))
const CAPTURE = (() => {
  const s = t.scenario()
  CONTENTS.forEach((data, at) => s.transfer({ name: `${HOSTILE[at]}/../${at}.bin`, data }).complete())
  return s.close().wire.pcap()
})()

/** Another one kills at other moments. */
const SEED = Number(process.env['KILL_SEED'] ?? 7)
/** How often the program is killed: more with `OSCARSCOPE_ALL=1`. */
const KILLS = process.env['OSCARSCOPE_ALL'] === '1' ? 200 : 4

/** Files with final names are whole; gives how many there are. */
function checkWhole(folder: string): number {
  const whole = readdirSync(folder).filter((name) => !name.endsWith('.part') && name !== 'manifest.json')
  for (const name of whole) {
    const bytes = readFileSync(join(folder, name))
    expect(CONTENTS.some((content) => bytes.equals(content))).toBe(true)
  }
  return whole.length
}

/** Runs `extract` on standard input, which gets some of the capture, and sends it `signal` after so many milliseconds or when something is so. */
async function interrupted(
  folder: string,
  share: number,
  signal: NodeJS.Signals,
  when: number | (() => boolean),
): Promise<number | null> {
  const child = spawn(process.execPath, [BIN, 'extract', '-', '-o', folder], { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise<number | null>((settle) => child.on('close', settle))
  child.stdin.on('error', () => {})
  child.stdin.write(CAPTURE.subarray(0, Math.floor(CAPTURE.length * share)))
  const pause = (milliseconds: number) => new Promise((settle) => setTimeout(settle, milliseconds))
  if (typeof when === 'number') await pause(when)
  else while (!when() && child.exitCode === null) await pause(20)
  child.kill(signal)
  const code = await ended
  child.stdin.destroy()
  return code
}

describe('extraction that is cut off', () => {
  it('by kill -9 at any moment leaves whole files, and others under names that end in .part', async () => {
    const roll = dice(SEED)
    for (let kill = 0; kill < KILLS; kill++) {
      const folder = files.path(`killed-${kill}`)
      mkdirSync(folder)
      await interrupted(folder, (roll(90) + 10) / 100, 'SIGKILL', 150 + roll(600))
      checkWhole(folder)
      for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    }
    expect(readdirSync(files.directory).filter((name) => !name.startsWith('killed-'))).toEqual([])
  })

  it('by SIGTERM concludes what it has: a manifest, and no parts', async () => {
    const folder = files.path('ended')
    mkdirSync(folder)
    expect(await interrupted(folder, 0.8, 'SIGTERM', () => readdirSync(folder).length > 6)).toBe(143)
    const names = readdirSync(folder)
    expect(names.filter((name) => name.endsWith('.part'))).toEqual([])
    const { files: entries } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { files: unknown[] }
    expect(entries.length).toBeGreaterThan(3)
  })
})

/** Runs a script as root of a namespace of its own, where it may mount; undefined where nobody may. */
const MAY_MOUNT = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', files.directory]).status === 0

function mounted(options: string, folder: string, command: string): ReturnType<typeof shell> {
  mkdirSync(folder)
  const inside = `mount -t tmpfs -o ${options} none '${folder}' && cd '${folder}' && '${process.execPath}' '${BIN}' ${command}; code=$?; ls -A; exit $code`
  const { status, stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', inside], { encoding: 'utf8' })
  return { code: status, out: stdout, err: stderr }
}

describe('where nothing can be written', () => {
  const capture = files.path('many.pcap')

  it.skipIf(!MAY_MOUNT)(
    'a full disk ends extraction with a line and 3, and leaves no half file under a final name',
    () => {
      const { code, out, err } = mounted(
        'size=200k',
        files.path('full'),
        `extract '${files.write('many.pcap', CAPTURE)}' -o out`,
      )
      expect([code, err]).toEqual([3, expect.stringMatching(/^oscarscope: out\/.*: no space left[^\n]*\n$/)])
      expect(out).not.toContain('manifest.json')
    },
  )

  it.skipIf(!MAY_MOUNT)('a folder that is read-only ends it before anything is read', () => {
    const { code, err } = mounted(
      'ro',
      files.path('read-only'),
      `extract '${files.write('many.pcap', CAPTURE)}' -o out`,
    )
    expect([code, err]).toEqual([3, expect.stringMatching(/^oscarscope: out: [^\n]*read-only[^\n]*\n$/)])
  })

  it.skipIf(!MAY_MOUNT)('a full disk ends -w with a line and 3', () => {
    const command = `inspect -T ndjson '${files.write('many.pcap', CAPTURE)}' -w copy.pcapng > /dev/null`
    const { code, err } = mounted('size=100k', files.path('full-copy'), command)
    expect([code, err]).toEqual([3, expect.stringMatching(/^oscarscope: copy\.pcapng: no space left[^\n]*\n$/)])
  })

  it('standard output on a full disk is told, and ends with 3', () => {
    files.write('many.pcap', CAPTURE)
    const { code, err } = shell(`oscarscope -T ndjson '${capture}' > /dev/full`)
    expect([code, err]).toEqual([3, expect.stringMatching(/^oscarscope: standard output: no space left[^\n]*\n$/)])
  })

  it.each([
    'inspect -T text FILE',
    'inspect -T ndjson FILE',
    'inspect -T fields -e frame.number FILE',
    'inspect --plain FILE',
    'check FILE',
    'transfers FILE',
    'ladder FILE',
    'follow FILE 1',
    '--limits',
    'help',
  ])('nobody who reads any more is no fault: %s', (command) => {
    files.write('many.pcap', CAPTURE)
    const { code, err } = shell(`oscarscope ${command.replace('FILE', `'${capture}'`)} | head -c 1 > /dev/null`)
    expect(err).toBe('')
    expect([0, 1]).toContain(code)
  })

  it('views as text end soon after SIGTERM, with 143', async () => {
    const pieces: Uint8Array[] = []
    pour(FLOODS['files']!, 2000, (piece) => pieces.push(piece.slice()))
    const running = start(['inspect', '--plain', files.write('long.pcap', t.concat(...pieces))])
    await running.until('== Transfers ==')
    running.child.kill('SIGTERM')
    expect(await running.done).toBe(143)
    expect(running.out).not.toContain('== Stats ==')
  })

  it('standard input that is closed, or a folder, is no capture', () => {
    expect(shell('oscarscope check - <&-')).toMatchObject({ code: 3, out: '' })
    expect(shell('oscarscope check - < /')).toMatchObject({ code: 3, out: '' })
    expect(oscarscope(['check', '/'])).toMatchObject({ code: 3, out: '' })
    expect(shell('oscarscope check /dev/zero')).toMatchObject({ code: 3, out: '' })
  })
})
