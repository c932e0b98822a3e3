import { describe, expect, test } from 'vitest'
import { concat, EMPTY, filled, u8, zeros } from '../support/bytes.ts'
import { pcapngBlock, pcapngOption, sectionHeader } from '../support/capture-file.ts'
import { codes, integers, readCapture, verdict } from './files.ts'

const SECONDS = 1_700_000_000

interface Order {
  bigEndian?: boolean
}

function description(options: Order & { link?: number; snaplen?: number; options?: Uint8Array } = {}): Uint8Array {
  const { bigEndian = false, link = 1, snaplen = 0 } = options
  const write = integers(bigEndian)
  return pcapngBlock(1, concat(write.u16(link, 0), write.u32(snaplen), options.options ?? EMPTY), bigEndian)
}

interface PacketFields extends Order {
  id?: number
  ticks?: bigint
  data?: Uint8Array
  captured?: number
  original?: number
  options?: Uint8Array
}

function packet(fields: PacketFields = {}): Uint8Array {
  const { bigEndian = false, id = 0, ticks = BigInt(SECONDS) * 1_000_000n, data = filled(9, 7) } = fields
  const { captured = data.length, original = data.length, options = EMPTY } = fields
  const write = integers(bigEndian)
  const head = write.u32(id, Number(ticks >> 32n), Number(ticks & 0xffffffffn), captured, original)
  const padding = zeros(options.length === 0 ? 0 : -data.length & 3)
  return pcapngBlock(6, concat(head, data, padding, options), bigEndian)
}

const simplePacket = (original: number, data: Uint8Array) => pcapngBlock(3, concat(integers(false).u32(original), data))

function oldPacket(id: number, drops: number, data: Uint8Array): Uint8Array {
  const write = integers(false)
  const ticks = BigInt(SECONDS) * 1_000_000n
  const time = write.u32(Number(ticks >> 32n), Number(ticks & 0xffffffffn))
  return pcapngBlock(2, concat(write.u16(id, drops), time, write.u32(data.length, data.length), data))
}

const option = (code: number, value: Uint8Array, bigEndian = false) => pcapngOption(code, value, bigEndian)
const resolution = (byte: number) => option(9, u8(byte))

/** A section of one byte order with these blocks. */
const section = (...blocks: Uint8Array[]) => concat(sectionHeader(), ...blocks)

function read(...blocks: Uint8Array[]) {
  const file = section(...blocks)
  const whole = readCapture(file)
  expect(verdict(readCapture(file, [11]))).toEqual(verdict(whole))
  return whole
}

describe('pcapng', () => {
  test('several sections keep their own byte order, interfaces, link types and resolutions', () => {
    const nanoseconds = BigInt(SECONDS) * 1_000_000_000n + 987_654_321n
    const file = concat(
      section(description({ link: 1 }), description({ link: 113, options: resolution(9) })),
      packet({ id: 1, ticks: nanoseconds }),
      packet({ id: 0, data: filled(3, 1) }),
      sectionHeader(true),
      description({ bigEndian: true, link: 276, snaplen: 96 }),
      packet({ bigEndian: true, data: filled(8, 2), original: 1500 }),
    )
    const { packets, reader } = readCapture(file)
    expect(
      packets.map(({ seconds, nanos, linkType, interfaceId, data, originalLength }) => [
        seconds,
        nanos,
        linkType,
        interfaceId,
        data.length,
        originalLength,
      ]),
    ).toEqual([
      [SECONDS, 987_654_321, 113, 1, 9, 9],
      [SECONDS, 0, 1, 0, 3, 3],
      [SECONDS, 0, 276, 2, 8, 1500],
    ])
    expect(reader.problems).toEqual([])
    expect([reader.format, [...reader.linkTypes], reader.snaplen]).toEqual(['pcapng', [1, 113, 276], 96])
    expect(verdict(readCapture(file, [3]))).toEqual(verdict({ reader }))
  })

  test('an empty section is a capture of no packets', () => {
    expect(verdict(read())).toMatchObject({ packets: 0, problems: [], format: 'pcapng' })
  })

  test('the offset of a packet is that of its block', () => {
    expect(read(description(), packet()).packets[0]!.offset).toBe(28 + 20)
  })

  test('options behind a packet are not its data', () => {
    const comment = concat(option(1, filled(5, 65)), option(0, EMPTY))
    expect(read(description(), packet({ options: comment }), packet()).packets).toHaveLength(2)
  })

  test('a resolution that nothing can have is noted, and microseconds are taken', () => {
    for (const byte of [20, 127, 255]) {
      const { packets, reader } = read(description({ options: resolution(byte) }), packet())
      expect(packets).toMatchObject([{ seconds: SECONDS, nanos: 0 }])
      expect(codes(reader)).toEqual(['option-invalid'])
    }
  })

  test('of two resolutions the first counts, and the other is noted', () => {
    const { packets, reader } = read(
      description({ options: concat(resolution(0), resolution(9)) }),
      packet({ ticks: 5n }),
    )
    expect(packets[0]!.seconds).toBe(5)
    expect(codes(reader)).toEqual(['option-invalid'])
  })

  test('an option longer than its block ends the options and is noted', () => {
    const { packets, reader } = read(description({ options: concat(integers(false).u16(2, 400), zeros(4)) }), packet())
    expect([packets.length, codes(reader)]).toEqual([1, ['option-invalid']])
  })

  test('a time offset moves the packets, and one beyond reason is ignored with a note', () => {
    const offset = (value: bigint) => option(14, new Uint8Array(new BigInt64Array([value]).buffer))
    expect(read(description({ options: offset(-5n) }), packet()).packets[0]!.seconds).toBe(SECONDS - 5)
    const { packets, reader } = read(description({ options: offset(1n << 62n) }), packet())
    expect([packets[0]!.seconds, codes(reader)]).toEqual([SECONDS, ['option-invalid']])
  })

  test('a time outside the calendar is delivered with a note', () => {
    const { packets, reader } = read(description({ options: resolution(0) }), packet({ ticks: 1n << 60n }))
    expect([packets.length, codes(reader)]).toEqual([1, ['time-range']])
  })

  test('a frame check sequence is taken off', () => {
    const { packets } = read(description({ options: option(13, u8(4)) }), packet({ data: filled(64, 1) }))
    expect([packets[0]!.data.length, packets[0]!.originalLength]).toEqual([60, 60])
  })

  test('simple packets belong to the first interface, are cut at its snaplen and keep the time before them', () => {
    const { packets, reader } = read(
      description({ link: 101, snaplen: 6 }),
      packet({ data: filled(4, 1) }),
      simplePacket(100, filled(6, 9)),
      description(),
      simplePacket(3, filled(3, 9)),
    )
    expect(
      packets
        .slice(1)
        .map(({ data, originalLength, linkType, seconds }) => [data.length, originalLength, linkType, seconds]),
    ).toEqual([
      [6, 100, 101, SECONDS],
      [3, 3, 101, SECONDS],
    ])
    expect(codes(reader)).toEqual(['simple-packet-interface'])
  })

  test('old packet blocks are packets, and count those lost before them', () => {
    const { packets, reader } = read(description(), oldPacket(0, 3, filled(5, 1)), oldPacket(0, 0xffff, EMPTY))
    expect(packets.map(({ data, seconds }) => [data.length, seconds])).toEqual([
      [5, SECONDS],
      [0, SECONDS],
    ])
    expect(reader.dropped).toBe(3)
  })

  test('interface statistics give the packets dropped: the last total of each interface', () => {
    const statistics = (id: number, interfaceDrops: number, systemDrops: number, bigEndian: boolean) => {
      const write = integers(bigEndian)
      const count = (value: number) => (bigEndian ? write.u32(0, value) : write.u32(value, 0))
      const drops = concat(option(5, count(interfaceDrops), bigEndian), option(7, count(systemDrops), bigEndian))
      return pcapngBlock(5, concat(write.u32(id, 0, 0), drops), bigEndian)
    }
    for (const bigEndian of [false, true]) {
      const { reader } = readCapture(
        concat(
          sectionHeader(bigEndian),
          description({ bigEndian }),
          description({ bigEndian }),
          statistics(0, 10, 1, bigEndian),
          statistics(1, 100, 0, bigEndian),
          statistics(0, 20, 2, bigEndian),
        ),
      )
      expect([reader.dropped, reader.problems]).toEqual([122, []])
    }
    expect(read(description(), packet()).reader.dropped).toBeUndefined()
  })

  test('blocks of other types are skipped and counted, however long', () => {
    const { packets, reader } = read(
      description(),
      pcapngBlock(4, filled(40, 1)),
      pcapngBlock(0xbad, zeros(3_000_000)),
      pcapngBlock(10, EMPTY),
      packet(),
    )
    expect([packets.length, reader.skippedBlocks, reader.problems]).toEqual([1, 3, []])
  })

  test('a packet with more options than are ever held is delivered, and its trailer checked', () => {
    const comments = concat(...Array.from({ length: 12 }, () => option(1, filled(65_000, 65))))
    const long = packet({ options: comments })
    expect(read(description(), long, packet()).packets).toHaveLength(2)
    long[long.length - 1] = 1
    const { packets, reader } = read(description(), long, packet())
    expect([packets.length, codes(reader)]).toEqual([1, ['block-trailer']])
  })

  test.each([0, 4, 11, 13, 30, 0xfffffffc, 16 * 1024 * 1024 + 4])(
    'a block length of %i ends the reading with its offset',
    (length) => {
      const bad = packet()
      new DataView(bad.buffer).setUint32(4, length, true)
      const { packets, reader } = read(description(), packet(), bad, packet())
      expect(packets).toHaveLength(1)
      expect(reader.problems).toMatchObject([{ code: 'block-length', offset: 28 + 20 + 44, found: String(length) }])
    },
  )

  test('a section header may not be longer than a mebibyte', () => {
    const file = section(description())
    new DataView(file.buffer).setUint32(4, 1024 * 1024 + 4, true)
    expect(codes(readCapture(file).reader)).toEqual(['block-length'])
  })

  test.each([0, 6, 0xbad])('a trailer unlike the header ends the reading, in blocks of type %i too', (type) => {
    const bad = type === 6 ? packet() : pcapngBlock(type, zeros(8))
    bad[bad.length - 4]! ^= 8
    const { packets, reader } = read(description(), packet(), bad, packet())
    expect(packets).toHaveLength(1)
    expect(reader.problems).toMatchObject([{ code: 'block-trailer', offset: 28 + 20 + 44 }])
  })

  test('a packet of an interface that was not described is left out', () => {
    const { packets, reader } = read(packet(), description(), packet({ id: 1 }), packet(), simplePacket(1, u8(1)))
    expect([packets.length, codes(reader)]).toEqual([2, ['unknown-interface', 'unknown-interface']])
    expect(codes(read(simplePacket(1, u8(1))).reader)).toEqual(['unknown-interface'])
  })

  test('a packet longer than its block or the limit is left out and the next one read', () => {
    const tooLong = packet({ data: filled(262_145, 1) })
    const { packets, reader } = read(description(), packet({ captured: 13 }), tooLong, packet())
    expect([packets.length, codes(reader)]).toEqual([1, ['packet-length', 'packet-length']])
    expect(codes(read(description(), simplePacket(400, u8(1))).reader)).toEqual(['packet-length'])
  })

  test('interfaces are capped at 65 536', () => {
    const block = description()
    const many = new Uint8Array(65_537 * block.length)
    for (let at = 0; at < many.length; at += block.length) many.set(block, at)
    const { reader } = read(many)
    expect(codes(reader)).toEqual(['interface-limit'])
  })

  test('a section header without byte-order magic ends the reading', () => {
    const file = section(description(), packet())
    const { packets, reader } = readCapture(concat(file, section().fill(1, 8, 12), file))
    expect(packets).toHaveLength(1)
    expect(reader.problems).toMatchObject([{ code: 'byte-order-magic', offset: file.length }])
  })

  test('a section length that is wrong is noted and does not matter', () => {
    const file = section(description(), packet())
    const stated = (length: number) => {
      const copy = file.slice()
      new DataView(copy.buffer).setBigUint64(16, BigInt(length), true)
      return readCapture(concat(copy, file))
    }
    expect(codes(stated(file.length - 28).reader)).toEqual([])
    const { packets, reader } = stated(20)
    expect([packets.length, codes(reader)]).toEqual([2, ['section-length']])
  })

  test('another major version is refused', () => {
    const file = section(description(), packet())
    file[12] = 2
    expect(readCapture(file).reader.fatal).toMatchObject({ code: 'unsupported-version', found: '2.0' })
  })
})
