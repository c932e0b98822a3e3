import { crc32, deflateRawSync } from 'node:zlib'
import { pcapFile, pcapHeader, pcapRecord } from '../capture/files.ts'
import * as t from '../support/index.ts'
import { row, type Case } from './case.ts'

/** A short conversation in packets. */
const talk = (): readonly t.Packet[] =>
  t
    .scenario({ legs: [] })
    .transfer({ data: t.noise(300) })
    .complete().scenario.wire.packets
const packets = talk()
const good = t.pcap(packets)
const goodNg = t.pcapng(packets)

const READ = [/PROMPT hello\.txt/, /"outcome":"complete"/] as const

/** The file with `bytes` at `at`. */
const patched = (file: Uint8Array, at: number, bytes: t.Bytes): Uint8Array => {
  const copy = file.slice()
  copy.set(t.bytesOf(bytes), at)
  return copy
}

const record = (fields: Partial<Parameters<typeof pcapRecord>[0]>): Uint8Array =>
  pcapRecord({ seconds: 1, fraction: 0, data: t.zeros(20), ...fields })

/** A record in front of a good capture's. */
const first = (bytes: Uint8Array): Uint8Array => t.concat(good.subarray(0, 24), bytes, good.subarray(24))

const section = t.sectionHeader()
const face = t.interfaceBlock()
const ng = (...blocks: readonly Uint8Array[]): Uint8Array => t.concat(section, face, ...blocks)
const ngPackets = packets.map((packet) => t.enhancedPacket(packet))
const option = (code: number, length: number, value: t.Bytes): Uint8Array =>
  t.pcapngBlock(1, t.concat(t.u16le(1), t.u16le(0), t.u32le(65_535), t.u16le(code), t.u16le(length), value))

/** A: capture files. */
export const FILE_CASES: readonly Case[] = [
  row('A03', 'a header and nothing else', () => pcapHeader(), [], [/file error/]),
  row(
    'A04 header',
    'the last record is cut in its header',
    () => good.subarray(0, good.length - packets.at(-1)!.bytes.length - 20),
    [/file error: the capture is cut off: \d+ bytes, expected 16 bytes \(offset \d+\)/, ...READ],
  ),
  row('A04 body', 'the last record is cut in its body', () => good.subarray(0, -1), [
    /file error: the capture is cut off/,
    ...READ,
  ]),
  ...[0xffffffff, 0x80000000, 262_145].map((captured) =>
    row(`A05 ${captured}`, 'an impossible captured length', () => t.concat(good, record({ captured })), [
      new RegExp(`impossible captured length: ${captured}, expected at most 262144 \\(offset ${good.length}\\)`),
      ...READ,
    ]),
  ),
  row('A06', 'a captured length above the snapshot length', () => patched(good, 16, t.u32le(64)), [
    /file note: captured length above the snapshot length/,
    ...READ,
  ]),
  row('A07', 'more captured than there was', () => first(record({ original: 3 })), [
    /captured length above the original length/,
    ...READ,
  ]),
  row('A08', 'a record of no bytes', () => first(record({ data: t.EMPTY })), READ),
  ...[false, true].flatMap((bigEndian) =>
    [false, true].map((nanoseconds) =>
      row(
        `A09 ${bigEndian ? 'big' : 'little'} ${nanoseconds ? 'ns' : 'µs'}`,
        'each of the four magics',
        () => t.pcap(packets, { bigEndian, nanoseconds }),
        READ,
      ),
    ),
  ),
  row('A10', 'version 2.3', () => patched(good, 6, t.u16le(3)), READ),
  row('A11 fraction', 'a fraction of more than a second', () => first(record({ fraction: 1_500_000 })), [
    /fraction of a second of a second or more/,
    ...READ,
  ]),
  row('A11 zone', 'a time zone', () => patched(good, 8, t.u32le(0xfffff1f0)), [
    /time zone in the file header ignored/,
    ...READ,
  ]),
  ...[0, 0xffffffff].map((seconds) =>
    row(
      `A11 ${seconds}`,
      'the first and the last second',
      () => pcapFile([{ seconds, fraction: 0, data: packets[0]!.bytes }], { link: 101 }),
      [],
      [/Invalid/],
    ),
  ),
  row(
    'A12',
    'a frame check sequence in the link type',
    () => {
      const framed = t.concat(
        ...packets.map(({ bytes }, at) =>
          pcapRecord({ seconds: at, fraction: 0, data: t.concat(t.linkFrame('ethernet', bytes), 'deadbeef') }),
        ),
      )
      return t.concat(patched(pcapHeader(), 20, t.u32le(0x24000001)), framed)
    },
    READ,
    [/malformed/],
  ),
  ...[0, 4, 11, 13, 0xfffffffc, (16 << 20) + 4].map((length) =>
    row(
      `A14 ${length}`,
      'an impossible block length',
      () => t.concat(goodNg, t.u32le(6), t.u32le(length), t.zeros(40)),
      [new RegExp(`file error: .*${length}.*\\(offset ${goodNg.length}\\)`), ...READ],
    ),
  ),
  row(
    'A14 trailer',
    'a block that ends with another length',
    () => t.concat(goodNg, t.u32le(6), t.u32le(44), t.zeros(32), t.u32le(40)),
    [/does not end with its own length/, ...READ],
  ),
  row(
    'A15 length',
    'an option longer than its block',
    () => t.concat(section, option(9, 400, '06000000'), ...ngPackets),
    [/option ignored/, ...READ],
  ),
  row('A15 end', 'options without an end', () => t.concat(section, option(9, 1, '06000000'), ...ngPackets), READ),
  ...[0x80 | 63, 127, 255].map((resolution) =>
    row(
      `A15 ${resolution}`,
      'a time resolution at the edge',
      () => t.concat(section, option(9, 1, t.u8(resolution, 0, 0, 0)), ...ngPackets),
      READ,
      [/Invalid/],
    ),
  ),
  row(
    'A15 offset',
    'an offset of all times',
    () => t.concat(section, option(14, 8, 'ffffffffffffff7f'), ...ngPackets),
    [/option ignored/, ...READ],
    [/Invalid/],
  ),
  row('A16 none', 'a packet before its interface', () => t.concat(section, ngPackets[0]!, face, ...ngPackets), [
    /interface that was not described, left out/,
    ...READ,
  ]),
  row(
    'A16 number',
    'a packet of an interface that is not there',
    () => ng(t.enhancedPacket(packets[0]!, { interfaceId: 7 }), ...ngPackets),
    [/interface that was not described/, ...READ],
  ),
  row(
    'A17',
    'more interfaces than can be named, each with statistics',
    () => {
      const statistics = (id: number): Uint8Array =>
        t.pcapngBlock(5, t.concat(t.u32le(id), t.zeros(8), t.u16le(5), t.u16le(8), t.u32le(1), t.zeros(8)))
      const many = new Uint8Array(66_000 * face.length)
      for (let at = 0; at < many.length; at += face.length) many.set(face, at)
      const one = statistics(0)
      const counts = new Uint8Array(65_000 * one.length)
      for (let at = 0; at < 65_000; at++) {
        counts.set(one, at * one.length)
        counts.set(t.u32le(at), at * one.length + 8)
      }
      return t.concat(section, many, counts, ...ngPackets)
    },
    [/too many interfaces/, ...READ],
  ),
  row(
    'A17 names',
    'a list of a million names',
    () => {
      // Of an address, each: four bytes and a name of three.
      const record = t.concat('0100 0800 0a000001', t.ascii('abc\0'))
      const names = new Uint8Array(1_000_000 * record.length)
      for (let at = 0; at < names.length; at += record.length) names.set(record, at)
      const blocks = Array.from({ length: 5 }, (_, n) =>
        t.pcapngBlock(4, t.concat(names.subarray(n * (names.length / 5), (n + 1) * (names.length / 5)), '00000000')),
      )
      return t.concat(section, face, ...blocks, ...ngPackets)
    },
    READ,
    [/file error/],
  ),
  row(
    'A18',
    'blocks of other kinds',
    () => ng(...[0x0a, 0xbad, 0x40000bad, 0x80000001, 4].map((type) => t.pcapngBlock(type, t.noise(40))), ...ngPackets),
    READ,
    [/file error/],
  ),
  row(
    'A19 order',
    'sections in both byte orders',
    () => t.concat(t.pcapng(packets.slice(0, 9)), t.pcapng(packets.slice(9), { bigEndian: true })),
    READ,
  ),
  row(
    'A19 length',
    'a wrong section length',
    () => t.concat(patched(section, 16, '0c000000 00000000'), goodNg.subarray(section.length), goodNg),
    [/section length does not match/, ...READ],
  ),
]

/** A gzip member with these bytes in it; `crc` when it shall be wrong. */
export function gzip(bytes: Uint8Array, crc = crc32(bytes)): Uint8Array {
  return t.concat('1f8b0800000000000003', deflateRawSync(bytes), t.u32le(crc), t.u32le(bytes.length))
}

export const GOOD = good
