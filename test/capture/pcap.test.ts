import { createRequire } from 'node:module'
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concat, filled } from '../support/bytes.ts'
import { CaptureReader } from '../../src/capture/reader.ts'
import { codes, integers, pcapFile, pcapHeader, pcapRecord, readCapture, someRecords } from './files.ts'

interface OraclePacket {
  header: { timestampSeconds: number; timestampMicroseconds: number; capturedLength: number; originalLength: number }
  data: Buffer
}
interface OracleParser {
  on(event: 'packet', listener: (packet: OraclePacket) => void): this
  on(event: 'end' | 'error', listener: (error?: Error) => void): this
}
const oracle = createRequire(import.meta.url)('pcap-parser') as { parse(stream: PassThrough): OracleParser }

function parseWithOracle(file: Uint8Array): Promise<OraclePacket[]> {
  const stream = new PassThrough()
  const packets: OraclePacket[] = []
  return new Promise((resolve, reject) => {
    oracle
      .parse(stream)
      .on('packet', (packet) => packets.push(packet))
      .on('end', () => resolve(packets))
      .on('error', reject)
    stream.end(file)
  })
}

const one = { seconds: 1_250_132_241, fraction: 123_456, data: filled(60, 7) }

describe('classic pcap', () => {
  test('every well-formed file gives the packets that pcap-parser gives', async () => {
    await fc.assert(
      fc.asyncProperty(someRecords, fc.boolean(), async (records, bigEndian) => {
        const file = pcapFile(records, { bigEndian })
        const { packets, reader } = readCapture(file)
        const expected = await parseWithOracle(file)
        expect(
          packets.map(({ seconds, nanos, originalLength, data }) => [seconds, nanos, originalLength, data]),
        ).toEqual(
          expected.map(({ header, data }) => [
            header.timestampSeconds,
            header.timestampMicroseconds * 1000,
            header.originalLength,
            Uint8Array.from(data),
          ]),
        )
        expect(reader.problems).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test.each([
    { bigEndian: false, nanoseconds: false, nanos: 123_456_000 },
    { bigEndian: true, nanoseconds: false, nanos: 123_456_000 },
    { bigEndian: false, nanoseconds: true, nanos: 123_456 },
    { bigEndian: true, nanoseconds: true, nanos: 123_456 },
  ])('reads big-endian $bigEndian, nanoseconds $nanoseconds', ({ nanos, ...options }) => {
    const { packets, reader } = readCapture(pcapFile([one], { ...options, link: 113 }))
    expect(packets).toEqual([
      { seconds: one.seconds, nanos, data: one.data, originalLength: 60, linkType: 113, interfaceId: 0, offset: 24 },
    ])
    expect([reader.format, [...reader.linkTypes], reader.packets]).toEqual(['pcap', [113], 1])
  })

  test('a file with a header only has no packets and no problem', () => {
    const { packets, reader } = readCapture(pcapHeader())
    expect([packets, reader.problems, reader.format]).toEqual([[], [], 'pcap'])
  })

  test.each([0xffffffff, 0x80000000, 262_145])(
    'a captured length of %i ends the reading with offset and value',
    (captured) => {
      const bad = pcapRecord({ ...one, captured })
      const { packets, reader } = readCapture(concat(pcapFile([one, one]), bad, filled(64, 1)))
      expect(packets).toHaveLength(2)
      expect(reader.problems).toMatchObject([
        { code: 'captured-length', severity: 'error', offset: 24 + 2 * 76, found: String(captured) },
      ])
      expect(reader.done).toBe(true)
    },
  )

  test('64 MiB behind a corrupt captured length are not looked at', () => {
    const { reader, bytesRead, milliseconds } = readUntilDone(pcapFile([{ ...one, captured: 0xffffffff }]), 64)
    expect(codes(reader)).toEqual(['captured-length'])
    expect(bytesRead).toBeLessThan(2 * 1024 * 1024)
    expect(milliseconds).toBeLessThan(500)
  })

  test('the largest captured length is accepted', () => {
    const { packets, reader } = readCapture(pcapFile([{ ...one, data: filled(262_144, 3) }, one]))
    expect(packets.map(({ data }) => data.length)).toEqual([262_144, 60])
    expect(reader.problems).toEqual([])
  })

  test('a captured length above snaplen or original length is a note and the packet is kept', () => {
    const { packets, reader } = readCapture(pcapFile([{ ...one, original: 40 }], { snaplen: 50 }))
    expect(packets[0]).toMatchObject({ originalLength: 40, data: one.data })
    expect(reader.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['above-original', 'note'],
      ['above-snaplen', 'note'],
    ])
  })

  test('files up to version 2.3 may have the two lengths swapped', () => {
    const swapped = concat(integers(false).u32(1, 2, 1500, 60), one.data)
    const { packets, reader } = readCapture(concat(pcapHeader({ version: [2, 3] }), swapped))
    expect(packets).toMatchObject([{ originalLength: 1500, data: one.data }])
    expect(reader.problems).toEqual([])
  })

  test('a record of no bytes is a packet', () => {
    expect(readCapture(pcapFile([{ ...one, data: filled(0, 0), original: 60 }, one])).packets).toHaveLength(2)
  })

  test('a fraction of more than a second is carried over and noted', () => {
    const { packets, reader } = readCapture(pcapFile([{ ...one, seconds: 10, fraction: 2_500_000 }]))
    expect(packets).toMatchObject([{ seconds: 12, nanos: 500_000_000 }])
    expect(codes(reader)).toEqual(['time-fraction'])
  })

  test('times up to the year 2106 are read', () => {
    expect(readCapture(pcapFile([{ ...one, seconds: 0xffffffff }])).packets[0]!.seconds).toBe(0xffffffff)
  })

  test('bits above the link type are masked, and the frame check sequence they count is taken off', () => {
    const records = [one, { ...one, original: 62 }, { ...one, original: 1500 }]
    const { packets, reader } = readCapture(pcapFile(records, { link: 0x24000001 }))
    expect([...reader.linkTypes]).toEqual([1])
    expect(packets.map(({ data, originalLength }) => [data.length, originalLength])).toEqual([
      [56, 56],
      [58, 58],
      [60, 1496],
    ])
    expect(readCapture(pcapFile([one], { link: 0x20000001 })).packets[0]!.data).toHaveLength(60)
  })

  test('version 2.x is accepted and any other refused with its number', () => {
    for (const minor of [0, 3, 4, 9])
      expect(readCapture(pcapFile([one], { version: [2, minor] })).packets).toHaveLength(1)
    for (const major of [1, 3, 543]) {
      const { packets, reader } = readCapture(pcapFile([one], { version: [major, 0] }))
      expect(packets).toEqual([])
      expect(reader.fatal).toMatchObject({ code: 'unsupported-version', found: `${major}.0` })
    }
  })

  test('a time zone in the header is noted', () => {
    expect(codes(readCapture(pcapFile([one], { zone: 0xfffffff0 })).reader)).toEqual(['time-zone'])
  })

  test('problems of one code are counted, and only the first hundred kept', () => {
    const { reader } = readCapture(pcapFile(Array.from({ length: 150 }, () => ({ ...one, original: 1 }))))
    expect(reader.problems).toHaveLength(100)
    expect(reader.problemCounts.get('above-original')).toBe(150)
  })
})

/** Feeds `file` and then megabytes of ones for as long as the reader wants them. */
function readUntilDone(file: Uint8Array, megabytes: number) {
  const reader = new CaptureReader()
  const begin = performance.now()
  reader.room().set(file)
  reader.filled(file.length)
  while (reader.next());
  let bytesRead = file.length
  while (!reader.done && bytesRead < megabytes * 1024 * 1024) {
    const room = reader.room().fill(1)
    reader.filled(room.length)
    bytesRead += room.length
    while (reader.next());
  }
  return { reader, bytesRead, milliseconds: performance.now() - begin }
}
