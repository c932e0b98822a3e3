import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HISTORY } from '../../src/capture/history.ts'
import { CaptureReader } from '../../src/capture/reader.ts'
import { concat, filled, u32 } from '../support/bytes.ts'
import { pcapng, type Packet } from '../support/capture-file.ts'
import { pcapFile, pcapHeader, pcapRecord, readCapture, someRecords, verdict, type Record } from './files.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 1, maxLength: 6 })

/** More than two buffers full of records of all sizes. */
function bigFile(): Uint8Array {
  const records: Record[] = []
  let random = 1
  for (let length = 0; length < 3_500_000;) {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0
    const size = records.length % 40 === 0 ? random % 262_144 : (random >>> 8) % 1500
    records.push({ seconds: records.length, fraction: 0, data: filled(size, random & 0xff) })
    length += size
  }
  return pcapFile(records)
}
const big = bigFile()

const packets: Packet[] = Array.from({ length: 6 }, (_, at) => ({
  time: 1_700_000_000_000_000_000n + BigInt(at) * 1_000_000n,
  bytes: filled(20 + 7 * at, at),
}))

describe('a capture reader', () => {
  test('gives the same whatever pieces a pcap file arrives in', () => {
    fc.assert(
      fc.property(someRecords, sizes, (records, pieces) => {
        const file = pcapFile(records)
        const whole = readCapture(file)
        const cut = readCapture(file, pieces)
        expect(cut.packets).toEqual(whole.packets)
        expect(verdict(cut)).toEqual(verdict(whole))
      }),
    )
  })

  test('gives the same whatever pieces a damaged file of either format arrives in', () => {
    const files = [
      pcapFile([
        { seconds: 1, fraction: 2, data: filled(70, 1) },
        { seconds: 3, fraction: 4, data: filled(9, 2) },
      ]),
      pcapng(packets),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        sizes,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
        (file, pieces, bad) => {
          const damaged = file.slice()
          for (const [at, value] of bad) damaged[at % damaged.length] = value
          const whole = readCapture(damaged)
          const cut = readCapture(damaged, pieces)
          expect(cut.packets).toEqual(whole.packets)
          expect(verdict(cut)).toEqual(verdict(whole))
        },
      ),
      { numRuns: 400 },
    )
  })

  test('gives the same when the file is larger than its buffer', () => {
    const whole = readCapture(big)
    expect(whole.packets.length).toBeGreaterThan(500)
    const records = whole.packets.map(({ seconds, data }) => pcapRecord({ seconds, fraction: 0, data }))
    expect(Buffer.compare(concat(pcapHeader(), ...records), big)).toBe(0)
    for (const pieces of [[65_536], [1_000_003, 17], [300_000]]) {
      expect(verdict(readCapture(big, pieces))).toEqual(verdict(whole))
    }
  })

  test.each([[[Infinity]], [[65_536]], [[1_000_003, 17]], [[4099]]])(
    'keeps the last 64 KiB before the current record readable, in pieces of %j',
    (pieces) => {
      const reader = new CaptureReader()
      let seen = 0
      for (let at = 0, piece = 0; at < big.length; piece++) {
        const room = reader.room()
        const count = Math.min(pieces[piece % pieces.length]!, room.length, big.length - at)
        room.set(big.subarray(at, at + count))
        reader.filled(count)
        at += count
        while (reader.next()) {
          seen++
          const from = Math.max(0, reader.offset - HISTORY)
          expect(from).toBeGreaterThanOrEqual(reader.base)
          const kept = reader.bytes.subarray(from - reader.base, reader.stop)
          expect(Buffer.compare(kept, big.subarray(from, from + kept.length))).toBe(0)
        }
      }
      expect(seen).toBeGreaterThan(500)
    },
  )

  test.each([
    [
      'pcap',
      pcapFile([1, 2, 3].map((value) => ({ seconds: value, fraction: 0, data: filled(30 * value, value) }))),
      24,
    ],
    ['pcapng', pcapng(packets), 28],
  ])('a %s file cut at any byte gives its whole packets and one problem with the offset', (_name, file, header) => {
    const whole = readCapture(file)
    const offsets = recordOffsets(file)
    expect(whole.reader.problems).toEqual([])
    for (let length = 0; length < file.length; length++) {
      const { packets: found, reader } = readCapture(file.subarray(0, length), [7])
      const ended = whole.packets.filter((packet) => offsets.find((offset) => offset > packet.offset)! <= length)
      expect(found).toEqual(ended)
      if (length < header) {
        expect(reader.problems).toMatchObject([{ code: length === 0 ? 'file-empty' : 'file-too-short', offset: 0 }])
        expect(reader.fatal).toBe(reader.problems[0])
      } else if (offsets.includes(length)) {
        expect(reader.problems).toEqual([])
      } else {
        const offset = offsets.findLast((start) => start < length)
        expect(reader.problems).toMatchObject([{ code: 'file-truncated', severity: 'error', offset }])
        expect(reader.fatal).toBeUndefined()
      }
    }
  })

  test('ten bytes are called no capture, with both numbers', () => {
    const { reader } = readCapture(filled(10, 65))
    expect(reader.fatal!.message).toBe('not a capture: 10 bytes, expected at least 24 (offset 0)')
  })

  test('an end with a cause reports the cause in place of the cut record', () => {
    const reader = new CaptureReader()
    const file = concat(pcapFile([{ seconds: 1, fraction: 0, data: filled(4, 4) }]), u32(1))
    reader.room().set(file)
    reader.filled(file.length)
    const problem = {
      code: 'read-failed',
      severity: 'error',
      file: '',
      offset: 0,
      expected: '',
      found: '',
      message: '',
    } as const
    reader.end(problem)
    expect([reader.next(), reader.next()]).toEqual([true, false])
    expect(reader.problems).toEqual([problem])
  })

  test('a released reader keeps its counts and has no other packet', () => {
    const { reader } = readCapture(pcapFile([{ seconds: 1, fraction: 0, data: filled(4, 4) }]))
    const { consumed } = reader
    reader.release()
    expect([reader.next(), reader.packets, reader.consumed, reader.bytes.length]).toEqual([false, 1, consumed, 0])
  })
})

/** Where a record or block starts, and the end of the file. */
function recordOffsets(file: Uint8Array): number[] {
  const view = new DataView(file.buffer, file.byteOffset)
  const classic = file[0] === 0xd4
  const offsets = [classic ? 24 : 0]
  while (offsets.at(-1)! < file.length) {
    const at = offsets.at(-1)!
    offsets.push(classic ? at + 16 + view.getUint32(at + 8, true) : at + view.getUint32(at + 4, true))
  }
  return offsets
}
