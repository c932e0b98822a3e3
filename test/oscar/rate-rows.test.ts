import { describe, expect, it } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { RateRows } from '../../src/oscar/rate-rows.ts'
import { concat, u16, u32 } from '../support/index.ts'

/** The body of 0001/0007 with one class, which ICBMs to the host count for. */
const parameters = (alert: number) =>
  concat(u16(1), u16(1), u32(2, alert + 500, alert, 1000, 500, 5000, 6000), u16(1), u16(1), u16(4, 6))
const MESSAGE = concat(u16(4, 6, 0), u32(1))

/** Falls of connection `row` when its client sends ten messages at once. */
function hurry(rows: RateRows, clock: Clock, row: number) {
  for (let n = 0; n < 10; n++) {
    clock.carrier = clock.packet = row * 10 + n + 1
    rows.spend(row, MESSAGE, 0)
  }
  return rows.falls(row)
}

describe('rate levels', () => {
  it('are followed on every connection, however the servers take turns', () => {
    const clock = new Clock()
    const rows = new RateRows(clock)
    for (let row = 0; row < 600; row++) {
      const alert = row % 2 === 0 ? 2000 : 3000
      const body = parameters(alert)
      rows.learn(row, body, 0, body.length)
      const [fall] = hurry(rows, clock, row)
      expect(fall, `connection ${row}`).toMatchObject({ classId: 1, state: 'disconnect', border: 500 })
    }
  })

  it('are not followed where parameters make no sense, nor on the next connection of the row', () => {
    const clock = new Clock()
    const rows = new RateRows(clock)
    const body = parameters(2000)
    for (let length = 0; length < body.length; length++) {
      rows.learn(length, body, 0, length)
      expect(hurry(rows, clock, length), `${length} bytes`).toEqual([])
    }
    rows.learn(99, body, 0, body.length)
    rows.end(99)
    expect(hurry(rows, clock, 99)).toEqual([])
  })
})
