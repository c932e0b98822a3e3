import * as t from '../../test/support/index.ts'
import { CaptureWriter } from '../traffic/capture-writer.ts'
import { Random } from '../traffic/random.ts'
import type { Flood } from './floods.ts'
import { Stage } from './stage.ts'

/** Mean microseconds between packets: nobody's patience is tried by a flood. */
const PACE = 1

/** Names of the files between which a flood comes: one as it should be, one whose go-ahead is missing. */
export const STEADY = 'steady.bin'
export const FAULTY = 'faulty.bin'

/** A capture of two people who send each other files, with a flood in the middle of them; piece by piece. */
export function pour(flood: Flood, count: number, write: (piece: Uint8Array) => void): void {
  const capture = new CaptureWriter(write, new Random(1), PACE)
  const stage = new Stage(capture, new Random(2))
  const s = t.scenario()
  const steady = s
    .transfer({ name: STEADY, data: t.noise(3000) })
    .propose()
    .connect()
    .accept()
    .prompt()
    .ack()
    .data({ bytes: 1000 })
  const before = s.wire.packets.length
  steady.data().done().close()
  s.transfer({ name: FAULTY, data: t.noise(500) })
    .propose()
    .connect()
    .accept()
    .prompt()
    .data()
    .done()
    .close()
  s.close()
  const frames = s.wire.packets.map(({ bytes }) => t.linkFrame('ethernet', bytes))
  for (const frame of frames.slice(0, before)) stage.frame(frame)
  flood.pour(stage, count)
  for (const frame of frames.slice(before)) stage.frame(frame)
  capture.flush()
}
