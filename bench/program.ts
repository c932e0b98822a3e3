import { join } from 'node:path'
import type { Command } from './measure.ts'

const ROOT = join(import.meta.dirname, '..')
const BIN = join(ROOT, 'bin', 'oscarscope.js')

/** The program as it is shipped. */
export function oscarscope(label: string, ...options: readonly string[]): Command {
  return { label, words: [process.execPath, BIN, ...options] }
}
