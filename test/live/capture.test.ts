import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, loadavg } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oscarscope } from '../cli/program.ts'
import { temporaryFiles } from '../io/reading.ts'
import { readCapture } from '../capture/files.ts'
import { analyze } from '../support/analyze.ts'
import { scenario } from '../support/index.ts'
import { has, Link, OBSTACLE, statusOf, type Live, type Peer } from './namespaces.ts'
import { replay } from './replay.ts'

const CAP_IS_THERE = (() => {
  try {
    return typeof createRequire(import.meta.url)('cap') === 'object'
  } catch {
    return false
  }
})()

const BACKENDS = [
  ['dumpcap', has('dumpcap')],
  ['tcpdump', has('tcpdump')],
  ['cap', CAP_IS_THERE],
] as const
const INSTALLED = BACKENDS.filter(([, isThere]) => isThere).map(([name]) => name)

if (OBSTACLE !== undefined) console.warn(`live capture is not tested: ${OBSTACLE}`)
for (const [name, isThere] of BACKENDS)
  if (!isThere) console.warn(`live capture with ${name} is not tested: it is not installed`)

const files = temporaryFiles()

/** Alice's side of a transfer without an acknowledgment, and the connection between the two. */
const data = Uint8Array.from({ length: 20_000 }, (_, at) => at * 7)
const scene = scenario({ legs: ['alice'] })
scene.transfer({ name: 'fine.bin', data }).complete()
scene.transfer({ name: 'noack.bin', data }).propose().connect().accept().prompt().data().done().close()
const { wire } = scene.close()

interface EventRecord {
  readonly type: string
  readonly time: string
  readonly protocol: string
  readonly name: string
  readonly sha256: string | null
  readonly code: string
}

const records = (text: string): EventRecord[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EventRecord)

/** Waits until it is so; the test's own time is the limit. */
async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** What the summary says of everything but the input. */
const sumsOf = (text: string): object => ({ ...records(text).at(-1)!, files: undefined })

/** All but the first and the last, which name the input. */
const body = (text: string): string[] => text.trimEnd().split('\n').slice(1, -1)

describe.skipIf(OBSTACLE !== undefined)('live capture in a network namespace', () => {
  let link: Link
  let left: Peer
  let right: Peer

  beforeAll(() => {
    link = new Link(['10.0.0.1'], ['10.0.0.2', '10.0.0.100', '10.0.0.200'])
    ;[left, right] = link.peers()
  })

  afterAll(() => {
    left.close()
    right.close()
    link.close()
  })

  const startAll = async (args: (backend: string) => readonly string[]): Promise<Map<string, Live>> => {
    const runs = new Map(INSTALLED.map((name) => [name, link.live(['--capture-backend', name, ...args(name)])]))
    await Promise.all([...runs.values()].map((run) => run.said('capturing on')))
    return runs
  }

  const stopAll = async (runs: Map<string, Live>): Promise<void> => {
    for (const { child } of runs.values()) child.kill('SIGINT')
    for (const { code, err } of runs.values()) expect(await code, err).toBe(130)
  }

  it(
    'gives the same records as reading the recorded file, with each backend, as they happen',
    { timeout: 20_000 },
    async () => {
      const written = (name: string): string => files.path(`${name}.pcapng`)
      const recorded = files.path('recorder.pcapng')
      const until = ['--until', 'violation:ack-missing', '--keep-before', '1m', '-w', recorded]
      const recorder = link.live(['-T', 'text', '--findings', ...until])
      const onSeveral = [
        ['-i', 'any'],
        ['-i', 'lo', '-i', link.device],
      ].map((interfaces) => link.live([...interfaces, '-T', 'ndjson', '-f', 'tcp'], []))
      await Promise.all(onSeveral.map((run) => run.said('capturing on')))
      const runs = await startAll((name) => ['-T', 'ndjson', '-f', 'tcp', '-w', written(name)])
      await recorder.said('capturing on')
      await replay(wire.packets, (host) => (host === '10.0.0.1' ? left : right))
      await new Promise((resolve) => setTimeout(resolve, 500))
      await stopAll(new Map([...runs, ...onSeveral.map((run, at) => [String(at), run] as const)]))

      const eventsOf = (run: Live): string[] =>
        records(run.out)
          .filter(({ type }) => type === 'event')
          .map(({ protocol, name }) => `${protocol} ${name}`)
      const wanted = analyze(wire.pcap())
      const wantedEvents = wanted.events.map((event) => event.split(' ').slice(0, 2).join(' '))
      for (const run of onSeveral) expect(eventsOf(run), run.err).toEqual(wantedEvents)
      for (const [name, run] of runs) {
        const again = oscarscope([written(name), '-T', 'ndjson']).out
        expect(body(run.out), name).toEqual(body(again))
        expect(sumsOf(run.out), name).toEqual(sumsOf(again))
        const found = records(run.out)
        expect(eventsOf(run), name).toEqual(wantedEvents)
        // Checksums are the card's to compute, behind the capture on the host that sends.
        const codes = found.filter(({ type, code }) => type === 'finding' && code !== 'CAP-14').map(({ code }) => code)
        expect(codes.sort(), name).toEqual(wanted.findings.map(({ code }) => code).sort())
        const [hash] = found.filter(({ type }) => type === 'transfer').map(({ sha256 }) => sha256)
        expect(hash, name).toBe(createHash('sha256').update(data).digest('hex'))
        expect(statusOf(run), name).toMatchObject({ here: 0 })
      }

      // The one that waited for the violation has ended by itself, and has the seconds before it.
      expect(await recorder.code, recorder.err).toBe(0)
      expect(recorder.out).toMatch(/^wire1#\d+: error OFT-07 ack-missing /)
      expect(recorder.err).toContain('stopped at OFT-07 ack-missing')
      expect(oscarscope(['check', recorded]).out).toContain('OFT-07 ack-missing')

      const times = INSTALLED.filter((name) => name !== 'cap').map((name) =>
        readCapture(readFileSync(written(name))).packets.map(({ seconds, nanos }) => seconds * 1e9 + nanos),
      )
      // The kernel stamps a packet for each who captures it within microseconds, whenever that one reads it.
      for (const other of times.slice(1)) {
        expect(Math.max(...other.map((time, at) => Math.abs(time - times[0]![at]!)))).toBeLessThan(1e6)
      }

      // dumpcap hands packets on four times a second, the others at once. A busy machine is given more time.
      const limits: Record<string, number> = { dumpcap: 300, tcpdump: 150, cap: 150 }
      const busy = Math.max(1, loadavg()[0]! / availableParallelism())
      for (const [name, { lines }] of runs) {
        const delays = lines
          .map(({ text, at }) => ({ record: JSON.parse(text) as EventRecord, at }))
          .filter(({ record: { type } }) => type === 'event')
          .map(({ record: { time }, at }) => at - Date.parse(time))
          .sort((one, other) => one - other)
        expect(delays[delays.length >> 1], name).toBeLessThan(limits[name]! * busy)
      }
    },
  )

  it('accounts for every packet of 20,000 a second', { timeout: 20_000 }, async () => {
    const count = 20_000
    const runs = await startAll(() => ['-f', 'udp dst port 9', '-B', '128'])
    await left.do('flood', { host: '10.0.0.2', port: 9, size: 100, count, rate: 20_000 })
    await new Promise((resolve) => setTimeout(resolve, 500))
    await stopAll(runs)
    for (const [name, run] of runs) {
      const { seen, kernel, here } = statusOf(run)
      if (kernel === undefined) expect(seen + here, name).toBeLessThanOrEqual(count)
      else expect(seen + kernel + here, name).toBe(count)
    }
  })

  it('drops with a count when it cannot keep up, and goes on', { timeout: 20_000 }, async () => {
    const count = 5_000
    const runs = await startAll((name) => ['-f', 'udp dst port 9', '-B', name === 'cap' ? '64' : '1'])
    for (const { child } of runs.values()) child.kill('SIGSTOP')
    await left.do('flood', { host: '10.0.0.2', port: 9, size: 8_000, count, rate: 20_000 })
    for (const { child } of runs.values()) child.kill('SIGCONT')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    await stopAll(runs)
    for (const [name, run] of runs) {
      const { seen, kernel = 0, here } = statusOf(run)
      expect(seen, name).toBeGreaterThan(0)
      expect(kernel + here, name).toBeGreaterThan(0)
      if (name !== 'cap') expect(seen + kernel + here, name).toBe(count)
    }
  })

  it.skipIf(!CAP_IS_THERE)('has nobody look at packets as root: the helper is the user who called sudo', async () => {
    const run = link.live(['--capture-backend', 'cap'], undefined, { SUDO_UID: '12345', SUDO_GID: '12345' })
    await run.said('capturing on')
    const helper = link.processes().find(({ command }) => command.includes('capture-helper'))!
    const status = readFileSync(`/proc/${helper.pid}/status`, 'latin1')
    expect(status).toMatch(/^Uid:(\t12345){4}$/m)
    expect(status).toMatch(/^Gid:(\t12345){4}$/m)
    expect(status).toMatch(/^Cap(?:Prm|Eff):\t0+$/m)
    run.child.kill('SIGINT')
    expect(await run.code).toBe(130)
  })

  it(
    'leaves a readable file and no other process when it is killed on a link that is silent',
    { timeout: 20_000 },
    async () => {
      const path = files.path('killed.pcapng')
      const run = link.live(['-w', path])
      await run.said('capturing on')
      await left.do('flood', { host: '10.0.0.2', port: 9, size: 100, count: 500, rate: 5_000 })
      await new Promise((resolve) => setTimeout(resolve, 600))
      run.child.kill('SIGKILL')
      await run.code
      await eventually(() => link.processes().every(({ command }) => !/tcpdump|dumpcap|capture-helper/.test(command)))
      const { reader, packets } = readCapture(readFileSync(path))
      expect(packets.length).toBeGreaterThan(400)
      expect(reader.problems).toEqual([])
    },
  )
})
