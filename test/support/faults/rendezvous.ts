import { ipv4 } from '../address.ts'
import { ascii, concat, u16, u32, zeros } from '../bytes.ts'
import type { Recording } from '../recording.ts'
import {
  bytesAt,
  directImFrames,
  exchange,
  flapFrames,
  flapOf,
  insertFrames,
  oftHeaders,
  removeFrame,
  renumbered,
  snacs,
  word,
  type Found,
} from './edit.ts'
import { breaks, type Faults } from './fault.ts'
import { ACCEPT, CANCEL, copies, inMessage, Message, PROPOSE, withoutMessage, type Choice } from './message.ts'

const propose: Choice = { type: PROPOSE }
const counter: Choice = { type: PROPOSE, counter: true }
const cancel: Choice = { type: CANCEL }
const accept: Choice = { type: ACCEPT }

/** Sets a tag in both copies. */
const set = (choice: Choice, tag: number, value: Uint8Array) => inMessage(choice, (message) => message.set(tag, value))
/** Takes tags out of both copies; false where there are none. */
const drop = (choice: Choice, ...tags: number[]) =>
  inMessage(choice, (message) => {
    const had = message.tags.length
    message.drop(...tags)
    return message.tags.length < had
  })

/** The same for a proposal of the proxy. */
const dropOfProxy = (choice: Choice, ...tags: number[]) =>
  inMessage(choice, (message) => {
    message.drop(...tags)
    return message.has(USE_ARS)
  })

/** Sends a message again behind itself, changed, on each of its legs. */
const again = (choice: Choice, change: (message: Message) => void) => (recording: Recording) => {
  const count = copies(recording, choice).length
  for (let copy = 0; copy < count; copy++) {
    const found = copies(recording, choice)[copy]!
    const message = Message.read(bytesAt(found))!
    change(message)
    insertFrames(recording, found, [message.write()])
  }
  return count > 0
}

const USE_ARS = 0x10
const FILE_DATA = 0x2711
const FILE_CHARSET = 0x2712

/** Service data of send file: kind, count, size, name. */
const fileData = (kind: number, count: number, size: number, name: Uint8Array) =>
  concat(u16(kind, count), u32(size), name)

/** Changes the service data of the proposal. */
const inFileData = (change: (data: Uint8Array) => Uint8Array) =>
  inMessage(propose, (message) => {
    const data = message.value(FILE_DATA)
    if (data === undefined) return false
    message.set(FILE_DATA, change(data))
    return true
  })

const SEND_FILE = ascii('\x09\x46\x13\x43\x4c\x7f\x11')
const ICQ_RELAY = ascii('\x09\x46\x13\x49\x4c\x7f\x11')

const named = (name: string) => inFileData((data) => concat(data.subarray(0, 8), ascii(name), zeros(1)))

const OTHER = ipv4('10.77.0.99')
const inverted = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff)

/** Gives both copies other cookies than the block's. */
const outerCookie = inMessage(propose, (message) => {
  message.head.set(new Uint8Array(8).fill(0x41), 16)
})

export const RENDEZVOUS_FAULTS: Faults = {
  'sequence-num-missing': breaks('RV-04', 'PROPOSE without SEQUENCE_NUM', drop(propose, 0x0a)),
  'sequence-num-in-accept': breaks('RV-05', 'ACCEPT with SEQUENCE_NUM', set(accept, 0x0a, u16(1))),
  'first-number-two': breaks('RV-06', 'the first PROPOSE has number 2', set(propose, 0x0a, u16(2))),
  'counter-number-jumps': breaks('RV-07', 'the answering PROPOSE has number 4', set(counter, 0x0a, u16(4)), 'redirect'),
  'propose-repeated': breaks(
    'RV-08',
    'the same PROPOSE twice, to another port',
    again(propose, (message) => message.set(0x05, u16(5191))),
  ),
  'cancel-reason-missing': breaks('RV-11', 'CANCEL without CANCEL_REASON', drop(cancel, 0x0b), 'declined'),
  'cancel-reason-unknown': breaks('RV-12', 'CANCEL with reason 77', set(cancel, 0x0b, u16(77)), 'declined'),
  'cancel-reason-in-propose': breaks('RV-13', 'PROPOSE with CANCEL_REASON', set(propose, 0x0b, u16(1))),
  'sequence-num-long': breaks('RV-14', 'SEQUENCE_NUM has four bytes', set(propose, 0x0a, u32(1))),
  'address-long': breaks('RV-14', 'RENDEZVOUS_IP_ADDR has six bytes', set(propose, 0x02, concat(OTHER, u16(5190)))),
  'address-mirror-changed': breaks(
    'RV-15',
    'the mirror of the address is another address',
    set(propose, 0x16, inverted(OTHER)),
  ),
  'port-mirror-changed': breaks(
    'RV-16',
    'the mirror of the port is another port',
    set(propose, 0x17, inverted(u16(5999))),
  ),
  'mirror-not-inverted': breaks('RV-16', 'the mirror of the port is the port itself', set(propose, 0x17, u16(5190))),
  'address-without-original': breaks(
    ['RV-17', 'RV-19'],
    'the mirror of an address that is not there',
    inMessage(propose, (message) => {
      message.set(0x16, inverted(OTHER))
      message.drop(0x02)
    }),
  ),
  'one-mirror-missing': breaks(
    'RV-18',
    'the address has a mirror and the port has none',
    inMessage(propose, (message) => {
      const address = message.value(0x02)
      if (address === undefined || !message.has(FILE_DATA)) return false
      message.set(0x16, inverted(address))
      message.drop(0x17)
      return true
    }),
  ),
  'endpoint-missing': breaks('RV-19', 'PROPOSE without address and port', drop(propose, 0x02, 0x03, 0x05, 0x16, 0x17)),
  'port-zero': breaks(
    'RV-20',
    'PROPOSE with port 0',
    inMessage(propose, (message) => {
      message.set(0x05, u16(0))
      if (message.has(0x17)) message.set(0x17, u16(0xffff))
    }),
    'declined',
  ),
  'proxy-address-missing': breaks(
    'RV-21',
    'PROPOSE of the proxy without its address',
    dropOfProxy(counter, 0x02, 0x16),
    'proxy-by-receiver',
  ),
  'proxy-token-missing': breaks(
    'RV-21',
    'PROPOSE of the proxy without the token',
    dropOfProxy(counter, 0x05, 0x17),
    'proxy-by-receiver',
  ),
  'proxy-address-of-another': breaks(
    'ARS-09',
    'PROPOSE names another proxy than the one that created the tunnel',
    inMessage(counter, (message) => {
      message.set(0x02, OTHER)
      if (message.has(0x16)) message.set(0x16, inverted(OTHER))
      return message.has(USE_ARS)
    }),
    'proxy-by-receiver',
  ),
  'address-zero': breaks(
    'RV-22',
    'the first PROPOSE offers 0.0.0.0',
    inMessage(propose, (message) => {
      message.set(0x02, zeros(4))
      if (message.has(0x16)) message.set(0x16, u32(0xffffffff))
    }),
  ),
  'verified-ip-dropped': breaks(
    'RV-23',
    'the host does not add VERIFIED_IP_ADDR',
    drop({ ...propose, legs: 'in' }, 0x04),
  ),
  'verified-ip-from-client': breaks(
    'RV-02',
    'the client sends VERIFIED_IP_ADDR',
    inMessage({ ...propose, legs: 'out' }, (message) => message.set(0x04, OTHER)),
  ),
  'verified-url-from-client': breaks(
    'RV-03',
    'the client sends VERIFIED_DOWNLOAD_URL',
    inMessage({ ...propose, legs: 'out' }, (message) => message.set(0x08, ascii('http://x.example'))),
  ),
  'reserved-tag-last': breaks(
    'RV-01',
    'SEQUENCE_NUM stands behind the service data',
    inMessage(propose, (message) => {
      const value = message.value(0x0a)
      if (value === undefined || !message.has(FILE_DATA)) return false
      message.drop(0x0a)
      message.tags.push({ tag: 0x0a, value })
      return true
    }),
  ),
  'tag-twice': breaks(
    'RV-26',
    'PORT is there twice',
    inMessage(propose, (message) => message.insert({ tag: 0x05, value: u16(5191) })),
  ),
  'service-unknown': breaks(
    'RV-27',
    'PROPOSE for a service that nobody knows',
    inMessage(propose, (message) => void (message.service = message.service.map((byte) => byte ^ 0x5a))),
    'declined',
  ),
  'service-changed': breaks(
    'RV-27',
    'the answering PROPOSE is for direct IM',
    inMessage(counter, (message) => void message.service.set(u16(0x1345), 2)),
    'redirect',
  ),
  'accept-twice': breaks(
    'RV-29',
    'ACCEPT twice',
    again(accept, () => undefined),
  ),
  'accept-from-proposer': breaks(
    'RV-28',
    'who proposed accepts as well',
    (recording) => {
      const [own] = copies(recording, { ...propose, legs: 'out' })
      const message = own && Message.read(bytesAt(own))
      if (own === undefined || message === undefined) return false
      message.type = ACCEPT
      message.tags = []
      insertFrames(recording, own, [message.write()])
      return true
    },
    'declined',
  ),
  'accept-dropped': breaks('RV-33', 'nobody sends ACCEPT', withoutMessage(accept)),
  'goes-on-after-cancel': breaks(
    'RV-30',
    'ACCEPT ten seconds behind the own CANCEL',
    (recording) => {
      const [own] = copies(recording, { ...cancel, legs: 'out' })
      if (own === undefined) return false
      const message = Message.read(bytesAt(own))!
      message.type = ACCEPT
      message.tags = []
      const bye = framesBehind(recording, own).at(-1)!
      insertFrames(recording, bye, [message.write()], true)
      return recording.stall(own.stream, bye.at, 10)
    },
    'declined',
  ),
  'cancel-dropped': breaks('RV-31', 'nobody answers the PROPOSE', withoutMessage(cancel), 'declined'),
  'versions-crossed': breaks(
    'RV-36',
    'MIN_PROTOCOL_VERSION above MAX_PROTOCOL_VERSION',
    inMessage(propose, (message) => {
      message.set(0x12, u16(1))
      message.set(0x13, u16(2))
    }),
  ),
  'secure-and-in-the-clear': breaks(
    'RV-35',
    'REQUEST_SECURE, and the connection is not TLS',
    (recording) => peersTalk(recording) && set(propose, 0x11, zeros(0))(recording),
  ),
  'invitation-without-charset': breaks(
    'RV-37',
    'the charset of an invitation that is not there',
    inMessage(propose, (message) => {
      message.drop(0x0c)
      message.set(0x0d, ascii('us-ascii'))
    }),
  ),
  'counter-reason-first': breaks('RV-38', 'COUNTER_REASON in the first PROPOSE', set(propose, 0x14, u16(10))),
  'reserved-tag-unknown': breaks('RV-40', 'a reserved tag that nobody knows', set(propose, 0x09, u16(1))),
  'same-side-proposes-again': breaks(
    'RV-10',
    'the offerer proposes again without an answer',
    again(propose, (message) => {
      message.set(0x0a, u16(2))
    }),
  ),
  'service-data-missing': breaks(
    'SVC-01',
    'PROPOSE without the description of the file',
    drop(propose, FILE_DATA, FILE_CHARSET),
  ),
  'two-totals': breaks(
    'SVC-05',
    'the 64 bits of the total are another number',
    inMessage(propose, (message) => {
      const data = message.value(FILE_DATA)
      if (data === undefined) return false
      message.tags.push({ tag: 0x2713, value: concat(u32(0), u32(12345)) })
      return true
    }),
  ),
  'four-proposals': breaks(
    ['RV-09', 'RV-10'],
    'five proposals in a row',
    (recording) => {
      for (const number of [5, 4, 3, 2]) {
        if (!again(propose, (message) => message.set(0x0a, u16(number)))(recording)) return false
      }
      return true
    },
    'declined',
  ),
  'file-count-wrong': breaks(
    'SVC-02',
    'one file by its kind, five by its count',
    inFileData((data) => concat(u16(1, 5), data.subarray(4))),
  ),
  'file-name-without-nul': breaks(
    'SVC-03',
    'the name does not end',
    inFileData((data) => data.subarray(0, data.length - 1).map((byte, at) => (at >= 8 && byte === 0 ? 0x78 : byte))),
  ),
  'empty-offer': breaks(
    'SVC-04',
    'no files and no bytes',
    inFileData(() => fileData(1, 0, 0, ascii('notes.txt\0'))),
  ),
  'file-name-climbs': breaks('SVC-07', 'the name goes up', named('../../.bashrc')),
  'file-name-program': breaks('SVC-08', 'the file is a program', named('notes.txt.exe')),
  'cookies-differ': breaks('ICBM-02', 'the ICBM has another cookie than its block', outerCookie),
  'block-cut-short': breaks(
    'ICBM-01',
    'the block ends inside of its service',
    inMessage(propose, (message) => message.write(message.block.subarray(0, 20))),
    'declined',
  ),
  'tlv-overruns-block': breaks(
    'ICBM-03',
    'the last tag is longer than the block',
    inMessage(propose, (message) => {
      const block = message.block
      const last = message.tags.at(-1)!
      block.set(u16(last.value.length + 9), block.length - last.value.length - 2)
      return message.write(block)
    }),
  ),
  'block-type-unknown': breaks(
    'ICBM-04',
    'a block of type 9',
    inMessage(cancel, (message) => void (message.type = 9)),
    'declined',
  ),
  'host-ack-dropped': breaks(
    'ICBM-05',
    'the host does not acknowledge the last message that asked for it',
    (recording) => {
      const ack = acks(recording).at(-1)
      if (ack !== undefined) removeFrame(recording, ack)
      return ack !== undefined
    },
    'proxy-after-two-failures',
  ),
  'host-refuses-and-it-goes-on': breaks(
    'ICBM-06',
    'the host answers with an error, and the peer accepts',
    (recording) => {
      const ack = acks(recording)[0]
      if (ack === undefined) return false
      const frame = bytesAt(ack)
      exchange(recording, ack, concat(frame.subarray(0, 4), u16(12), u16(4, 1, 0), frame.subarray(12, 16), u16(4)))
      return true
    },
  ),
  'cookie-of-another': breaks(
    ['ICBM-08', 'RV-08'],
    'two rendezvous at once have one cookie',
    (recording) => {
      const [first, second] = [0, 1].map((nth) => copies(recording, { ...propose, nth })[0])
      if (first === undefined || second === undefined) return false
      const [one, other] = [first, second].map((found) => Message.read(bytesAt(found))!.cookie)
      return one!.join() !== other!.join() && recording.substitute(other!, one!)
    },
    'three-at-once',
  ),
  'cookie-for-another-service': breaks(
    'ICBM-08',
    'the cookie of the file serves for a direct IM at the same time',
    again(propose, (message) => void message.service.set(u16(0x1345), 2)),
    'declined',
  ),
  'relay-counters-differ': breaks(
    'SVC-09',
    'a message of ICQ is relayed with two counters',
    (recording) => {
      if (!recording.substitute(SEND_FILE, ICQ_RELAY)) return false
      const parts = concat(new Uint8Array([27, 0, 9, 0]), zeros(23), new Uint8Array([1, 0, 14, 0, 2, 0]), zeros(12))
      return set(propose, FILE_DATA, concat(parts, zeros(9)))(recording)
    },
    'declined',
  ),
  'behind-nat': breaks(
    'RV-24',
    'the host sees another address than the client believes to have',
    inMessage(propose, (message) => {
      message.set(0x02, ipv4('198.51.100.7'))
      message.set(0x03, ipv4('198.51.100.7'))
      if (message.subgroup === 7) message.set(0x04, ipv4('203.0.113.9'))
    }),
    'declined',
  ),
  'private-address-from-outside': breaks(
    'RV-25',
    'a private address is proposed to somebody elsewhere',
    set({ ...propose, legs: 'in' }, 0x04, ipv4('203.0.113.9')),
  ),
  'other-file-in-counter': breaks(
    'SVC-06',
    'the answering PROPOSE describes another file',
    set(counter, FILE_DATA, fileData(1, 1, 77, ascii('other.txt\0'))),
    'redirect',
  ),
  'host-changes-port': breaks(
    'ICBM-07',
    'the host hands on another port',
    inMessage({ ...propose, legs: 'in' }, (message) => {
      message.set(0x05, u16(5999))
      message.set(0x17, inverted(u16(5999)))
    }),
    'declined',
  ),
  'host-ack-id-changed': breaks('SNAC-02', 'the acknowledgment has a request id that nobody had', (recording) => {
    const [ack] = acks(recording)
    if (ack === undefined) return false
    const bytes = bytesAt(ack)
    bytes.set(u32(0x00770077), 12)
    exchange(recording, ack, bytes)
    return true
  }),
  'message-of-other-direction': breaks(
    'SNAC-01',
    'the client sends what only the host may',
    inMessage({ ...cancel, legs: 'out' }, (message) => {
      const frame = message.write()
      frame.set(u16(7), 8)
      return frame
    }),
    'declined',
  ),
  'client-error-unmatched': breaks(
    'ICBM-11',
    'a refusal of a proposal that nobody made',
    (recording) => clientError(recording, new Uint8Array(8).fill(0x33), u16(3, 2, 1)),
    'declined',
  ),
  'client-error-malformed': breaks(
    'ICBM-09',
    'a refusal without its reason',
    (recording) => clientError(recording, undefined, u16(3)),
    'declined',
  ),
  'client-error-ignored': breaks(
    'ICBM-10',
    'a refusal with reason 2',
    (recording) => clientError(recording, undefined, u16(3, 2, 2)),
    'declined',
  ),
}

/** The host's acknowledgments of rendezvous messages. */
const acks = (recording: Recording): Found[] =>
  snacs(recording, 4, 0x0c).filter((found) => word(bytesAt(found), 24) === 2)

const peersTalk = (recording: Recording): boolean => oftHeaders(recording).length + directImFrames(recording).length > 0

/** FLAP frames of the same stream behind one. */
const framesBehind = (recording: Recording, { stream, at }: Found): Found[] =>
  flapFrames(recording).filter(
    (found) => found.stream.key === stream.key && found.stream.first === stream.first && found.at > at,
  )

/** Bob refuses by ICBM__CLIENT_ERR instead of CANCEL. */
function clientError(recording: Recording, cookie: Uint8Array | undefined, rest: Uint8Array): boolean {
  const own = copies(recording, { ...cancel, legs: 'out' })[0]
  if (own === undefined) return false
  const message = Message.read(bytesAt(own))!
  const name = message.head.subarray(26, 27 + message.head[26]!)
  const snac = concat(u16(4, 0x0b, 0), u32(0x99), cookie ?? message.cookie, u16(2), name, rest)
  const peer = copies(recording, { ...cancel, legs: 'in' })[0]
  if (peer !== undefined && cookie === undefined) exchange(recording, peer, renumbered(bytesAt(peer), snac))
  const again = copies(recording, { ...cancel, legs: 'out' })[0]!
  if (cookie === undefined) exchange(recording, again, renumbered(bytesAt(again), snac))
  else insertFrames(recording, again, [flapOf(2, snac)])
  return true
}
