/** Changes that break no rule: whoever is accused after one of these is accused falsely. */
import { ascii, concat, u16, u32, zeros } from '../bytes.ts'
import { pcap, pcapng, type Packet } from '../capture-file.ts'
import { checksum, type Recording } from '../recording.ts'
import {
  bytesAt,
  exchange,
  flapFrames,
  flapOf,
  inFrames,
  insertFrames,
  middleFrames,
  oftHeaders,
  patch,
  snacs,
  word,
} from './edit.ts'
import { harmless, type Faults } from './fault.ts'
import { copies, inMessage, Message, PROPOSE } from './message.ts'

const always = (change: (recording: Recording) => void) => (recording: Recording) => {
  change(recording)
  return true
}

const ETHERNET = 14
const SOURCE = 26
const TARGET = 30
const FLAGS_AT = 47

/** Of one client to the other: these have numbers above those of the servers. */
const isPeers = (frame: Uint8Array): boolean => frame[SOURCE + 3]! > 10 && frame[TARGET + 3]! > 10
const isTcp = (frame: Uint8Array): boolean => word(frame, 12) === 0x0800 && frame[23] === 6
const isSyn = (frame: Uint8Array): boolean => frame[FLAGS_AT] === 2
const isBareAck = (frame: Uint8Array): boolean =>
  frame[FLAGS_AT] === 16 && ETHERNET + word(frame, ETHERNET + 2) === 34 + (frame[46]! >> 4) * 4

/** Where the value of a TLV stands in a row of them; -1 where it is not. */
function tlvIn(bytes: Uint8Array, from: number, wanted: number): number {
  for (let at = from; at + 4 <= bytes.length; at += 4 + word(bytes, at + 2))
    if (word(bytes, at) === wanted) return at + 4
  return -1
}

/** The file in another format. */
function as(recording: Recording, write: (packets: Packet[]) => Uint8Array): boolean {
  recording.afterwards(() => write(recording.wire()))
  return true
}

/** The same TCP segment over IPv6. */
function overIpv6(frame: Uint8Array): Uint8Array {
  const tcp = frame.slice(34, ETHERNET + word(frame, ETHERNET + 2))
  const address = (at: number): Uint8Array => concat(u16(0x2001, 0xdb8, 0, 0, 0, 0), frame.subarray(at, at + 4))
  const ends = concat(address(SOURCE), address(TARGET))
  tcp.set(u16(0), 16)
  tcp.set(u16(checksum(concat(ends, u32(tcp.length, 6), tcp))), 16)
  const header = concat(u16(0x6000, 0, tcp.length), new Uint8Array([6, 64]), ends)
  return concat(frame.subarray(0, 12), u16(0x86dd), header, tcp)
}

/** An IP packet in two fragments, the later one first. */
function fragments(frame: Uint8Array): Uint8Array[] {
  const border = 34 + 96
  const piece = (from: number, to: number, offset: number): Uint8Array => {
    const made = concat(frame.subarray(0, 34), frame.subarray(from, to))
    made.set(u16(made.length - ETHERNET), ETHERNET + 2)
    made.set(u16(offset), ETHERNET + 6)
    made.set(u16(0), ETHERNET + 10)
    made.set(u16(checksum(made.subarray(ETHERNET, 34))), ETHERNET + 10)
    return made
  }
  return [piece(border, frame.length, 96 >> 3), piece(34, border, 0x2000)]
}

export const HARMLESS: Faults = {
  'other-ip-ids': harmless(
    'other IP identifications and times to live',
    always((recording) =>
      recording.rewrite((frame, at) => {
        frame.set(u16((at * 7919) & 0xffff), ETHERNET + 4)
        frame[ETHERNET + 8] = 17 + (at % 200)
      }),
    ),
  ),
  'other-macs': harmless(
    'other Ethernet addresses',
    always((recording) => recording.rewrite((frame) => frame.fill(0xee, 0, 12))),
  ),
  'other-windows': harmless(
    'other TCP windows',
    always((recording) => recording.rewrite((frame) => frame.set(u16(4096), ETHERNET + 20 + 14))),
  ),
  'another-day': harmless(
    'ten years later',
    always((recording) => recording.shift(315_360_000)),
  ),
  'client-ports': harmless(
    'other ports of the clients',
    always((recording) => recording.ports((port) => (port > 40_000 ? port - 3_000 : port))),
  ),
  'tcp-timestamps-gone': harmless(
    'TCP without options',
    always((recording) => recording.withoutOptions()),
  ),
  'segments-split': harmless(
    'every segment in two',
    always((recording) => recording.split(2)),
  ),
  'segments-of-seven': harmless(
    'segments of seven bytes at most',
    always((recording) => recording.split(1, 7)),
  ),
  retransmitted: harmless(
    'every third segment twice',
    always((recording) => recording.repeat(3)),
  ),
  'packets-swapped': harmless(
    'neighbouring segments of one direction in the wrong order',
    always((recording) => recording.swapNeighbours()),
  ),
  'unknown-tlv': harmless(
    'a tag of the service that nobody knows, at the end of the proposal',
    inMessage({ type: PROPOSE }, (message) => void message.tags.push({ tag: 0x7777, value: u32(1) })),
  ),
  'tag-order': harmless(
    'the reserved tags of the proposal the other way round',
    inMessage({ type: PROPOSE }, (message) => {
      const reserved = message.tags.filter(({ tag }) => tag <= 0x1a).reverse()
      message.tags = [...reserved, ...message.tags.filter(({ tag }) => tag > 0x1a)]
    }),
  ),
  'another-cookie': harmless('another cookie, wherever it was', (recording) =>
    recording.substitute(cookieOf(recording), ascii('0987654\0')),
  ),
  'another-name': harmless(
    'another screen name of the same length, wherever it was',
    (recording) =>
      recording.substitute(ascii('bobbuilder99'), ascii('rodbuilder88')) &&
      recording.substitute(ascii('BobBuilder99'), ascii('RodBuilder88')),
  ),
  'another-file-name': harmless('another file name of the same length', (recording) =>
    recording.substitute(ascii('notes.txt'), ascii('write.txt')),
  ),
  'keep-alives': harmless('a keep-alive frame in the middle of a connection', (recording) => {
    const frames = flapFrames(recording)
    const found = frames[frames.length >> 1]
    if (found !== undefined) insertFrames(recording, found, [flapOf(5, zeros(0))])
    return found !== undefined
  }),
  'numbers-wrap': harmless('FLAP numbers that pass 65535', (recording) =>
    inFrames(recording, (bytes, frames) =>
      frames.forEach(({ at }, nth) => bytes.set(u16((0xfffe + nth) & 0xffff), at + 2)),
    ),
  ),
  'another-idstring': harmless('headers of another program', (recording) => {
    for (let index = 0; index < oftHeaders(recording).length; index++)
      patch(recording, oftHeaders(recording)[index]!, 68, ascii('OFT_Windows ICBMFT V1.1 32'))
    return oftHeaders(recording).length > 0
  }),
  'numbers-begin-elsewhere': harmless('FLAP numbers that begin somewhere else', (recording) =>
    inFrames(recording, (bytes, frames) =>
      frames.forEach(({ at }) => bytes.set(u16((word(bytes, at + 2) + 0x3456) & 0xffff), at + 2)),
    ),
  ),
  'vlan-tags': harmless(
    'a VLAN tag in every frame',
    always((recording) =>
      recording.exchange((frame) => [concat(frame.subarray(0, 12), u16(0x8100, 7), frame.subarray(12))]),
    ),
  ),
  'servers-over-ipv6': harmless(
    'connections to servers over IPv6',
    always((recording) => recording.exchange((frame) => [isPeers(frame) || !isTcp(frame) ? frame : overIpv6(frame)])),
  ),
  'ip-fragments': harmless(
    'larger packets in two IP fragments',
    always((recording) => recording.exchange((frame) => (frame.length > 200 ? fragments(frame) : [frame]))),
  ),
  'without-link-layer': harmless('a capture of bare IP packets', (recording) =>
    as(recording, (packets) => pcap(packets, { link: 'raw' })),
  ),
  'linux-cooked': harmless('a capture of the device any', (recording) =>
    as(recording, (packets) => pcap(packets, { link: 'sll2' })),
  ),
  'big-endian-nanoseconds': harmless('a capture of a big-endian machine, in nanoseconds', (recording) =>
    as(recording, (packets) => pcap(packets, { bigEndian: true, nanoseconds: true })),
  ),
  'as-pcapng': harmless('a pcapng file', (recording) => as(recording, (packets) => pcapng(packets))),
  'half-as-fast': harmless(
    'everything takes twice as long',
    always((recording) => recording.stretch(2)),
  ),
  'twice-as-fast': harmless(
    'everything takes half the time',
    always((recording) => recording.stretch(0.5)),
  ),
  'again-next-day': harmless(
    'the same happens again on the next day',
    always((recording) => recording.again(86_400)),
  ),
  'slow-user': harmless('the user takes a minute to think about the offer', (recording) =>
    recording.stallBefore((frame) => isPeers(frame) && isSyn(frame), 60),
  ),
  'stays-online': harmless('the users stay for ten minutes', (recording) => {
    const bye = flapFrames(recording).findLast((found) => bytesAt(found)[1] === 4)
    return bye !== undefined && recording.stall(bye.stream, bye.at, 600)
  }),
  'retransmitted-later': harmless(
    'every seventh segment again, twenty packets later',
    always((recording) => recording.repeatLater(7, 20)),
  ),
  'bare-acknowledgments-gone': harmless(
    'the capture lacks segments that only acknowledge',
    always((recording) => recording.exchange((frame) => (isBareAck(frame) ? [] : [frame]))),
  ),
  'tcp-keep-alives': harmless('a byte of TCP sent again to see whether the other side is there', (recording) => {
    const found = middleFrames(recording)[0]
    return found !== undefined && recording.insert(found.stream, found.at, { skip: -1, payload: zeros(1) })
  }),
  'other-addresses': harmless(
    'other addresses of the clients, in headers and proposals',
    always((recording) => {
      for (const [old, now] of [
        [11, 21],
        [12, 22],
      ] as const) {
        recording.substitute(new Uint8Array([10, 77, 0, old]), new Uint8Array([10, 77, 0, now]))
        recording.rewrite((frame) => {
          for (const at of [SOURCE + 3, TARGET + 3]) if (frame[at] === old) frame[at] = now
        })
      }
    }),
  ),
  'server-on-another-port': harmless(
    'the server listens on 9898',
    always((recording) =>
      recording.rewrite((frame) => {
        for (const [address, port] of [
          [SOURCE, 34],
          [TARGET, 36],
        ] as const)
          if (frame[address + 3] === 1 && word(frame, port) === 5190) frame.set(u16(9898), port)
      }),
    ),
  ),
  'mirrors-added': harmless(
    'mirrors of address and port in the proposal',
    inMessage({ type: PROPOSE }, (message) => {
      const [address, port] = [message.value(0x02), message.value(0x05)]
      if (address === undefined || port === undefined) return false
      for (const [tag, value] of [
        [0x16, address],
        [0x17, port],
      ] as const)
        message.set(
          tag,
          value.map((byte) => byte ^ 0xff),
        )
      return true
    }),
  ),
  'invitation-added': harmless(
    'a text, its charset and its language in the proposal',
    inMessage({ type: PROPOSE }, (message) => {
      message.set(0x0c, ascii('<HTML>have a look'))
      message.set(0x0d, ascii('us-ascii'))
      message.set(0x0e, ascii('en'))
    }),
  ),
  'charset-of-the-name': harmless(
    'the charset of the file name, behind the service data',
    inMessage({ type: PROPOSE }, (message) => {
      if (!message.has(0x2711)) return false
      message.tags.splice(message.tags.findIndex(({ tag }) => tag === 0x2711) + 1, 0, {
        tag: 0x2712,
        value: ascii('us-ascii'),
      })
      return true
    }),
  ),
  'outer-tlvs-turned': harmless(
    'the TLVs of the ICBM the other way round',
    inMessage({ type: PROPOSE }, (message) => void message.tlvs.reverse()),
  ),
  'capability-added': harmless('a capability that nobody knows', (recording) => {
    const found = snacs(recording, 2, 4).find((info) => tlvIn(bytesAt(info), 16, 5) >= 0)
    if (found === undefined) return false
    const frame = bytesAt(found)
    const value = tlvIn(frame, 16, 5)
    const length = word(frame, value - 2)
    const made = concat(frame.subarray(0, value), new Uint8Array(16).fill(0x5a), frame.subarray(value))
    made.set(u16(length + 16), value - 2)
    made.set(u16(made.length - 6), 4)
    exchange(recording, found, made)
    return true
  }),
  'unknown-tlv-in-rights': harmless('a TLV that nobody knows in an answer of the server', (recording) => {
    const [found] = snacs(recording, 2, 3)
    if (found === undefined) return false
    const made = concat(bytesAt(found), u16(0x7777, 4), u32(1))
    made.set(u16(made.length - 6), 4)
    exchange(recording, found, made)
    return true
  }),
  'version-in-front': harmless('the block that flag 0x8000 announces, in an answer of the server', (recording) => {
    const found = snacs(recording, 2, 3).find((rights) => (bytesAt(rights)[10]! & 0x80) === 0)
    if (found === undefined) return false
    const frame = bytesAt(found)
    const made = concat(frame.subarray(0, 16), u16(6, 1, 2, 4), frame.subarray(16))
    made[10]! |= 0x80
    made.set(u16(made.length - 6), 4)
    exchange(recording, found, made)
    return true
  }),
  'typing-between': harmless('typing in the middle of a connection', (recording) => {
    const [online] = snacs(recording, 1, 2)
    if (online === undefined) return false
    const typing = concat(u16(4, 0x14, 0), u32(0x77), zeros(8), u16(1), ascii('\x03bob'), u16(2))
    insertFrames(recording, online, [flapOf(2, typing), flapOf(5, zeros(0))])
    return true
  }),
  'request-ids': harmless('other request ids, the same in question and answer', (recording) =>
    inFrames(recording, (bytes, frames) => {
      for (const { at, length } of frames) {
        // Id 0 is nobody's.
        const isSnac = bytes[at + 1] === 2 && length >= 16
        if (isSnac && word(bytes, at + 12) + word(bytes, at + 14) > 0)
          bytes.set(u16(word(bytes, at + 12) ^ 0x0101), at + 12)
      }
    }),
  ),
}

function cookieOf(recording: Recording): Uint8Array {
  const [proposal] = copies(recording, { type: PROPOSE })
  return proposal === undefined ? NO_COOKIE : Message.read(bytesAt(proposal))!.cookie
}

/** Nowhere to be found. */
const NO_COOKIE = ascii('no such cookie')
