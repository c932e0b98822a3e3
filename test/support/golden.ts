/** Golden timelines: what `inspect` and `transfers` print of every bundled capture. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const SEPARATOR = '\u001e'

/** All captures in one process: starting one for each would take longer than everything else. */
const PRINT_ALL = `
import { newProgram } from './dist/cli/program.js'
import { Shell } from './dist/cli/shell.js'
const shell = new Shell()
shell.listen = () => {}
for (const capture of process.argv.slice(1)) {
  for (const command of ['inspect', 'transfers']) {
    await newProgram(shell, () => {}).parseAsync(['node', 'oscarscope', command, 'captures/' + capture])
    shell.out.write(command === 'inspect' ? '\\n' : '${SEPARATOR}')
  }
}
shell.out.flush()
`

/** Paths below captures/, sorted. The gzipped twin says the same as what it holds. */
export function bundledCaptures(): string[] {
  return readdirSync(join(ROOT, 'captures'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.pcap(ng)?$/.test(name))
    .sort()
}

export function goldenPath(capture: string): string {
  return join('golden', capture.replace(/\.pcap(ng)?$/, '.txt'))
}

/** What the program prints of each capture: events, then transfers. */
export function timelines(captures: readonly string[]): Map<string, string> {
  const { stdout, stderr, status } = spawnSync('node', ['--input-type=module', '-e', PRINT_ALL, ...captures], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    maxBuffer: 1 << 26,
  })
  if (status !== 0) throw new Error(`exit ${status}\n${stderr}`)
  const texts = stdout.split(SEPARATOR)
  return new Map(captures.map((capture, index) => [capture, texts[index] ?? '']))
}
