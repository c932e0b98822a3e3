/** Keeps what V8 compiles while the program does what most runs of it do. */
import { writeFileSync } from 'node:fs'
import { COMPILED, load } from '../bin/program.js'

const CAPTURE = 'captures/transfer-with-faults.pcap'
const RUNS = [
  ['check', CAPTURE],
  ['inspect', CAPTURE],
  ['inspect', '-T', 'ndjson', CAPTURE],
  ['transfers', CAPTURE],
  ['ladder', CAPTURE],
]

const { main, script } = load()
for (const run of RUNS) await main([process.execPath, 'oscarscope', ...run])
writeFileSync(COMPILED, script.createCachedData())
process.exitCode = 0
