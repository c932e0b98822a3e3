import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { oscarscope } from './commands.ts'
import { framesOf, hex4, type Truth } from './traffic/truth.ts'

/** Numbers by what was counted. */
export type Counts = Map<string, number>

interface Summary {
  readonly packets: number
  readonly frames: number
  readonly conversations: number
  readonly transfers: number
  readonly findings: Readonly<Record<string, number>>
}

interface TransferRecord {
  readonly type: string
  readonly sender: string
  readonly receiver: string
  readonly name: string
  readonly size: number
  readonly outcome: string
  readonly checksum: { readonly computed: string; readonly verdict: string }
}

/** Throws when what the commands say of a capture differs from what was put into it. Gives the number of events. */
export async function verify(path: string, truth: Truth): Promise<number> {
  const events = countEvents(path)
  const found = await Promise.all([countSummary(path), events.then(({ counts }) => counts), countTransfers(path)])
  const problems = differences(expected(truth), new Map(found.flatMap((counts) => [...counts])))
  if (problems.length > 0) throw new Error(`${path} is not judged as it was made:\n${problems.slice(0, 20).join('\n')}`)
  return (await events).lines
}

/** What has to be counted in a capture of this. */
export function expected(truth: Truth): Counts {
  const { packets, frames, snacs, rendezvous, headers, proxy, conversations, transfers } = truth
  const named = (prefix: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([name, count]) => [`${prefix} ${name}`, count] as const)
  return new Map([
    ['packets', packets],
    ['frames', framesOf(truth)],
    ['conversations', conversations],
    ['transfers', transfers.length],
    ...named('channel', frames),
    ...named('snac', snacs),
    ...named('rendezvous', rendezvous),
    ...named('oft2', headers),
    ...named('ars', proxy),
    ...transfers.map((transfer) => [transferKey({ ...transfer, outcome: 'complete' }), 1] as const),
  ])
}

/** One line for each number that is not the expected one; what is missing on either side counts as none. */
export function differences(wanted: Counts, found: Counts): string[] {
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((name) => (wanted.get(name) ?? 0) !== (found.get(name) ?? 0))
    .map((name) => `${name}: ${wanted.get(name) ?? 0} made, ${found.get(name) ?? 0} found`)
}

export function count(counts: Counts, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

type TransferFacts = Omit<TransferRecord, 'type' | 'checksum'> & { readonly checksum: string }

/** 0 and 0xffff are one value of the checksum. */
export function transferKey({ sender, receiver, name, size, checksum, outcome }: TransferFacts): string {
  return `${name} from ${sender} to ${receiver}, ${size} bytes, checksum ${checksum.replace('ffff', '0000')}, ${outcome}`
}

/** `check`: also that nobody is accused. */
async function countSummary(path: string): Promise<Counts> {
  let text = ''
  await eachLine(['check', '-T', 'json', path], (line) => (text += line))
  const { packets, frames, conversations, transfers, findings } = (JSON.parse(text) as { summary: Summary }).summary
  // Notes are not accusations: the traffic is made up, and some of it is odd.
  const { error = 0, warning = 0 } = findings
  const counts = { packets, frames, conversations, transfers, error, warning }
  return new Map(Object.entries(counts).filter(([, number]) => number > 0))
}

async function countEvents(path: string): Promise<{ lines: number; counts: Counts }> {
  const counts: Counts = new Map()
  let lines = 0
  const fields = ['event.protocol', 'event.name', 'flap.channel', 'snac.foodgroup', 'snac.subgroup', 'rv.type']
  const columns = fields.flatMap((field) => ['-e', field])
  await eachLine(['inspect', '-T', 'fields', ...columns, path], (line) => {
    lines++
    const [protocol, name = '', channel = '', foodgroup = '', subgroup, type = ''] = line.split('\t')
    if (channel !== '') count(counts, `channel ${channel}`)
    if (foodgroup !== '') count(counts, `snac ${hex4(Number(foodgroup))}/${hex4(Number(subgroup))}`)
    if (type !== '') count(counts, `rendezvous ${type.toLowerCase()}`)
    if (protocol === 'ars' || (protocol === 'oft2' && name !== 'DATA')) {
      count(counts, `${protocol} ${name.toLowerCase()}`)
    }
  })
  return { lines, counts }
}

async function countTransfers(path: string): Promise<Counts> {
  const counts: Counts = new Map()
  await eachLine(['transfers', '-T', 'ndjson', '--hash', 'none', path], (line) => {
    const record = JSON.parse(line) as TransferRecord
    if (record.type === 'transfer') count(counts, transferKey({ ...record, checksum: record.checksum.computed }))
  })
  return counts
}

async function eachLine(options: readonly string[], use: (line: string) => void): Promise<void> {
  const [program, ...rest] = oscarscope('', ...options).words
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close') as Promise<[number]>
  for await (const line of createInterface({ input: child.stdout })) use(line)
  const [code] = await closed
  // 1 says that there are findings, which are among the counts.
  if (code > 1) throw new Error(`oscarscope ${options.join(' ')} ended with code ${code}`)
}
