import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from './target.ts'

const FOLDER = join(import.meta.dirname, 'targets')

/** Names of all targets: each is a file in `targets/`. */
export const TARGETS: readonly string[] = readdirSync(FOLDER)
  .map((file) => file.replace(/\.ts$/, ''))
  .sort()

export async function targetNamed(name: string): Promise<Target> {
  return ((await import(join(FOLDER, `${name}.ts`))) as { readonly target: Target }).target
}
