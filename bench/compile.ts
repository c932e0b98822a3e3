import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

const folder = mkdtempSync(join(tmpdir(), 'oscarscope-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true }))

/** A script of this folder as plain JavaScript, made as the program's is: a loader for TypeScript would be measured too. */
export async function compile(name: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`)
  const script = join(import.meta.dirname, `${name}.ts`)
  const options = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' } as const
  await build({ entryPoints: [script], outfile, ...options })
  return outfile
}

/** Runs it; gives what it prints as JSON. */
export function run<T>(script: string, ...words: readonly string[]): T {
  return JSON.parse(execFileSync(process.execPath, [script, ...words], { encoding: 'utf8' })) as T
}
