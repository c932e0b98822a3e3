import { describe, expect, it } from 'vitest'
import * as t from '../support/index.ts'
import { bundled, CLEAN_SAMPLES, dice, FAULTY_SAMPLES } from './captures.ts'
import { report } from './report.ts'

const RECORD = 16

/** Offsets behind each record of a classic capture file. */
function borders(capture: Uint8Array): number[] {
  const view = new DataView(capture.buffer, capture.byteOffset)
  const found: number[] = []
  for (let at = 24; at + RECORD <= capture.length; found.push(at)) at += RECORD + view.getUint32(at + 8, true)
  return found
}

describe('a damaged capture harms nothing', () => {
  it('cut at every second byte it gives what its whole packets hold', () => {
    const s = t.scenario({ legs: [] })
    s.transfer({ data: t.noise(300) }).complete()
    const capture = s.wire.pcap()
    const ends = borders(capture)
    for (let length = 24; length <= capture.length; length += 2) {
      const cut = report(capture.subarray(0, length), { events: false })
      expect(cut.packets).toBe(ends.filter((end) => end <= length).length)
    }
  })

  it('cut between packets it reports what the same packets alone would', () => {
    const { capture } = CLEAN_SAMPLES[0]!
    for (const end of borders(capture)) {
      expect(report(capture.subarray(0, end + 5))).toEqual(report(capture.subarray(0, end)))
    }
  })

  it('with one byte in fifty wrong, anywhere, it is read to its end', () => {
    const samples = [...CLEAN_SAMPLES, ...FAULTY_SAMPLES]
    for (let seed = 0; seed < 200; seed++) {
      const { capture } = samples[seed % samples.length]!
      const damaged = damage(capture, seed, () => true)
      const started = performance.now()
      report(damaged, { events: seed % 2 === 0 })
      expect(performance.now() - started, `seed ${seed}`).toBeLessThan(5000)
    }
  })

  it('with one byte in fifty of what TCP carries wrong, every packet is read', () => {
    const samples = [...CLEAN_SAMPLES, ...FAULTY_SAMPLES]
    for (let seed = 0; seed < 200; seed++) {
      const { capture, packets } = samples[seed % samples.length]!
      const starts = [24, ...borders(capture)]
      let record = 0
      const damaged = damage(capture, seed, (at) => {
        while (at >= starts[record + 1]!) record++
        return at - starts[record]! >= RECORD + 14 + 40
      })
      expect(report(damaged).packets, `seed ${seed}`).toBe(packets.length)
    }
  })

  it('real captures with wrong bytes are read to their end, too', () => {
    for (const { capture, name } of bundled(60_000)) {
      for (let seed = 0; seed < 3; seed++) report(damage(capture, seed, (at) => at > 100))
      expect(name).not.toBe('')
    }
  })
})

/** One byte in fifty of those at the offsets that `where` allows is another. */
function damage(capture: Uint8Array, seed: number, where: (at: number) => boolean): Uint8Array {
  const roll = dice(seed + 1)
  return capture.map((byte, at) => (at >= 24 && where(at) && roll(50) === 0 ? roll(256) : byte))
}
