import { describe, expect, it } from 'vitest'
import { Cursor } from '../../src/bytes/cursor.ts'
import { describeFrame } from '../../src/conversation/describe.ts'
import { frames } from '../../fuzz/seeds.ts'
import { REGRESSIONS } from '../hostile/regressions.ts'
import * as t from '../support/index.ts'
import { bundled, CLEAN_SAMPLES, connection, dice } from './captures.ts'
import { packetsIn, report, unordered } from './report.ts'

/** Everything that is tried a little in the tests is tried as a whole with `OSCARSCOPE_ALL=1`. */
const ALL = process.env['OSCARSCOPE_ALL'] === '1'

const frame = (line: string): boolean => / (snac|flap) /.test(line)

describe('damage is local', () => {
  it('what the first packets say is how all of them begin', () => {
    for (const { name, capture } of CLEAN_SAMPLES) {
      const packets = packetsIn(capture)
      const whole = report(packets).events.filter(frame)
      const step = ALL ? 1 : Math.ceil(packets.length / 8)
      for (let count = step; count < packets.length; count += step) {
        const part = report(packets.slice(0, count)).events.filter(frame)
        // Whose cookie it is may be known later, and with it the step at the end of the line.
        const bare = (lines: readonly string[]) => lines.map((line) => line.replace(/ \d* [\d,]+$/, ''))
        expect(bare(part), `${name}, ${count} packets`).toEqual(bare(whole.slice(0, part.length)))
      }
    }
  })

  it('cut anywhere, a capture says what its whole packets say, and where it was cut', () => {
    const roll = dice(3)
    for (const { name, capture } of bundled(45_000)) {
      if (name.endsWith('ng')) continue
      const view = new DataView(capture.buffer, capture.byteOffset)
      const ends: number[] = []
      for (let at = 24; at + 16 <= capture.length; ends.push(at)) at += 16 + view.getUint32(at + 8, true)
      for (let n = 0; n < (ALL ? capture.length : 2); n++) {
        const length = ALL ? Math.max(24, n) : 24 + roll(capture.length - 24)
        const whole = ends.findLast((end) => end <= length) ?? 24
        expect(report(capture.subarray(0, length), { events: false }), `${name}, ${length} bytes`).toEqual(
          report(capture.subarray(0, whole), { events: false }),
        )
      }
    }
  })

  it('a wrong byte in one connection changes nothing that is decoded of the others', () => {
    const roll = dice(11)
    for (const sample of CLEAN_SAMPLES) {
      const whole = report(sample.capture, { numbers: false })
      for (let n = 0; n < (ALL ? 200 : 6); n++) {
        const packet = sample.packets[roll(sample.packets.length)]!
        const { payload, end } = t.tcpLayout(packet.bytes)
        if (payload === end) continue
        const bytes = packet.bytes.slice()
        bytes[payload + roll(end - payload)]! ^= 1 << roll(8)
        const packets = sample.packets.map((each) => (each === packet ? { time: packet.time, bytes } : each))
        const damaged = report(t.pcap(packets), { numbers: false })
        const [one, other] = [packet.bytes.subarray(12, 16), packet.bytes.subarray(16, 20)].map((ip) => ip.join('.'))
        const others = (lines: readonly string[]) =>
          lines
            .filter((line) => !(line.includes(`${one}:`) && line.includes(`${other}:`)))
            .map((line) => line.replace(/ \d*$/, ''))
        expect(others(damaged.events), sample.name).toEqual(others(whole.events))
        expect(connection(packet)).not.toBe('')
      }
    }
  })

  it('and it does not matter that IP cut the packets into pieces', () => {
    for (const { name, packets, capture } of CLEAN_SAMPLES) {
      const pieces = packets.flatMap(({ time, bytes }) =>
        t.ipv4Fragments(bytes, 256).map((each) => ({ time, bytes: each })),
      )
      expect(unordered(report(t.pcap(pieces), { numbers: false })), name).toEqual(
        unordered(report(capture, { numbers: false })),
      )
    }
  })

  it('no frame is read more often than it is long', () => {
    const prototype = Cursor.prototype as unknown as { advance: (count: number) => boolean }
    const { advance } = prototype
    let reads = 0
    prototype.advance = function (this: Cursor, count) {
      reads++
      return advance.call(this, count)
    }
    try {
      for (const bytes of [...frames(), ...REGRESSIONS.map(({ frame: each }) => each)]) {
        reads = 0
        describeFrame(bytes, 0, bytes.length)
        expect(reads, t.toHex(bytes.subarray(0, 40))).toBeLessThanOrEqual(2 * bytes.length + 16)
      }
    } finally {
      prototype.advance = advance
    }
  })
})
