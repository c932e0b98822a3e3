/** Faults of FLAP, of the proxy, of direct IM, and of connections. */
import { ascii, concat, u16, u32, zeros } from '../bytes.ts'
import type { Recording } from '../recording.ts'
import {
  bytesAt,
  directImFrames,
  exchange,
  flapFrames,
  flapOf,
  insertFrames,
  middleFrames,
  patch,
  proxyFrames,
  word,
} from './edit.ts'
import { breaks, inFound, type Faults } from './fault.ts'

const proxy = (command: number) => (recording: Recording) => proxyFrames(recording, command)
const PROXY = 'proxy-by-receiver'
const setProxy = (command: number, offset: number, bytes: Uint8Array) =>
  inFound(proxy(command), (recording, found) => patch(recording, found, offset, bytes))

/** Where the cookie of INIT_SEND and INIT_RECV stands: behind the name, and the token of INIT_RECV. */
const cookieAt = (frame: Uint8Array): number => 13 + frame[12]! + (word(frame, 4) === 4 ? 2 : 0)

const inDirectIm = (nth: number, change: (frame: Uint8Array) => Uint8Array) =>
  inFound(directImFrames, (recording, found) => exchange(recording, found, change(bytesAt(found))), nth)
const setDirectIm = (nth: number, offset: number, bytes: Uint8Array) =>
  inDirectIm(nth, (frame) => {
    frame.set(bytes, offset)
    return frame
  })

export const SESSION_FAULTS: Faults = {
  'flap-number-skipped': breaks('FLAP-02', 'a client skips seven FLAP numbers', (recording) => {
    const frames = flapFrames(recording)
    const stream = frames[20]?.stream
    const later = frames.filter((frame) => frame.stream.bytes === stream?.bytes).slice(-3)
    for (const frame of later) patch(recording, frame, 2, u16(word(frame.stream.bytes, frame.at + 2) + 7))
    return later.length === 3
  }),
  'flap-number-repeated': breaks(
    'FLAP-02',
    'two frames have one number',
    inFound(middleFrames, (recording, found) => patch(recording, found, 2, u16(word(bytesAt(found), 2) - 1))),
  ),
  'flap-junk': breaks(
    'FLAP-01',
    'five bytes between two frames',
    inFound(middleFrames, (recording, found) => exchange(recording, found, concat(bytesAt(found), ascii('junk!')))),
  ),
  'flap-channel-unknown': breaks(
    'FLAP-03',
    'a frame on channel 9',
    inFound(middleFrames, (recording, found) => insertFrames(recording, found, [flapOf(9, u32(1))])),
  ),
  'snac-cut': breaks(
    'FLAP-05',
    'a data frame of four bytes',
    inFound(middleFrames, (recording, found) => insertFrames(recording, found, [flapOf(2, u32(1))])),
  ),
  'frame-cut': breaks('FLAP-04', 'the connection ends inside of its last frame', (recording) => {
    const bye = flapFrames(recording).findLast((found) => bytesAt(found)[1] === 4)
    if (bye === undefined) return false
    exchange(recording, bye, concat(u16(0x2a02, word(bytesAt(bye), 2), 20, 0x0004, 0x0006, 0x0000)))
    return true
  }),
  'frame-after-signoff': breaks('FLAP-06', 'a SNAC behind the sign-off', (recording) => {
    const bye = flapFrames(recording).findLast((found) => bytesAt(found)[1] === 4)
    if (bye !== undefined) insertFrames(recording, bye, [flapOf(2, concat(u16(0x0001, 0x0006, 0), u32(77)))])
    return bye !== undefined
  }),
  'proxy-length-wrong': breaks(
    ['ARS-01', 'ARS-07', 'ARS-08'],
    'INIT_RECV says that it has eight bytes',
    setProxy(4, 0, u16(8)),
    PROXY,
  ),
  'proxy-version-wrong': breaks('ARS-02', 'READY with version 0x044b', setProxy(5, 2, u16(0x044b)), PROXY),
  'proxy-command-wrong-way': breaks('ARS-03', 'the client sends READY', setProxy(4, 4, u16(5)), PROXY),
  'proxy-token-changed': breaks(
    ['ARS-07', 'ARS-09'],
    'the receiver joins with another token',
    (recording) => {
      return inFound(proxy(4), (_, found) => {
        const frame = bytesAt(found)
        frame.set(u16(0x7777), 13 + frame[12]!)
        exchange(recording, found, frame)
      })(recording)
    },
    PROXY,
  ),
  'proxy-ack-token-changed': breaks(
    ['ARS-09', 'ARS-07'],
    'the proxy gave another token than was proposed',
    setProxy(3, 12, u16(0x7777)),
    PROXY,
  ),
  'proxy-cookie-changed': breaks(
    'ARS-08',
    'the proxy is told another cookie',
    (recording) =>
      inFound(proxy(2), (_, found) => {
        const frame = bytesAt(found)
        frame.set(new Uint8Array(8).fill(0x66), cookieAt(frame))
        exchange(recording, found, frame)
      })(recording),
    PROXY,
  ),
  'proxy-refuses': breaks(
    'ARS-11',
    'the proxy answers with error 0x000d',
    inFound(proxy(3), (recording, found) =>
      exchange(recording, found, concat(u16(12, 0x044a, 1), u32(0), u16(0x0220, 0x000d))),
    ),
    PROXY,
  ),
  'proxy-never-ready': breaks(
    'ARS-12',
    'the peers talk and the proxy was not ready',
    (recording) => {
      const any = proxyFrames(recording, 5).length > 0
      for (let ready = proxyFrames(recording, 5)[0]; ready !== undefined; ready = proxyFrames(recording, 5)[0])
        exchange(recording, ready, zeros(0))
      return any
    },
    PROXY,
  ),
  'proxy-frame-short': breaks(
    'ARS-05',
    'the acknowledgment lacks its address',
    inFound(proxy(3), (recording, found) => {
      const frame = bytesAt(found).slice(0, 14)
      frame.set(u16(12), 0)
      exchange(recording, found, frame)
    }),
    PROXY,
  ),
  'proxy-service-missing': breaks(
    ['ARS-10', 'ARS-05'],
    'the proxy is not told the service',
    inFound(proxy(2), (recording, found) => {
      const frame = bytesAt(found).slice(0, -20)
      frame.set(u16(frame.length - 2), 0)
      exchange(recording, found, frame)
    }),
    PROXY,
  ),
  'proxy-one-side-ready': breaks(
    ['ARS-13', 'ARS-12'],
    'only one side is told that the tunnel is ready',
    inFound(proxy(5), (recording, found) => exchange(recording, found, zeros(0))),
    PROXY,
  ),
  'proxy-flags-changed': breaks('ARS-15', 'READY with other flags', setProxy(5, 10, u16(0x0111)), PROXY),
  'proxy-ready-twice': breaks(
    ['ARS-16', 'OFT-01'],
    'READY comes twice',
    inFound(proxy(5), (recording, found) => exchange(recording, found, concat(bytesAt(found), bytesAt(found)))),
    PROXY,
  ),
  'proxy-login-late': breaks(
    'ARS-04',
    'the proxy is told after twelve seconds what it is to do',
    inFound(proxy(2), (recording, { stream, at }) => recording.stall(stream, at, 12)),
    PROXY,
  ),
  'proxy-answers-late': breaks(
    'ARS-18',
    'the proxy answers after twelve seconds',
    inFound(proxy(3), (recording, { stream, at }) => recording.stall(stream, at, 12)),
    PROXY,
  ),
  'token-taken-for-port': breaks(
    'ARS-14',
    'a client connects to the token as to a port',
    inFound(proxy(4), (recording, found) => {
      const frame = bytesAt(found)
      const token = word(frame, 13 + frame[12]!)
      recording.ports((port) => (port === 5190 ? token : port), found.stream)
    }),
    PROXY,
  ),
  'proxy-not-asked': breaks(
    'ARS-06',
    'the proxy creates a tunnel that nobody asked for',
    inFound(proxy(2), (recording, found) => exchange(recording, found, zeros(0))),
    PROXY,
  ),
  'direct-im-type-wrong': breaks('ODC-01', 'a direct IM of subtype 9', setDirectIm(2, 8, u16(9)), 'direct-im'),
  'direct-im-not-confirmed': breaks(
    'ODC-02',
    'the first frame does not confirm',
    inFound(directImFrames, (recording, found) => exchange(recording, found, zeros(0))),
    'direct-im',
  ),
  'direct-im-cookie-changed': breaks(
    'ODC-03',
    'the confirmation has another cookie',
    setDirectIm(0, 12, new Uint8Array(8).fill(0x77)),
    'direct-im',
  ),
  'direct-im-typing-flags': breaks(
    'ODC-05',
    'typed, and not about typing',
    (recording) => {
      const at = directImFrames(recording).findIndex((found) => (bytesAt(found)[39]! & 0x0e) === 0x0a)
      return at >= 0 && setDirectIm(at, 36, u32(0x04))(recording)
    },
    'direct-im',
  ),
  'direct-im-name-of-stranger': breaks(
    'ODC-07',
    'the confirmation is signed by somebody else',
    setDirectIm(0, 44, concat(ascii('mallory'), zeros(25))),
    'direct-im',
  ),
  'direct-im-picture-size': breaks(
    'ODC-06',
    'a picture is said to be longer than it is',
    (recording) => {
      const at = directImFrames(recording).findIndex((found) => found.length > 2000)
      if (at < 0) return false
      return inDirectIm(at, (frame) => {
        const place = Buffer.from(frame).indexOf('DATASIZE="6112"')
        frame.set(ascii('DATASIZE="6113"'), place)
        return frame
      })(recording)
    },
    'direct-im',
  ),
  'direct-im-of-60-mib': breaks(
    ['ODC-08', 'ODC-04'],
    'the last message says that it has 60 MiB',
    (recording) => {
      const last = directImFrames(recording).findLast((found) => found.length > 76)
      if (last !== undefined) patch(recording, last, 28, u32(60 << 20))
      return last !== undefined
    },
    'direct-im',
  ),
  'direct-im-cut': breaks(
    'ODC-04',
    'the last message lacks its end',
    (recording) => {
      const last = directImFrames(recording).findLast((found) => found.length > 76)
      if (last === undefined) return false
      const { stream, at } = last
      exchange(recording, { stream, at, length: stream.bytes.length - at }, bytesAt(last).subarray(0, 90))
      return true
    },
    'direct-im',
  ),
}
