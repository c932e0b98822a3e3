import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CaptureFile } from '../../src/io/capture-file.ts'
import { Gunzip } from '../../src/io/gunzip.ts'
import { gzipHeaderLength } from '../../src/io/gzip-header.ts'
import { ascii, concat, filled, hex, u16le, zeros } from '../support/bytes.ts'
import { codes, pcapFile, readCapture } from '../capture/files.ts'
import { readAll, sourceOf } from './reading.ts'

/** Bytes that deflate cannot shrink, so that damage hits somewhere. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed + 1
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  })
}

const capture = pcapFile(
  Array.from({ length: 30 }, (_, at) => ({ seconds: at, fraction: 0, data: noise(300 + 20 * at, at) })),
)
const expected = readCapture(capture).packets
const zipped = gzipSync(capture)

const open = (bytes: Uint8Array, piece?: number) => new CaptureFile('test', sourceOf(bytes, piece))

describe('gzip data', () => {
  test('of several members is one capture, wherever it is cut and however it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(capture.length), { maxLength: 3 }),
        fc.integer({ min: 20, max: 9000 }),
        async (cuts, piece) => {
          const bounds = [0, ...cuts.sort((left, right) => left - right), capture.length]
          const members = bounds.slice(1).map((end, at) => gzipSync(capture.subarray(bounds[at], end)))
          const file = open(concat(...members), piece)
          expect(await readAll(file)).toEqual(expected)
          expect(file.reader.problems).toEqual([])
        },
      ),
      { numRuns: 10 },
    )
  })

  test('with every optional header field is inflated', async () => {
    const body = zipped.subarray(10)
    const header = concat(hex('1f8b081f000000000003'), u16le(3), 'aabbcc', ascii('name\0'), ascii('comment\0'), 'beef')
    expect(gzipHeaderLength(header)).toBe(header.length)
    for (let length = 0; length < header.length; length++) {
      expect(gzipHeaderLength(header.subarray(0, length))).toBe('more')
    }
    expect(await readAll(open(concat(header, body), 3))).toEqual(expected)
  })

  test('that is cut off gives what was in it and one problem', async () => {
    for (const length of [5, 11, 2000, zipped.length - 9, zipped.length - 8, zipped.length - 1]) {
      const file = open(zipped.subarray(0, length))
      const packets = await readAll(file)
      expect(packets).toEqual(expected.slice(0, packets.length))
      if (length >= zipped.length - 8) expect(packets).toHaveLength(expected.length)
      else if (length >= 2000) expect(packets.length).toBeGreaterThan(0)
      expect(file.reader.problems).toMatchObject([{ code: 'gzip-damaged', severity: 'error' }])
    }
  })

  test('with a wrong check sum or length gives all of its packets and one problem', async () => {
    for (const at of [8, 1]) {
      const damaged = Uint8Array.from(zipped)
      damaged[damaged.length - at]! ^= 1
      const file = open(damaged)
      expect(await readAll(file)).toEqual(expected)
      expect(codes(file.reader)).toEqual(['gzip-damaged'])
    }
  })

  test('that does not inflate keeps what was read before', async () => {
    const members = concat(zipped, hex('1f8b0800000000000003ffffff'))
    const file = open(members)
    expect(await readAll(file)).toEqual(expected)
    expect(codes(file.reader)).toEqual(['gzip-damaged'])
  })

  test('followed by other bytes is read, with a note', async () => {
    for (const trailing of [zeros(512), hex('1f8b08')]) {
      const file = open(concat(zipped, trailing))
      expect(await readAll(file)).toEqual(expected)
      expect(file.reader.problems).toMatchObject([{ code: 'gzip-trailing', severity: 'note' }])
    }
  })

  test('with damage anywhere neither throws nor hangs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(zipped.length - 1), fc.nat(255), async (at, value) => {
        const damaged = Uint8Array.from(zipped)
        damaged[at] = value
        await readAll(open(damaged))
      }),
      { numRuns: 60 },
    )
  })

  test('inside gzip data is refused by name', async () => {
    const file = open(gzipSync(gzipSync(capture)))
    await readAll(file)
    expect(file.reader.fatal!.message).toContain('gzip data')
  })

  test('that grows beyond 200 : 1 ends soon after 64 MiB', async () => {
    const bomb = gzipSync(filled(150 << 20, 0), { level: 1 })
    const gunzip = new Gunzip(sourceOf(bomb), bomb.subarray(0, 0))
    const room = new Uint8Array(1 << 20)
    let output = 0
    const drain = async () => {
      for (let count = 1; count > 0; output += count) count = await gunzip.read(room)
    }
    await expect(drain()).rejects.toMatchObject({ code: 'gzip-limit' })
    expect(output).toBeGreaterThan(64 << 20)
    expect(output).toBeLessThan(90 << 20)
  })
})
