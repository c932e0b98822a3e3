/** Faults of sign-ons, of SNACs and of their TLVs. */
import { concat, u16, u32 } from '../bytes.ts'
import type { Recording } from '../recording.ts'
import {
  bytesAt,
  exchange,
  flapFrames,
  flapOf,
  insertFrames,
  patch,
  removeFrame,
  snacs,
  word,
  type Found,
} from './edit.ts'
import { breaks, inFound, type Faults } from './fault.ts'

const SERVER_PORT = ':5190'

const isClients = ({ stream }: Found): boolean => stream.to.endsWith(SERVER_PORT)
const signOns = (recording: Recording) => flapFrames(recording).filter((found) => bytesAt(found)[1] === 1)
const clientSignOns = (recording: Recording) => signOns(recording).filter(isClients)
/** What comes behind CLIENT_ONLINE, when everything may be said. */
const clientSnacs = (recording: Recording) => {
  const [online] = snacs(recording, 1, 2)
  return flapFrames(recording).filter(
    (found) =>
      found.stream.key === online?.stream.key && found.stream.first === online.stream.first && found.at > online.at,
  )
}
const rights = (recording: Recording) => snacs(recording, 2, 3)

const snacFrame = (foodgroup: number, subgroup: number, requestId: number, body: Uint8Array = new Uint8Array(0)) =>
  flapOf(2, concat(u16(foodgroup, subgroup, 0), u32(requestId), body))

const says = (frame: Uint8Array) => inFound(clientSnacs, (recording, found) => insertFrames(recording, found, [frame]))
const setIn = (find: (recording: Recording) => Found[], offset: number, bytes: Uint8Array) =>
  inFound(find, (recording, found) => patch(recording, found, offset, bytes))

/** Where the body of a SNAC begins in its frame. */
const BODY = 16
const RATE_CLASS = concat(u16(1), u32(20, 5100, 5000, 4000, 3000, 3900, 6000))

export const SIGN_ON_FAULTS: Faults = {
  'signon-version-two': breaks('FLAP-07', 'a client signs on with version 2', setIn(clientSignOns, 6, u32(2))),
  'signon-twice': breaks(
    'FLAP-08',
    'a client signs on twice',
    inFound(clientSignOns, (recording, found) => insertFrames(recording, found, [bytesAt(found)])),
  ),
  'keep-alive-not-empty': breaks('FLAP-10', 'a keep-alive with something in it', says(flapOf(5, u32(7)))),
  'snac-before-signon': breaks(
    'FLAP-11',
    'a client begins with a SNAC',
    inFound(clientSignOns, (recording, found) => insertFrames(recording, found, [snacFrame(1, 6, 7)], true)),
  ),
  'prefix-too-long': breaks(
    'SNAC-03',
    'a SNAC announces a block that is longer than itself',
    says(flapOf(2, concat(u16(2, 4, 0x8000), u32(7), u16(500)))),
  ),
  'foodgroup-of-nobody': breaks('SNAC-05', 'a foodgroup that the server does not have', says(snacFrame(0x0f, 2, 0x77))),
  'id-of-the-server': breaks(
    'SNAC-08',
    'a client numbers like the server',
    says(snacFrame(1, 0x11, 0x80000077, u32(0))),
  ),
  'reply-id-changed': breaks('SNAC-10', 'a reply has an id that nobody gave', setIn(rights, 12, u32(0x00770077))),
  'reply-dropped': breaks('SNAC-11', 'the server does not answer in a minute', (recording) => {
    const [reply] = rights(recording)
    if (reply === undefined) return false
    removeFrame(recording, reply)
    const bye = clientSnacs(recording).at(-1)!
    return recording.stall(bye.stream, bye.at, 60)
  }),
  'reply-of-another-kind': breaks(
    'SNAC-12',
    'the server answers with the rights of another foodgroup',
    inFound(rights, (recording, found) => patch(recording, found, 6, u16(3))),
  ),
  'snac-unknown': breaks('SNAC-16', 'a subgroup that nobody knows', says(snacFrame(1, 0x3a, 0x77))),
  'snac-of-the-server': breaks(
    'SNAC-17',
    'a client says what only servers say',
    says(snacFrame(1, 3, 0x77, u16(1, 2))),
  ),
  'rate-limited': breaks(
    'SNAC-18',
    'the server drops what the client sends',
    inFound(rights, (recording, found) =>
      insertFrames(recording, found, [snacFrame(1, 0x0a, 0x80000099, concat(u16(3), RATE_CLASS))]),
    ),
  ),
  'tlv-too-long': breaks('TLV-01', 'a TLV reaches over the end', setIn(rights, BODY + 2, u16(500))),
  'byte-behind-the-tlvs': breaks(
    'TLV-03',
    'a byte behind the last TLV',
    inFound(rights, (recording, found) => {
      const frame = concat(bytesAt(found), new Uint8Array(1))
      frame.set(u16(frame.length - 6), 4)
      exchange(recording, found, frame)
    }),
  ),
  'number-of-three-bytes': breaks(
    'TLV-04',
    'a number of three bytes',
    inFound(rights, (recording, found) => {
      const frame = bytesAt(found)
      if (word(frame, BODY + 2) !== 2) return false
      const longer = concat(frame.subarray(0, BODY + 2), u16(3), new Uint8Array(1), frame.subarray(BODY + 4))
      longer.set(u16(longer.length - 6), 4)
      exchange(recording, found, longer)
      return true
    }),
  ),
  'text-of-unknown-charset': breaks(
    'ICBM-14',
    'an instant message in charset 9',
    inFound(
      (recording) => snacs(recording, 4, 6).filter((found) => textAt(bytesAt(found)) >= 0),
      (recording, found) => patch(recording, found, textAt(bytesAt(found)), u16(9)),
    ),
    'direct-im',
  ),
}

const IM_DATA = 2
const TEXT = 0x0101

/** Where the charset of a client's instant message stands; -1 where there is none. */
function textAt(frame: Uint8Array): number {
  if (word(frame, 24) !== 1) return -1
  const data = find(frame, 27 + frame[26]!, IM_DATA)
  return data < 0 ? -1 : find(frame, data, TEXT)
}

/** Where the value with this number stands in a row of numbers, lengths and values; -1 where it is not. */
function find(bytes: Uint8Array, from: number, wanted: number): number {
  for (let at = from; at + 4 <= bytes.length; at += 4 + word(bytes, at + 2))
    if (word(bytes, at) === wanted) return at + 4
  return -1
}
