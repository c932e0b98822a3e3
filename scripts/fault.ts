/**
 * Plants one fault in a capture: `npm run fault -- CAPTURE FAULT -o OUT`. `--list` names the faults and the changes that break
 * nothing. Reads classic little-endian pcap of Ethernet and IPv4, as the recordings under captures/real are.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { FAULTS, HARMLESS } from '../test/support/faults/index.ts'
import { Recording } from '../test/support/recording.ts'
import { nearest } from '../src/report/nearest.ts'

const USAGE = 'usage: npm run fault -- CAPTURE FAULT -o OUT   (npm run fault -- --list names the faults)'

const all = { ...FAULTS, ...HARMLESS }

function list(): string {
  const width = Math.max(...Object.keys(all).map(({ length }) => length))
  return Object.entries(all)
    .map(([name, { codes, about, base }]) => {
      const finds = codes.length === 0 ? 'nothing' : codes.join(' or ')
      return `${name.padEnd(width)}  ${finds.padEnd(18)}  ${about} (as in ${base}.pcap)\n`
    })
    .join('')
}

function main(): string | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { list: { type: 'boolean' }, out: { type: 'string', short: 'o' } },
  })
  if (values.list === true) {
    process.stdout.write(list())
    return undefined
  }
  const [capture, name, ...more] = positionals
  if (capture === undefined || name === undefined || values.out === undefined || more.length > 0) return USAGE
  const fault = all[name]
  if (fault === undefined) {
    const near = nearest(name, Object.keys(all))
    return `no fault is called ${name}${near === undefined ? '' : ` (did you mean ${near}?)`}`
  }
  const recording = new Recording(readFileSync(capture))
  if (!fault.apply(recording)) return `${capture}: there is nothing in it that ${name} could break: ${fault.about}`
  writeFileSync(values.out, recording.pcap())
  return undefined
}

let problem: string | undefined
try {
  problem = main()
} catch (error) {
  problem = (error as Error).message
}
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`)
  process.exitCode = 2
}
