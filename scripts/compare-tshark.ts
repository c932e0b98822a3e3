/**
 * What Wireshark's expert information says about captures with a planted fault, next to what this program says: writes
 * docs/comparison.md. Needs tshark; `npx tsx scripts/compare-tshark.ts`
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { RULES } from '../src/rules/index.ts'
import { analyze } from '../test/support/analyze.ts'
import { FAULTS, type Fault } from '../test/support/faults/index.ts'
import { Recording } from '../test/support/recording.ts'
import { table, text } from './docs/markdown.ts'

const ROOT = resolve(import.meta.dirname, '..')
const PAGE = join(ROOT, 'docs/comparison.md')
const directory = mkdtempSync(join(tmpdir(), 'oscarscope-'))

/** Kinds of expert items and how often each is there. TCP's remarks on FIN, RST and SYN are no accusations. */
function expert(capture: string): Map<string, number> {
  const items = new Map<string, number>()
  const { stdout, status } = spawnSync(
    'tshark',
    [
      '-r',
      capture,
      '-d',
      'tcp.port==5190,aim',
      '-Y',
      '_ws.expert',
      '-T',
      'fields',
      '-e',
      '_ws.expert.severity',
      '-e',
      '_ws.expert.message',
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 },
  )
  // No expert item, but said: the file cannot be read to its end.
  if (status !== 0) items.set(UNREADABLE, 1)
  for (const line of stdout.split('\n').filter((each) => each !== '')) {
    const [severities = '', messages = ''] = line.split('\t')
    severities.split(',').forEach((severity, at) => {
      const name = SEVERITIES.get(Number(severity))
      const message = messages.split(',')[at] ?? messages
      if (name !== undefined) items.set(`${name}: ${message}`, (items.get(`${name}: ${message}`) ?? 0) + 1)
    })
  }
  return items
}

const UNREADABLE = 'not read to its end'

/** Wireshark's PI_NOTE and above; PI_CHAT tells of ordinary traffic. */
const SEVERITIES: ReadonlyMap<number, string> = new Map([
  [0x00400000, 'note'],
  [0x00600000, 'warning'],
  [0x00800000, 'error'],
])

const bases = new Map<string, ReturnType<typeof examine>>()

function examine(bytes: Uint8Array) {
  const path = join(directory, 'capture.pcap')
  writeFileSync(path, bytes)
  return { findings: analyze(bytes).findings, expert: expert(path) }
}

const recording = (base: string): Uint8Array => new Uint8Array(readFileSync(join(ROOT, `captures/real/${base}.pcap`)))

function row(name: string, { about, base, codes, apply }: Fault): readonly string[] {
  const before = bases.get(base) ?? examine(recording(base))
  bases.set(base, before)
  const edited = new Recording(recording(base))
  if (!apply(edited)) throw new Error(`${name} found nothing to break`)
  const after = examine(edited.pcap())
  const count = (findings: typeof before.findings, code: string): number =>
    findings.filter((finding) => finding.code === code).length
  const ours = codes.filter((code) => count(after.findings, code) > count(before.findings, code))
  const named = ours.map((code) => `[${code}](rules/${code}.md) ${RULES.find((rule) => rule.code === code)!.name}`)
  const theirs = [...after.expert]
    .filter(([item, times]) => times > (before.expert.get(item) ?? 0))
    .map(([item]) => item)
  return [name, text(about), named.join(', '), theirs.length === 0 ? '' : text([...new Set(theirs)].join('; '))]
}

const rows = Object.entries(FAULTS).map(([name, fault]) => row(name, fault))
rmSync(directory, { recursive: true })
const version = /TShark \(Wireshark\) ([\d.]+)/.exec(execFileSync('tshark', ['--version'], { encoding: 'utf8' }))?.[1]
const count = (wanted: (theirs: string) => boolean): number => rows.filter(([, , , theirs]) => wanted(theirs!)).length
const malformed = count((theirs) => theirs.includes('Malformed'))
const unreadable = count((theirs) => theirs.includes(UNREADABLE))
const others = count((theirs) => theirs !== '' && !theirs.includes('Malformed') && !theirs.includes(UNREADABLE))
const page = `# Compared with Wireshark

\`scripts/compare-tshark.ts\` plants each fault of \`npm run fault -- --list\` in a recording of real clients, and asks this program
and tshark ${version} (\`-d tcp.port==5190,aim\`) what is wrong. The last column has the expert items, from note upward, that the
recording without the fault does not have.

Of ${rows.length} faults this program names ${count(() => true) - rows.filter(([, , ours]) => ours === '').length}. tshark's expert information finds no fault of the workflow; it calls ${malformed} packets
malformed, which they are, and remarks on TCP, IP or the time in ${others} cases: segments that the capture lacks or that are out of place,
or a message that was taken out and leaves an acknowledgment behind. ${unreadable} damaged files it does not read to their end, as this program says too.

${table(['fault', 'what is done', 'oscarscope', "tshark's expert items"], rows)}
`
writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }))
