import { ascii, concat, u16, u32, zeros } from '../bytes.ts'
import type { Recording } from '../recording.ts'
import { bytesAt, exchange, oftHeaders, patch, remove, word, type Found } from './edit.ts'
import { breaks, inFound, type Faults } from './fault.ts'
import { ACCEPT, CANCEL, inMessage, PROPOSE, withoutMessage } from './message.ts'

/** Where the fields of a header are. */
const AT = {
  magic: 0,
  length: 4,
  type: 6,
  cookie: 8,
  encrypt: 16,
  totalFiles: 20,
  filesLeft: 22,
  totalParts: 24,
  totalSize: 28,
  size: 32,
  modtime: 36,
  checksum: 40,
  rfsize: 48,
  nrecvd: 60,
  recvcsum: 64,
  idstring: 68,
  flags: 100,
  listNameOffset: 101,
  dummy: 103,
  name: 192,
} as const

const PROMPT = 0x0101
const RESUME_ACCEPT = 0x0106
const ACK = 0x0202
const DONE = 0x0204
const RESUME = 0x0205
const RESUME_ACK = 0x0207

const header = (type: number) => (recording: Recording) => oftHeaders(recording, type)

/** Changes the `nth` header of a type on each connection that carries it: a transfer through the proxy has two legs. */
const inHeader =
  (type: number, change: (recording: Recording, found: Found) => void, nth = 0) =>
  (recording: Recording): boolean => {
    const distinct = new Map(oftHeaders(recording, type).map((found) => [bytesAt(found).join(), found]))
    const wanted = [...distinct.keys()][nth]
    const legs = oftHeaders(recording, type).filter((found) => bytesAt(found).join() === wanted)
    for (const leg of legs) change(recording, leg)
    return legs.length > 0
  }

const set = (type: number, field: keyof typeof AT, bytes: Uint8Array, nth = 0) =>
  inHeader(type, (recording, found) => patch(recording, found, AT[field], bytes), nth)
const without = (type: number, nth = 0) => inHeader(type, remove, nth)

/** The bytes of the file that a prompt announces, behind the last header of its sender before them. */
function bodyBehind(recording: Recording, { stream, at }: Found): Found {
  const own = oftHeaders(recording).filter(
    (other) => other.stream.key === stream.key && other.stream.first === stream.first && other.at >= at,
  )
  const last = own.findIndex((other, index) => own[index + 1]?.at !== other.at + other.length)
  const from = own[last]!.at + own[last]!.length
  return { stream, at: from, length: (own[last + 1]?.at ?? stream.bytes.length) - from }
}

/** Nothing more is sent. */
function cutOff(recording: Recording, { stream, at }: Pick<Found, 'stream' | 'at'>): void {
  recording.replace(stream, at, Math.max(0, stream.bytes.length - at), new Uint8Array(0))
}

/** Changes the bytes of a file, of the first one. */
const body = (change: (bytes: Uint8Array) => Uint8Array, nth = 0) =>
  inHeader(
    PROMPT,
    (recording, found) => {
      const data = bodyBehind(recording, found)
      exchange(recording, data, change(bytesAt(data)))
    },
    nth,
  )

const all =
  (...steps: readonly ((recording: Recording) => boolean)[]) =>
  (recording: Recording): boolean =>
    steps.every((step) => step(recording))

/** Takes out everything that the two said through the server. */
function withoutRendezvous(recording: Recording): boolean {
  const any = oftHeaders(recording).length > 0
  for (const type of [ACCEPT, CANCEL, PROPOSE]) while (withoutMessage({ type })(recording));
  return any
}

const isProxys = (bytes: Uint8Array): boolean => word(bytes, 2) === 0x044a

const OTHER_COOKIE = new Uint8Array(8).fill(0x55)

export const OFT_FAULTS: Faults = {
  'ack-dropped': breaks('OFT-07', 'the receiver never answers the prompt', without(ACK)),
  'done-dropped': breaks(['OFT-08', 'OFT-06'], 'the receiver never confirms the file', without(DONE)),
  'prompt-dropped': breaks('OFT-05', 'the sender begins without a prompt', without(PROMPT)),
  'resume-accept-dropped': breaks('OFT-31', 'the sender does not answer 0x0205', without(RESUME_ACCEPT), 'resume'),
  'ack-cookie-zero': breaks('OFT-11', '0x0202 with cookie zero', set(ACK, 'cookie', zeros(8))),
  'done-cookie-changed': breaks('OFT-11', '0x0204 with another cookie', set(DONE, 'cookie', OTHER_COOKIE)),
  'prompt-cookie-foreign': breaks('OFT-12', 'the prompt carries a foreign cookie', set(PROMPT, 'cookie', OTHER_COOKIE)),
  'done-cookie-zero': breaks(
    ['OFT-13', 'OFT-11'],
    '0x0204 without the cookie that 0x0202 had',
    set(DONE, 'cookie', zeros(8)),
  ),
  'done-count-wrong': breaks('OFT-23', '0x0204 counts 7 bytes', set(DONE, 'nrecvd', u32(7))),
  'done-checksum-changed': breaks(
    ['OFT-24', 'OFT-26'],
    '0x0204 with another checksum',
    set(DONE, 'recvcsum', u32(0x12340000)),
  ),
  'prompt-checksum-changed': breaks(
    'OFT-25',
    'the prompt states another checksum',
    set(PROMPT, 'checksum', u32(0x12340000)),
  ),
  'checksums-differ-unseen': breaks(
    'OFT-26',
    'prompt and 0x0204 state two checksums, and the capture lacks a segment of the file',
    (recording) => {
      if (!set(DONE, 'recvcsum', u32(0x43210000))(recording)) return false
      const [prompt] = oftHeaders(recording, PROMPT)
      return recording.lose(prompt!.stream, prompt!.at + 400)
    },
  ),
  'byte-of-the-file-changed': breaks(
    ['OFT-24', 'OFT-25'],
    'one byte of the file is another one, sums of the headers as they were',
    body((bytes) => bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 0xff : byte))),
  ),
  'body-short': breaks(
    'OFT-20',
    'the sender closes after 100 bytes',
    inHeader(PROMPT, (recording, found) => {
      const { stream, at } = bodyBehind(recording, found)
      cutOff(recording, { stream, at: at + 100 })
      const done = oftHeaders(recording, DONE).find((other) => other.stream.key === stream.key)
      if (done !== undefined) cutOff(recording, done)
    }),
  ),
  'body-long': breaks(
    'OFT-21',
    'the sender sends 100 bytes too many',
    body((bytes) => concat(bytes, zeros(100))),
  ),
  'done-too-early': breaks(
    ['OFT-20', 'OFT-23'],
    'the receiver confirms a file of which the last 100 bytes never left',
    body((bytes) => bytes.subarray(0, bytes.length - 100)),
  ),
  'magic-changed': breaks('OFT-01', '0x0202 begins with OFT3', set(ACK, 'magic', ascii('OFT3'))),
  'header-length-short': breaks('OFT-02', '0x0202 says that it has 100 bytes', set(ACK, 'length', u16(100))),
  'type-of-other-side': breaks(
    ['OFT-04', 'OFT-31', 'OFT-07'],
    'the receiver answers with a type of the sender',
    set(ACK, 'type', u16(RESUME_ACCEPT)),
  ),
  'prompt-twice': breaks(
    ['OFT-06'],
    'the sender prompts again before the file is done',
    inFound(header(PROMPT), (recording, found) => exchange(recording, found, concat(bytesAt(found), bytesAt(found)))),
  ),
  'resume-elsewhere': breaks(
    ['OFT-30', 'OFT-20', 'OFT-21'],
    'the sender resumes at another offset than asked for',
    all(set(RESUME_ACCEPT, 'nrecvd', u32(1000)), set(RESUME_ACK, 'nrecvd', u32(1000))),
    'resume',
  ),
  'resume-beyond-the-end': breaks(
    ['OFT-30', 'OFT-21'],
    'the sender resumes behind the end of the file',
    set(RESUME_ACCEPT, 'nrecvd', u32(0x7fffffff)),
    'resume',
  ),
  'ack-late': breaks('OFT-09', 'the data leaves before 0x0202', (recording) => {
    const [ack] = oftHeaders(recording, ACK)
    const [prompt] = oftHeaders(recording, PROMPT)
    if (ack === undefined || prompt === undefined) return false
    return recording.postpone(ack.stream, ack.at, prompt.stream, prompt.at + 300)
  }),
  stalled: breaks('OFT-44', 'nothing for five minutes in the middle of the file', (recording) => {
    const [prompt] = oftHeaders(recording, PROMPT)
    return prompt !== undefined && recording.stall(prompt.stream, prompt.at + 256 + 1500, 300)
  }),
  'second-done-dropped': breaks(
    ['OFT-06', 'OFT-08'],
    'the first file of a folder is not confirmed',
    without(DONE),
    'folder',
  ),
  'connection-elsewhere': breaks('CON-01', 'the connection goes to a port that nobody proposed', (recording) => {
    if (oftHeaders(recording).length === 0 || recording.streams().some(({ bytes }) => isProxys(bytes))) return false
    const change = (nth: number) =>
      inMessage({ type: PROPOSE, nth }, (message) => message.set(0x05, u16(5999)))(recording)
    return [0, 1, 2].filter(change).length > 0
  }),
  'connection-of-nobody': breaks('CON-04', 'a transfer without the messages that proposed it', withoutRendezvous),
  'accepted-and-not-connected': breaks('RV-32', 'ACCEPT, and no connection', (recording) => {
    const prompts = oftHeaders(recording, PROMPT)
    for (const { stream } of prompts) recording.withoutConnection(stream)
    return prompts.length > 0
  }),
  'peers-on-443': breaks('CON-05', 'the peers talk on the port of HTTPS', (recording) => {
    const [prompt] = oftHeaders(recording, PROMPT)
    if (prompt === undefined || recording.streams().some(({ bytes }) => isProxys(bytes))) return false
    recording.ports((port) => (port === 5190 ? 443 : port), prompt.stream)
    return inMessage({ type: PROPOSE }, (message) => message.set(0x05, u16(443)))(recording)
  }),
  'repeated-differently': breaks('TCP-01', 'a segment of the file is sent again with other bytes', (recording) => {
    const [prompt] = oftHeaders(recording, PROMPT)
    return prompt !== undefined && recording.forge(prompt.stream, prompt.at + 300)
  }),
  'type-unknown': breaks(['OFT-03', 'OFT-07', 'OFT-48'], 'a type that nobody knows', set(ACK, 'type', u16(0x0299))),
  'file-skipped': breaks('OFT-10', 'the receiver answers the prompt with 0x0204', (recording) => {
    if (!without(DONE)(recording) || !body(() => new Uint8Array(0))(recording)) return false
    return set(ACK, 'type', u16(DONE))(recording)
  }),
  encrypted: breaks('OFT-14', 'the prompt announces encryption', set(PROMPT, 'encrypt', u16(1))),
  'answer-of-another-size': breaks('OFT-15', '0x0202 has another size than the prompt', set(ACK, 'size', u32(77))),
  'total-of-another-offer': breaks(
    ['OFT-16', 'OFT-17'],
    'the prompt has another total than the proposal',
    set(PROMPT, 'totalSize', u32(7777)),
  ),
  'files-left-does-not-count': breaks(
    'OFT-18',
    'the second prompt of three files has three left',
    inFound(header(PROMPT), (recording, found) => patch(recording, found, AT.filesLeft, u16(3)), 1),
    'folder',
  ),
  'parts-without-sense': breaks(['OFT-19', 'OFT-42'], 'the prompt has no parts', set(PROMPT, 'totalParts', u16(0, 5))),
  'checksum-low-half': breaks(
    ['OFT-27', 'OFT-25', 'OFT-24', 'OFT-26'],
    'the checksum of the prompt has something in its lower half',
    set(PROMPT, 'checksum', u32(0x18240001)),
  ),
  'prompt-counts-received': breaks(
    'OFT-28',
    'the prompt says that 500 bytes were received',
    set(PROMPT, 'nrecvd', u32(500)),
  ),
  'resume-checksum-changed': breaks(
    'OFT-29',
    'the receiver resumes from bytes of another file',
    set(RESUME, 'recvcsum', u32(0x11110000)),
    'resume',
  ),
  'flags-of-nothing': breaks('OFT-34', 'the prompt has flags 0x44', set(PROMPT, 'flags', new Uint8Array([0x44]))),
  'idstring-unknown': breaks(
    'OFT-35',
    'headers of a client that nobody knows',
    set(PROMPT, 'idstring', ascii('My FileXfer 1')),
  ),
  'list-offsets-unusual': breaks(
    'OFT-36',
    'the list offsets are others',
    set(PROMPT, 'listNameOffset', new Uint8Array([0x55, 0x66])),
  ),
  'dummy-not-zero': breaks('OFT-37', 'the dummy block holds something', set(PROMPT, 'dummy', u32(0xdeadbeef))),
  'name-unreadable': breaks(
    ['OFT-38', 'OFT-40'],
    'the name in the prompt is no text of its encoding',
    set(PROMPT, 'name', new Uint8Array([0xff, 0xfe, 0xc0, 0x80])),
  ),
  'name-climbs': breaks(
    ['OFT-39', 'OFT-40'],
    'the name in the prompt goes up',
    set(PROMPT, 'name', ascii('../.b.txt')),
  ),
  'name-of-another-file': breaks('OFT-40', 'the prompt names another file', set(PROMPT, 'name', ascii('other.txt'))),
  'resource-fork-without-part': breaks(
    ['OFT-42', 'OFT-19'],
    'a resource fork, and one part',
    set(PROMPT, 'rfsize', u32(100)),
  ),
  'resume-ack-dropped': breaks(
    ['OFT-31', 'OFT-48'],
    'the receiver does not confirm where to resume',
    without(RESUME_ACK),
    'resume',
  ),
  'cookies-of-neither': breaks(
    'OFT-13',
    '0x0202 and 0x0204 with two cookies, and nobody knows of which conversation',
    all(withoutRendezvous, set(DONE, 'cookie', OTHER_COOKIE)),
  ),
  'bytes-behind-done': breaks('OFT-22', 'the sender goes on after 0x0204', (recording) => {
    if (!body((bytes) => concat(bytes, zeros(100)))(recording)) return false
    const [[prompt], [done]] = [oftHeaders(recording, PROMPT), oftHeaders(recording, DONE)]
    if (prompt === undefined || done === undefined) return false
    const data = bodyBehind(recording, prompt)
    const end = data.at + data.length - 100
    return recording.splitAt(data.stream, end) && recording.postpone(data.stream, end, done.stream, done.at)
  }),
  'closed-before-data': breaks(
    ['OFT-32', 'OFT-20'],
    'the sender closes when the receiver has answered',
    all(
      without(DONE),
      body(() => new Uint8Array(0)),
    ),
  ),
  'left-open': breaks(
    'OFT-33',
    'the connection is there 90 seconds after the file',
    inFound(header(PROMPT), (recording, { stream }) => recording.stallEnd(stream, 90)),
  ),
  'modtime-in-future': breaks('OFT-41', 'the file was changed in 2037', set(PROMPT, 'modtime', u32(0x7f000000))),
  'empty-file-not-acknowledged': breaks(
    'OFT-43',
    'a file of no bytes is confirmed without 0x0202',
    all(
      without(ACK),
      body(() => new Uint8Array(0)),
      ...[PROMPT, DONE].flatMap((type) => [set(type, 'totalSize', u32(0, 0)), set(type, 'nrecvd', u32(0))]),
    ),
  ),
  'headers-in-pieces': breaks(
    'OFT-45',
    'headers go through the proxy in two segments',
    inFound(header(PROMPT), (recording) => {
      recording.split(2)
    }),
    'proxy-by-receiver',
  ),
  'listing-not-confirmed': breaks(
    'OFT-46',
    'a listing that nobody confirms',
    all(set(ACK, 'type', u16(0x1209)), set(PROMPT, 'type', u16(0x1108)), without(DONE)),
  ),
  'request-unanswered': breaks(
    'OFT-47',
    'who got the listing asks for a file, and gets none',
    all(
      set(ACK, 'type', u16(0x1209)),
      set(PROMPT, 'type', u16(0x1108)),
      inHeader(DONE, (recording, found) => {
        const [confirmed, asked] = [bytesAt(found), bytesAt(found)]
        confirmed.set(u16(0x120b), AT.type)
        asked.set(u16(0x120c), AT.type)
        exchange(recording, found, concat(confirmed, asked))
      }),
    ),
  ),
  'ack-twice': breaks(
    'OFT-48',
    'the receiver answers the prompt twice',
    inHeader(ACK, (recording, found) => exchange(recording, found, concat(bytesAt(found), bytesAt(found)))),
  ),
  'prompt-late': breaks(
    'OFT-49',
    'the prompt comes after twelve seconds',
    inFound(header(PROMPT), (recording, { stream, at }) => recording.stall(stream, at, 12)),
    'folder',
  ),
  'answer-late': breaks(
    'OFT-50',
    'the receiver answers after 35 seconds',
    inFound(header(ACK), (recording, { stream, at }) => recording.stall(stream, at, 35)),
  ),
  'resume-cookie-zero': breaks('OFT-11', '0x0205 with cookie zero', set(RESUME, 'cookie', zeros(8)), 'resume'),
}
