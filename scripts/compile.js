/** Keeps what V8 compiles while the program does what most runs of it do, the screens on a terminal that is not there. */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PassThrough } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import program from '../bin/program.js'

const CAPTURE = 'captures/transfer-with-faults.pcap'
const RUNS = [
  ['check', CAPTURE],
  ['inspect', CAPTURE],
  ['inspect', '-T', 'ndjson', CAPTURE],
  ['transfers', CAPTURE],
  ['ladder', CAPTURE],
]
const KEYS = ['2', '3', 'j', '1']
/** Longer than the screens wait before they draw again. */
const PAUSE = 120

const { main, script } = program.load()
const run = (words) => main([process.execPath, 'oscarscope', ...words])
for (const words of RUNS) await run(words)

const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode() {}, unref() {} })
Object.defineProperty(process, 'stdin', { value: keyboard })
Object.assign(process.stdout, { columns: 160, rows: 50, write: () => true })
createRequire(import.meta.url)('node:tty').isatty = (descriptor) => descriptor <= 2
void run([CAPTURE])
for (const key of ['', ...KEYS]) {
  keyboard.write(key)
  await setTimeout(PAUSE)
}
writeFileSync(program.COMPILED, script.createCachedData())
process.exit(0)
