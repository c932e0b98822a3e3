/** What captures lack, and what is wrong with packets and segments. */
import { ascii, concat, u16, u32, u32le, zeros } from '../bytes.ts'
import { enhancedPacket, interfaceBlock, pcapng, pcapngBlock, pcapngOption, sectionHeader } from '../capture-file.ts'
import type { Recording } from '../recording.ts'
import { middleFrames, word, type Found } from './edit.ts'
import { breaks, inFound, type Faults } from './fault.ts'

const ETHERNET = 14
const IP_HEADER = 20
const TCP_FLAGS_AT = ETHERNET + IP_HEADER + 13
const FLAG = { fin: 1, rst: 4, ack: 16, urg: 32 } as const
const MORE_FRAGMENTS = 0x2000

/** Fields of a classic pcap file and of its records. */
const AT = { snaplen: 16, linkType: 20, records: 24 } as const
const RECORD = 16

const always = (change: (recording: Recording) => void) => (recording: Recording) => {
  change(recording)
  return true
}
const inFile = (change: (capture: Uint8Array) => Uint8Array) => always((recording) => recording.afterwards(change))

/** Where the `nth` record of a little-endian capture begins. */
function recordAt(capture: Uint8Array, nth: number): number {
  const view = new DataView(capture.buffer, capture.byteOffset)
  let at: number = AT.records
  for (let n = 0; n < nth; n++) at += RECORD + view.getUint32(at + 8, true)
  return at
}

const patched = (capture: Uint8Array, at: number, value: number): Uint8Array => {
  const made = capture.slice()
  made.set(u32le(value), at)
  return made
}

/** Every packet as a capture of so many bytes each has it. */
function cut(capture: Uint8Array, snaplen: number): Uint8Array {
  const view = new DataView(capture.buffer, capture.byteOffset)
  const records: Uint8Array[] = []
  for (let at: number = AT.records; at + RECORD <= capture.length;) {
    const length = view.getUint32(at + 8, true)
    const kept = Math.min(length, snaplen)
    records.push(patched(capture.subarray(at, at + RECORD), 8, kept))
    records.push(capture.subarray(at + RECORD, at + RECORD + kept))
    at += RECORD + length
  }
  return concat(patched(capture.subarray(0, AT.records), AT.snaplen, snaplen), ...records)
}

/** A frame in the middle of a client's longest series, by its connection and its place there. */
const inMiddle = (change: (recording: Recording, found: Found) => boolean) => inFound(middleFrames, change)

export const CAPTURE_FAULTS: Faults = {
  'packet-not-captured': breaks(
    'CAP-01',
    'the capture lacks a packet',
    inMiddle((recording, { stream, at }) => recording.lose(stream, at)),
  ),
  'packets-cut': breaks(
    'CAP-02',
    'of each packet 96 bytes were captured',
    inFile((capture) => cut(capture, 96)),
  ),
  'clock-set-back': breaks(
    'CAP-03',
    'the clock is set back by a minute',
    always((recording) => recording.retime(recording.length >> 1, -60)),
  ),
  'capture-cut-off': breaks(
    'CAP-04',
    'the file ends inside of its last packet',
    inFile((capture) => capture.subarray(0, capture.length - 20)),
  ),
  'record-damaged': breaks(
    'CAP-05',
    'a record says that it has four gigabytes',
    inFile((capture) => patched(capture, recordAt(capture, 50) + 8, 0xfffffff0)),
  ),
  'packet-of-no-interface': breaks(
    'CAP-06',
    'a packet of an interface that the file does not describe',
    (recording) => {
      const [first, ...rest] = recording.wire()
      const packets = [enhancedPacket(first!), enhancedPacket(first!, { interfaceId: 7 })]
      const file = concat(
        sectionHeader(),
        interfaceBlock(),
        ...packets,
        ...rest.map((packet) => enhancedPacket(packet)),
      )
      recording.afterwards(() => file)
      return true
    },
  ),
  'time-fraction-too-large': breaks(
    'CAP-07',
    'a packet has more than a million microseconds',
    inFile((capture) => patched(capture, recordAt(capture, 50) + 4, 2_000_000)),
  ),
  'packets-dropped': breaks('CAP-08', 'the capturing program says that it lost packets', (recording) => {
    const dropped = pcapngOption(5, concat(u32le(17), u32le(0)))
    const statistics = pcapngBlock(5, concat(zeros(12), dropped, pcapngOption(0)))
    const packets = recording.wire()
    recording.afterwards(() => concat(pcapng(packets), statistics))
    return true
  }),
  'begun-in-midstream': breaks(
    'CAP-09',
    'the capture begins in the middle',
    always((recording) => recording.without((index) => index < recording.length >> 1)),
  ),
  'packets-twice': breaks(
    'CAP-10',
    'each packet was captured at two interfaces',
    always((recording) => recording.exchange((frame) => [frame, frame.slice()])),
  ),
  'headers-cut': breaks(
    'CAP-11',
    'a packet ends inside of its IP header',
    always((recording) => recording.exchange((frame, index) => (index === 0 ? [frame, frame.slice(0, 24)] : [frame]))),
  ),
  'fragment-not-captured': breaks(
    'CAP-12',
    'of a packet in two fragments the capture has the first',
    always((recording) =>
      recording.exchange((frame, index) => {
        if (index !== 0) return [frame]
        const first = frame.slice(0, ETHERNET + IP_HEADER + 16)
        first.set(u16(IP_HEADER + 16, word(frame, ETHERNET + 4), MORE_FRAGMENTS), ETHERNET + 2)
        return [frame, first]
      }),
    ),
  ),
  'link-type-unknown': breaks(
    'CAP-13',
    'the file is of a link type that nobody has',
    inFile((capture) => patched(capture, AT.linkType, 147)),
  ),
  'checksums-wrong': breaks(
    'CAP-14',
    'a segment has a checksum of something else',
    inMiddle((recording, { stream, at }) => {
      if (!recording.insert(stream, at, { skip: -1, payload: ascii('x') })) return false
      let done = false
      recording.alter((frame) => {
        if (done || frame.length !== TCP_FLAGS_AT + 7 + 12 + 1) return frame
        done = true
        const made = frame.slice()
        made.set(u16(word(made, TCP_FLAGS_AT + 3) ^ 0x1234), TCP_FLAGS_AT + 3)
        return made
      })
      return done
    }),
  ),
  'data-behind-reset': breaks(
    'TCP-02',
    'a client goes on behind its own reset',
    inMiddle((recording, { stream, at }) => recording.insert(stream, at, { flags: FLAG.rst | FLAG.ack })),
  ),
  'reset-for-fin': breaks(
    'TCP-03',
    'clients end their connections by RST',
    always((recording) =>
      recording.rewrite((frame) => {
        const isClients = word(frame, ETHERNET + IP_HEADER + 2) === 5190
        if (isClients && (frame[TCP_FLAGS_AT]! & FLAG.fin) !== 0) frame[TCP_FLAGS_AT] = FLAG.rst | FLAG.ack
      }),
    ),
  ),
  'data-behind-fin': breaks(
    'TCP-04',
    'a client goes on behind its own FIN',
    inMiddle((recording, { stream, at }) => recording.insert(stream, at, { flags: FLAG.fin | FLAG.ack })),
  ),
  'segment-far-away': breaks(
    'TCP-05',
    'a segment with a number that is half a stream away',
    inMiddle((recording, { stream, at }) => recording.insert(stream, at, { skip: 0x50000000, payload: u32(1) })),
  ),
  'urgent-segment': breaks(
    'TCP-06',
    'a segment is marked as urgent',
    always((recording) =>
      recording.rewrite((frame, index) => {
        if (index !== recording.length >> 1) return
        frame[TCP_FLAGS_AT]! |= FLAG.urg
        frame.set(u16(1), TCP_FLAGS_AT + 5)
      }),
    ),
  ),
}
