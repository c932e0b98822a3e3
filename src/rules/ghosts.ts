import { checksumJoined } from '../bytes/oft-checksum.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { Role } from '../conversation/message.ts'
import type { FileView } from '../conversation/transfer.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
import { RENDEZVOUS_TYPES, type RendezvousTypeName } from '../oscar/rendezvous/reasons.ts'
import { TAG, type RendezvousTagName } from '../oscar/rendezvous/tags.ts'
import { OFT_FIXED, OFT_TYPES } from '../peer/oft-header.ts'
import type { OftFile, SeenHeader } from '../peer/oft-file.ts'
import type { Ghost } from './finding.ts'

/** Where the fields of an OFT2 header are that one header of a file has otherwise than another. */
const AT = { type: 6, cookie: 8, nrecvd: 60, recvcsum: 64, flags: 100 } as const
const DONE_FLAG = 0x01
const START = 0xffff0000
const COOKIE_BYTES = 8
const ZERO = '0'.repeat(COOKIE_BYTES * 2)

/**
 * A header of a file that should be there: the prompt again with another type, the cookie of the ICBM, and how much of the
 * file was there by then. Without bytes where no header of the file was seen.
 */
export function oftGhost(type: number, { file, track }: FileView): Ghost {
  const { name, from } = OFT_TYPES.get(type)!
  const ghost = { name: `OFT ${hex4(type)} ${name}`, from, protocol: 'oft' } as const
  const model = file.described
  if (model === undefined || model.bytes.length < OFT_FIXED) return ghost
  const bytes = model.bytes.slice()
  const view = new DataView(bytes.buffer)
  view.setUint16(AT.type, type)
  bytes.set(unhex(from === 'sender' && type === PROMPT ? ZERO : cookieOf(file, track.conversation)), AT.cookie)
  const { nrecvd, recvcsum } = progressAt(type, file)
  view.setUint32(AT.nrecvd, nrecvd)
  view.setUint32(AT.recvcsum, recvcsum)
  if (type === DONE && model.header.filesLeft <= 1) bytes[AT.flags] = DONE_FLAG
  return { ...ghost, bytes }
}

const PROMPT = 0x0101
const RESUME = 0x0205
const DONE = 0x0204
const LISTED = 0x120b

/** How much of the file the receiver has when a header is due, and its checksum. */
function progressAt(type: number, file: OftFile): { readonly nrecvd: number; readonly recvcsum: number } {
  if (type === DONE || type === LISTED) return { nrecvd: file.size, recvcsum: wholeOf(file) }
  // The steps of resuming repeat each other.
  const resume =
    type === PROMPT ? undefined : (file.seen('resume-accept') ?? file.seen('resume') ?? file.seen('resume-ack'))
  const isStep = type === RESUME || resumes(file)
  return isStep && resume !== undefined ? resume.header : { nrecvd: 0, recvcsum: START }
}

const resumes = (file: OftFile): boolean =>
  file.seen('resume') !== undefined || file.seen('resume-accept') !== undefined

/** Checksum of the whole file: of its data where all of it was seen, with what was there before, else what the prompt says. */
function wholeOf(file: OftFile): number {
  const before = file.seen('resume-accept')?.header.recvcsum ?? file.seen('resume')?.header.recvcsum
  const rest = file.bodyChecksum
  const joined = file.start > 0 && before !== undefined && rest !== undefined ? checksumJoined(before, rest) : undefined
  return file.checksum ?? joined ?? file.described?.header.checksum ?? START
}

/** The cookie of the ICBM; without it the one in another header of the receiver, or of the sender. */
function cookieOf({ headers }: OftFile, conversation: Conversation | undefined): string {
  const known = ({ header }: SeenHeader): boolean => header.cookie !== ZERO
  const seen = headers.find((each) => each.header.from === 'receiver' && known(each)) ?? headers.find(known)
  return conversation?.cookie ?? seen?.header.cookie ?? ZERO
}

/** A rendezvous message that should have been sent, with these tags. */
export function rendezvousGhost(
  type: RendezvousTypeName,
  from: Role,
  { cookie, service }: Conversation,
  tags: readonly Uint8Array[] = [],
): Ghost {
  const number = Number(Object.entries(RENDEZVOUS_TYPES).find(([, name]) => name === type)![0])
  const head = [u16(number), unhex(cookie), unhex(service.replaceAll('-', ''))]
  return { name: type, from, protocol: 'rendezvous', bytes: joined([...head, ...tags]) }
}

/** A message as it was sent, with the tag that it lacks in front of its others. */
export function amendedGhost(block: Rendezvous, from: Role, name: RendezvousTagName, value: number): Ghost {
  const { raw } = block
  return {
    name: `${block.typeName} with ${name} ${value}`,
    from,
    protocol: 'rendezvous',
    isThere: true,
    bytes: joined([raw.subarray(0, BLOCK_HEAD), shortTag(name, value), raw.subarray(BLOCK_HEAD)]),
  }
}

/** Type, cookie and service of a block. */
const BLOCK_HEAD = 26

/** A tag that holds 16 bits. */
export function shortTag(name: RendezvousTagName, value: number): Uint8Array {
  return joined([u16(TAG[name]), u16(2), u16(value)])
}

/** The proxy's READY: a header and nothing else. */
export const READY_GHOST: Ghost = {
  name: 'ARS READY',
  from: 'proxy',
  protocol: 'ars',
  bytes: unhex('000a044a0005000000000220'),
}

const u16 = (value: number): Uint8Array => new Uint8Array([value >> 8, value & 0xff])
const hex4 = (value: number): string => value.toString(16).padStart(4, '0')

function unhex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => parseInt(digits.slice(at * 2, at * 2 + 2), 16))
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
