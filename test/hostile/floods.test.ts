import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import { CaptureReader } from '../../src/capture/reader.ts'
import { FLOODS, type Flood } from '../../bench/floods/floods.ts'
import * as t from '../support/index.ts'
import { tell } from './tell.ts'
import { FAULTY, pour, STEADY } from '../../bench/floods/pour.ts'

/** Seconds of the processor's time for a flood and its making: what grows with the square of it takes many more. */
const PATIENCE = 3

/** What is said of the people between whom a flood comes. */
function judged(flood: Flood): string[] {
  const said: string[] = []
  const analyzer = new Analyzer({
    wantsEvents: false,
    event() {},
    flow() {},
    conversation() {},
    transfer({ outcome, best }) {
      said.push(`${best.file.described?.header.filename} ${outcome} ${best.verdict}`)
    },
    finding({ code, certainty, transfer }) {
      said.push(`${code} ${certainty} ${transfer?.best.file.described?.header.filename}`)
    },
  })
  const reader = new CaptureReader()
  pour(flood, flood.few, (piece) => {
    for (let at = 0; at < piece.length;) {
      while (reader.next()) analyzer.packet(reader)
      const room = reader.room()
      const count = Math.min(room.length, piece.length - at)
      room.set(piece.subarray(at, at + count))
      reader.filled(count)
      at += count
    }
  })
  reader.end()
  while (reader.next()) analyzer.packet(reader)
  analyzer.end()
  return said.filter((line) => line.includes(STEADY) || line.includes(FAULTY))
}

it('thousands of files are told in time in proportion to their number', () => {
  const pieces: Uint8Array[] = []
  pour(FLOODS['files']!, 1500, (piece) => pieces.push(piece.slice()))
  const started = process.cpuUsage()
  const { text } = tell(t.concat(...pieces))
  expect(text.match(/"type":"transfer"/g)?.length).toBeGreaterThan(1500)
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(PATIENCE / 2)
})

describe('the people in a flood are judged as without it, and in time', () => {
  it.each(Object.entries(FLOODS).filter(([, { few }]) => few > 0))('%s', (_, flood) => {
    const started = process.cpuUsage()
    expect(judged(flood).toSorted()).toEqual([
      `OFT-07 sure ${FAULTY}`,
      `${FAULTY} complete match`,
      `${STEADY} complete match`,
    ])
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(PATIENCE)
  })
})
