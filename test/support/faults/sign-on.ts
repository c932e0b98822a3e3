/** Faults of sign-ons, of SNACs and of their TLVs. */
import { ascii, concat, u16, u32 } from '../bytes.ts'
import type { Recording } from '../recording.ts'
import {
  bytesAt,
  exchange,
  flapFrames,
  flapOf,
  inFrames,
  insertFrames,
  patch,
  removeFrame,
  renumber,
  renumbered,
  snacs,
  word,
  type Found,
} from './edit.ts'
import { breaks, inFound, type Faults } from './fault.ts'
import { tlvBytes } from './message.ts'

const SERVER_PORT = ':5190'
const tlv = (tag: number, value: Uint8Array) => tlvBytes({ tag, value })

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
/** Those that its server sends it. */
const serverSnacs = (recording: Recording) => {
  const [online] = snacs(recording, 1, 2)
  return flapFrames(recording).filter(
    (found) => found.stream.key === online?.stream.key && !isClients(found) && bytesAt(found)[1] === 2,
  )
}
const acksOfTexts = (recording: Recording) => snacs(recording, 4, 0x0c).filter((ack) => word(bytesAt(ack), 24) === 1)
const textsThatAsk = (recording: Recording) =>
  snacs(recording, 4, 6).filter((found) => {
    const frame = bytesAt(found)
    return word(frame, 24) === 1 && find(frame, 27 + frame[26]!, 3) >= 0
  })
const rights = (recording: Recording) => snacs(recording, 2, 3)

const snacFrame = (foodgroup: number, subgroup: number, requestId: number, body: Uint8Array = new Uint8Array(0)) =>
  flapOf(2, concat(u16(foodgroup, subgroup, 0), u32(requestId), body))

const says = (frame: Uint8Array) => inFound(clientSnacs, (recording, found) => insertFrames(recording, found, [frame]))
const setIn = (find: (recording: Recording) => Found[], offset: number, bytes: Uint8Array) =>
  inFound(find, (recording, found) => patch(recording, found, offset, bytes))

/** Where the body of a SNAC begins in its frame. */
const BODY = 16
const bodyAt = (frame: Uint8Array): number => BODY + ((frame[10]! & 0x80) === 0 ? 0 : 2 + word(frame, BODY))
const RATE_RECORD = 35
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
  'numbers-wrap-at-15-bits': breaks('FLAP-09', 'clients number from 32767 on to 0', (recording) =>
    inFrames(recording, (bytes, frames) => {
      if (!frames[0]!.stream.to.endsWith(SERVER_PORT)) return
      frames.forEach(({ at }, nth) => bytes.set(u16((0x7ff0 + nth) & 0x7fff), at + 2))
    }),
  ),
  'signoff-of-four-bytes': breaks(
    'FLAP-12',
    'a sign-off frame without its length',
    inFound(
      (recording) => flapFrames(recording).filter((found) => bytesAt(found)[1] === 4),
      (recording, found) => exchange(recording, found, bytesAt(found).subarray(0, 4)),
      -1,
    ),
  ),
  'signed-on-elsewhere': breaks(
    'FLAP-13',
    'the server says that the user has signed on elsewhere',
    inFound(serverSnacs, (recording, found) => insertFrames(recording, found, [flapOf(4, tlv(0x09, u16(1)))]), -1),
  ),
  'cookie-of-nobody': breaks('FLAP-14', 'a client signs on with a cookie that no server gave', (recording) => {
    const own = clientSignOns(recording).find((found) => found.length > 20)
    if (own !== undefined) patch(recording, own, own.length - 8, u32(0x12345678, 0x9abcdef0))
    return own !== undefined
  }),
  'password-on-channel-1': breaks(
    'FLAP-15',
    'a client logs in with a password that is roasted',
    inFound(clientSignOns, (recording, found) => {
      const roasted = concat(u32(0xa146c696), u32(0xc000aa12))
      exchange(recording, found, flapOf(1, concat(u32(1), tlv(1, ascii('alicelab')), tlv(2, roasted))))
      renumber(recording, found.stream)
    }),
  ),
  'snac-before-host-online': breaks('SNAC-04', 'a client speaks three seconds before HOST_ONLINE', (recording) => {
    const own = clientSignOns(recording).find((found) => found.length > 20)
    const online = snacs(recording, 1, 3).find(({ stream }) => stream.key === own?.stream.key)
    if (own === undefined || online === undefined) return false
    insertFrames(recording, own, [snacFrame(1, 6, 0x55)])
    return recording.stall(online.stream, online.at, 3)
  }),
  'foodgroup-not-announced': breaks(
    'SNAC-06',
    'CLIENT_ONLINE does not name the foodgroup of messages',
    inFound(
      (recording) => snacs(recording, 1, 2),
      (recording, found) => {
        const frame = bytesAt(found)
        const rows = Array.from({ length: (frame.length - BODY) >> 3 }, (_, nth) =>
          frame.subarray(BODY + nth * 8, BODY + nth * 8 + 8),
        )
        const others = rows.filter((row) => word(row, 0) !== 4)
        exchange(recording, found, renumbered(frame, concat(frame.subarray(6, BODY), ...others)))
        return others.length < rows.length
      },
    ),
  ),
  'client-online-dropped': breaks('SNAC-07', 'a client does not say in 40 seconds that it is ready', (recording) => {
    const [online] = snacs(recording, 1, 2)
    if (online === undefined) return false
    const last = clientSnacs(recording).at(-1)!
    if (!recording.stall(last.stream, last.at, 40)) return false
    removeFrame(recording, online)
    return true
  }),
  'push-with-client-id': breaks(
    'SNAC-09',
    'the server numbers what it sends on its own like an answer',
    inFound(
      (recording) => serverSnacs(recording).filter((found) => bytesAt(found)[12]! >= 0x80),
      (recording, found) => patch(recording, found, 12, u32(0x00770077)),
    ),
  ),
  'rights-refused': breaks(
    'SNAC-13',
    'the server answers a question with an error',
    inFound(rights, (recording, found) => {
      const frame = bytesAt(found)
      exchange(recording, found, renumbered(frame, concat(u16(2, 1, 0), frame.subarray(12, BODY), u16(5))))
    }),
  ),
  'sent-while-paused': breaks('SNAC-14', 'a client goes on for seconds after it was told to pause', (recording) => {
    const [reply] = rights(recording)
    if (reply === undefined) return false
    insertFrames(recording, reply, [snacFrame(1, 0x0b, 0x80000077)])
    const last = clientSnacs(recording).at(-2)!
    return recording.stall(last.stream, last.at, 5)
  }),
  'login-refused': breaks(
    'SNAC-15',
    'the password is wrong',
    inFound(
      (recording) => snacs(recording, 0x17, 3),
      (recording, found) => {
        const frame = bytesAt(found)
        const body = concat(tlv(1, ascii('alicelab')), tlv(8, u16(5)))
        exchange(recording, found, renumbered(frame, concat(frame.subarray(6, BODY), body)))
      },
    ),
  ),
  'rates-tightened': breaks(
    'SNAC-19',
    'a client speaks faster than the server says that it may',
    inFound(
      (recording) => snacs(recording, 1, 7),
      (recording, found) => {
        const frame = bytesAt(found)
        const body = bodyAt(frame)
        const classes = word(frame, body)
        for (let nth = 0; nth < classes; nth++)
          patch(recording, found, body + 2 + nth * RATE_RECORD + 6, u32(5999, 5998, 5997, 5996))
        return classes > 0
      },
    ),
  ),
  'tlv-count-wrong': breaks(
    'TLV-02',
    'a user info counts more TLVs than it has',
    inFound(
      (recording) => snacs(recording, 1, 0x0f),
      (recording, found) => {
        const frame = bytesAt(found)
        const body = bodyAt(frame)
        patch(recording, found, body + 1 + frame[body]! + 2, u16(99))
      },
    ),
  ),
  'service-without-cookie': breaks(
    'TLV-05',
    'the server sends a client elsewhere and gives it no cookie',
    inFound(
      (recording) => snacs(recording, 1, 5),
      (recording, found) => {
        const frame = bytesAt(found)
        const body = bodyAt(frame)
        const value = find(frame, body, 6)
        if (value < 0) return false
        const rest = concat(frame.subarray(6, value - 4), frame.subarray(value + word(frame, value - 2)))
        exchange(recording, found, renumbered(frame, rest))
        return true
      },
    ),
  ),
  'ack-of-text-dropped': breaks(
    'ICBM-05',
    'the host does not acknowledge a text that asked for it',
    (recording) => {
      const ack = acksOfTexts(recording).at(-1)
      if (ack !== undefined) removeFrame(recording, ack)
      return ack !== undefined
    },
    'flap-gap',
  ),
  'ack-of-text-unasked': breaks(
    'ICBM-12',
    'the host acknowledges a text that did not ask for it',
    inFound(textsThatAsk, (recording, found) => {
      const frame = bytesAt(found)
      const at = find(frame, 27 + frame[26]!, 3) - 4
      exchange(recording, found, renumbered(frame, concat(frame.subarray(6, at), frame.subarray(at + 4))))
    }),
    'direct-im',
  ),
  'ack-of-text-with-other-cookie': breaks(
    'ICBM-13',
    'the host acknowledges a text with another cookie',
    inFound(acksOfTexts, (recording, found) => patch(recording, found, BODY, u32(0x55555555))),
    'direct-im',
  ),
  'ack-of-text-with-other-id': breaks(
    'SNAC-02',
    'the host acknowledges a text under an id that nobody gave',
    inFound(acksOfTexts, (recording, found) => patch(recording, found, 12, u32(0x00770077))),
    'direct-im',
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
