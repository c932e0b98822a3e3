import { closeSync, openSync, readSync } from 'node:fs'
import { Analyzer, type Observer } from '../src/analyzer.ts'
import type { CaptureReader } from '../src/capture/reader.ts'
import { Clock } from '../src/clock.ts'
import { CaptureFile } from '../src/io/capture-file.ts'
import type { Flow } from '../src/network/flow.ts'
import { Network } from '../src/network/network.ts'
import type { StreamConsumer } from '../src/network/stream-consumer.ts'
import { RULES } from '../src/rules/index.ts'
import { Totals } from '../src/report/totals.ts'
import { QuietView } from '../src/report/view.ts'

export interface StageResult {
  /** User and system seconds. */
  readonly cpu: number
  readonly wall: number
  readonly bytes: number
  /** What this stage counts of it. */
  readonly packets?: number
  readonly flows?: number
  readonly frames?: number
}

type Counts = Omit<StageResult, 'cpu' | 'wall'>

/** Runs a stage over a capture. Node's start is not in what it costs. */
export function runStage(name: StageName, path: string): StageResult {
  const begun = performance.now()
  const before = process.cpuUsage()
  const counts = STAGES[name].run(path)
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1e6, wall: (performance.now() - begun) / 1e3, ...counts }
}

/** What a stage adds to the one before it. */
export const STAGES = {
  read: { adds: 'reading only', run: read },
  records: { adds: '+ records of the capture', run: records },
  network: { adds: '+ link, IP, TCP, flows', run: network },
  messages: { adds: '+ streams, FLAP, messages, conversations', run: (path: string) => analysis(path, [], false) },
  rules: { adds: '+ all rules (what check does)', run: (path: string) => analysis(path, RULES, false) },
  events: { adds: '+ an event for every frame, not printed', run: (path: string) => analysis(path, RULES, true) },
} as const satisfies Record<string, { adds: string; run: (path: string) => Counts }>

export type StageName = keyof typeof STAGES

function read(path: string): Counts {
  const room = new Uint8Array(1 << 20)
  const fd = openSync(path, 'r')
  let bytes = 0
  for (let count = -1; count !== 0; bytes += count) count = readSync(fd, room, 0, room.length, null)
  closeSync(fd)
  return { bytes }
}

function records(path: string): Counts {
  const reader = eachPacket(path, () => {})
  return { bytes: reader.consumed, packets: reader.packets }
}

function network(path: string): Counts {
  const clock = new Clock()
  const consumer = new Deaf()
  const network = new Network(clock, consumer)
  const reader = eachPacket(path, (packet) => {
    clock.carrier = ++clock.packet
    clock.seconds = packet.seconds
    clock.nanos = packet.nanos
    network.packet(packet)
  })
  network.end()
  return { bytes: reader.consumed, packets: reader.packets, flows: consumer.flows }
}

function analysis(path: string, rules: typeof RULES, wantsEvents: boolean): Counts {
  const totals = new Totals(new Blind(wantsEvents))
  const analyzer = new Analyzer(totals, { rules })
  const reader = eachPacket(path, (packet) => analyzer.packet(packet))
  analyzer.end()
  return { bytes: reader.consumed, packets: reader.packets, flows: totals.flows, frames: totals.frames }
}

function eachPacket(path: string, use: (packet: CaptureReader) => void): CaptureReader {
  const file = CaptureFile.open(path)
  do {
    while (file.reader.next()) use(file.reader)
  } while (file.fill() === true)
  while (file.reader.next()) use(file.reader)
  return file.reader
}

/** Takes streams and does nothing. */
class Deaf implements StreamConsumer {
  flows = 0
  bytes = 0

  opened(_flow: Flow): void {
    this.flows++
  }

  segment(_row: number, _side: number, _bytes: Uint8Array, start: number, end: number): void {
    this.bytes += end - start
  }

  data(_flow: Flow, _side: number, _bytes: Uint8Array, start: number, end: number): void {
    this.bytes += end - start
  }

  gap(): void {}
  ended(): void {}
  anomaly(): void {}
  retired(): void {}
}

class Blind extends QuietView implements Observer {
  readonly wantsEvents: boolean

  constructor(wantsEvents: boolean) {
    super()
    this.wantsEvents = wantsEvents
  }
}
