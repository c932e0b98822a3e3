import { spawn } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { Analyzer } from '../../src/analyzer.ts'
import type { CaptureReader } from '../../src/capture/reader.ts'
import { CaptureFile } from '../../src/io/capture-file.ts'
import { ChildSource } from '../../src/io/live/child-source.ts'
import { ClockWatch } from '../../src/io/live/clock-watch.ts'
import { LinkWatch } from '../../src/io/live/link-state.ts'
import type { LiveFeed } from '../../src/io/live/live-feed.ts'
import { LiveOrder } from '../../src/io/live/live-order.ts'
import { filterWithPorts } from '../../src/io/live/request.ts'
import { Silence } from '../../src/io/live/silence.ts'
import { isWanted } from '../../src/io/live/stop-conditions.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { BIN } from '../cli/program.ts'
import { pcap } from '../support/capture-file.ts'
import { scenario } from '../support/index.ts'
import { Wire } from '../support/wire.ts'
import { follow } from './namespaces.ts'

const START = 1_700_000_000_000_000_000n
const packet = (at: number): { time: bigint; bytes: Uint8Array } => ({
  time: START + BigInt(at),
  bytes: new Uint8Array(60).fill(at),
})
const HEADER = 24

/** A feed of pipes that the test writes to. */
function feedOf(count: number): { feed: LiveFeed; pipes: PassThrough[]; stops: () => number } {
  const pipes = Array.from({ length: count }, () => new PassThrough())
  let stops = 0
  const feed: LiveFeed = {
    files: pipes.map((pipe, at) => new CaptureFile(`if${at}`, new ChildSource(pipe))),
    label: 'test',
    droppedByKernel: 0,
    droppedHere: 0,
    tick() {},
    stop() {
      stops++
      for (const pipe of pipes) pipe.end()
    },
    kill() {},
    ended: Promise.resolve(undefined),
  }
  return { feed, pipes, stops: () => stops }
}

async function drain(order: LiveOrder, use: (reader: CaptureReader) => void): Promise<void> {
  do {
    for (let reader = order.next(); reader !== undefined; reader = order.next()) use(reader)
  } while (await order.fill())
}

describe('the packets of several interfaces', () => {
  it('come as they come: a quiet one holds nobody back', async () => {
    const { feed, pipes } = feedOf(2)
    const order = new LiveOrder(feed, { sink: undefined, until: { packets: 3 } })
    const seen: number[] = []
    const done = drain(order, (reader) => seen.push(reader.bytes[reader.start + 20]!))
    for (const pipe of pipes) pipe.write(pcap([]))
    pipes[0]!.write(pcap([packet(1), packet(2)]).subarray(HEADER))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(seen).toEqual([1, 2])
    pipes[1]!.write(pcap([packet(3)]).subarray(HEADER))
    await done
    expect(seen).toEqual([1, 2, 3])
  })

  it('end with the packet that is enough, though more have come', async () => {
    const { feed, pipes, stops } = feedOf(1)
    let seen = 0
    const order = new LiveOrder(feed, { sink: undefined, until: {}, enough: () => seen === 2 })
    pipes[0]!.write(pcap([packet(1), packet(2), packet(3)]))
    await drain(order, () => seen++)
    expect(seen).toBe(2)
    expect(stops()).toBe(1)
  })
})

describe('a link that goes down', () => {
  it('is told once, told again when it is up, and given up when it stays down', () => {
    const watch = new LinkWatch('lo', 5_000)
    const looks = [
      [0, 'up', undefined],
      [1_000, 'down', 'went-down'],
      [2_000, 'down', undefined],
      [3_000, 'up', 'came-up'],
      [4_000, 'up', undefined],
      [5_000, 'down', 'went-down'],
      [9_000, 'down', undefined],
      [10_000, 'down', 'stays-down'],
    ] as const
    for (const [now, state, change] of looks) expect(watch.look(now, state), String(now)).toBe(change)
  })

  it('is nothing to be told of an interface whose state is not known', () => {
    expect(new LinkWatch('any', 5_000).look(0, 'down')).toBeUndefined()
  })
})

describe('the clock', () => {
  it('is watched for jumps in both directions, each told once; slewing is none', () => {
    let wall = 1_000_000
    let steady = 0
    const clock = new ClockWatch(
      () => wall,
      () => steady,
    )
    const pass = (wallStep: number, steadyStep: number): number | undefined => {
      wall += wallStep
      steady += steadyStep
      return clock.look()
    }
    expect(pass(1_000, 1_000)).toBeUndefined()
    expect(pass(1_100, 1_000)).toBeUndefined()
    expect(pass(-3_600_000, 1_000)).toBe(-3_601_000)
    expect(pass(1_000, 1_000)).toBeUndefined()
    expect(pass(61_000, 1_000)).toBe(60_000)
  })
})

describe('a quiet pipe', () => {
  it(
    'lets time go by for what waits to be judged, where its packets are of the present',
    { timeout: 20_000 },
    async () => {
      const wire = new Wire({ start: BigInt(Date.now()) * 1_000_000n, step: 0 })
      const scene = scenario({ wire })
      scene.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().done().close()
      const run = follow(spawn(process.execPath, [BIN, '-', '-T', 'text'], { stdio: ['pipe', 'pipe', 'pipe'] }))
      run.child.stdin!.write(wire.pcap())
      while (!run.out.includes('OFT-07')) await new Promise((resolve) => setTimeout(resolve, 50))
      run.child.stdin!.end()
      expect(await run.code, run.err).toBe(0)
    },
  )

  it('says nothing about time when its packets are old', () => {
    const ticks: number[] = []
    const analyzer = { clock: { packet: 1, seconds: 1_000 }, registry: { tick: (at: number) => ticks.push(at) } }
    const pass = (silence: Silence, now: number): void => silence.pass(analyzer as unknown as Analyzer, now)
    const [present, past] = [new Silence(), new Silence()]
    for (let look = 0; look < 5; look++) {
      pass(present, 1_000 + look)
      pass(past, 5_000 + look)
    }
    expect(ticks).toEqual([1_001, 1_002, 1_003])
  })
})

describe('what is waited for', () => {
  const finding = { code: 'OFT-07', kind: 'violation', severity: 'error', certainty: 'sure' } as Finding

  it('is a violation that is proven and no mere note, or a code, however sure', () => {
    const any = { codes: new Set<string>() }
    expect(isWanted(any, finding)).toBe(true)
    expect(isWanted(any, { ...finding, severity: 'note' })).toBe(false)
    expect(isWanted(any, { ...finding, certainty: 'likely' })).toBe(false)
    expect(isWanted(any, { ...finding, kind: 'capture' })).toBe(false)
    expect(isWanted({ codes: new Set(['OFT-08']) }, finding)).toBe(false)
    expect(isWanted({ codes: new Set(['OFT-07']) }, { ...finding, certainty: 'likely', severity: 'note' })).toBe(true)
    expect(isWanted(undefined, finding)).toBe(false)
  })
})

describe('the capture filter', () => {
  it('joins ports with what the user gave', () => {
    expect(filterWithPorts('', [])).toBe('')
    expect(filterWithPorts('', [5190, 443])).toBe('port 5190 or port 443')
    expect(filterWithPorts('host a or host b', [5190])).toBe('(host a or host b) and (port 5190)')
  })
})
