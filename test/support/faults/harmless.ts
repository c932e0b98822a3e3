/** Changes that break no rule: whoever is accused after one of these is accused falsely. */
import { ascii, u16, u32, zeros } from '../bytes.ts'
import type { Recording } from '../recording.ts'
import { bytesAt, flapFrames, flapOf, inFrames, insertFrames, oftHeaders, patch, word } from './edit.ts'
import { harmless, type Faults } from './fault.ts'
import { copies, inMessage, Message, PROPOSE } from './message.ts'

const always = (change: (recording: Recording) => void) => (recording: Recording) => {
  change(recording)
  return true
}

const ETHERNET = 14

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
