import { join } from 'node:path'
import type { Command } from './measure.ts'

const BIN = join(import.meta.dirname, '..', 'bin', 'oscarscope.js')

/** The program as it is shipped. */
export function oscarscope(label: string, ...options: readonly string[]): Command {
  return { label, words: [process.execPath, BIN, ...options] }
}

/** Fields that tshark knows by the same names. */
const FIELDS = ['frame.number', 'aim.channel', 'aim.seqno', 'aim.fnac.family', 'aim.fnac.subtype']
export const COLUMNS = FIELDS.flatMap((field) => ['-e', field])
const NO_HASH = ['--hash', 'none']

export const check = (path: string) => oscarscope('check', 'check', path)
export const events = (path: string) =>
  oscarscope('inspect -T fields', 'inspect', '-T', 'fields', ...COLUMNS, ...NO_HASH, path)
export const records = (path: string) => oscarscope('inspect -T ndjson', 'inspect', '-T', 'ndjson', ...NO_HASH, path)
export const tshark = (path: string, label: string, ...options: readonly string[]): Command => ({
  label: `tshark ${label}`,
  words: ['tshark', '-n', '-d', 'tcp.port==5190,aim', '-r', path, ...options],
})
export const statistics = (path: string) => tshark(path, 'io,stat', '-q', '-z', 'io,stat,0')
export const tcpdump = (path: string): Command => ({
  label: 'tcpdump -w',
  words: ['tcpdump', '-r', path, '-w', '/dev/null'],
})
export const cat = (path: string): Command => ({ label: 'cat', words: ['cat', path] })
export const emptyNode: Command = { label: 'node on an empty file', words: [process.execPath, '/dev/null'] }
