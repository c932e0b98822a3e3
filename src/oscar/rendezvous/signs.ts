/**
 * What stands out in a rendezvous block, found in one pass over its tags by the table of tags. Nearly all blocks of a busy
 * capture are unremarkable; a rule about blocks names the signs without which it has nothing to say, and is asked only
 * where one of them is. A sign may be there without a fault, never the other way round.
 */
import { u16, u32 } from '../../bytes/read.ts'
import { CANCEL_REASONS, RENDEZVOUS_TYPES } from './reasons.ts'
import { tagsOfService } from './service-data.ts'
import { SERVICES, type Service } from './services.ts'
import { LAST_RESERVED_TAG, RENDEZVOUS_TAGS, SERVICE_DATA, TAG } from './tags.ts'

export const SIGN = {
  /** Not PROPOSE, CANCEL or ACCEPT. */
  unknownType: 0x0000_0001,
  /** The block, or its last tag, is longer or shorter than its parts. */
  ragged: 0x0000_0002,
  /** A tag of fixed size has another. */
  wrongSize: 0x0000_0004,
  repeated: 0x0000_0008,
  /** A reserved tag that nobody has assigned. */
  unassigned: 0x0000_0010,
  /** A reserved tag behind one that is not. */
  late: 0x0000_0020,
  /** A tag that such a message must have is not there. */
  lacking: 0x0000_0040,
  /** A tag that only other messages may have. */
  misplaced: 0x0000_0080,
  /** A tag that only the server adds. */
  addedByServer: 0x0000_0100,
  /** A proposal without a tag that only the server adds. */
  notVerified: 0x0000_0200,
  /** A mirror that is not the inverse of its original, stands alone, or is not where it could be. */
  mirror: 0x0000_0400,
  /** A proposal that lacks an address or the port, or where one is zero. */
  nowhere: 0x0000_0800,
  /** The server sees another address than the client. */
  otherAddress: 0x0000_1000,
  unknownReason: 0x0000_2000,
  /** A proposal that describes files. */
  files: 0x0000_4000,
  /** A proposal of a file that does not say which. */
  noFile: 0x0000_8000,
  /** A message relayed for ICQ. */
  relayed: 0x0001_0000,
  /** The cookie is not that of the ICBM around it. Found outside of the block. */
  otherCookie: 0x0002_0000,
  /** Not the first copy of its message. Found outside of the block. */
  copy: 0x0004_0000,
} as const

/** Signs that come from the value of a tag. */
const VALUES = SIGN.mirror | SIGN.nowhere | SIGN.otherAddress | SIGN.unknownReason

const PROPOSE = 0
const CANCEL = 1
const LAST_TYPE = 2
const RESERVED = 32
const ANY_SIZE = -1
const UNASSIGNED = -2
/** Kind, number of files, size: what a proposal of files has at least, with one byte of a name. */
const FILE_HEAD = 9

/** By tag: the size that it must have, which messages may have it, and which must, a bit for each type. */
const SIZES = new Int32Array(RESERVED).fill(UNASSIGNED)
const ALLOWED = new Uint8Array(RESERVED).fill(0xff)
/** By type of message: a bit for each tag. */
const REQUIRED = new Int32Array(LAST_TYPE + 1)
let SERVER_TAGS = 0

for (const { tag, type, only, required, addedBy } of RENDEZVOUS_TAGS.values()) {
  SIZES[tag] = type.size ?? ANY_SIZE
  if (only !== undefined) ALLOWED[tag] = 0
  for (const [number, name] of Object.entries(RENDEZVOUS_TYPES)) {
    const is = (other: string): boolean => other === name
    if (only?.some(is) === true) ALLOWED[tag]! |= 1 << Number(number)
    if (required?.some(is) === true) REQUIRED[Number(number)]! |= 1 << tag
  }
  if (addedBy === 'server') SERVER_TAGS |= 1 << tag
}

/** Sizes of the tags that services give a meaning, where any of them fixes it. */
const SERVICE_SIZES = new Map(
  SERVICES.flatMap(({ name }) =>
    [...tagsOfService(name).rows].flatMap(([tag, { type }]) => (type.size === undefined ? [] : [[tag, type.size]])),
  ) as [number, number][],
)

const bit = (tag: number): number => 1 << tag
const ADDRESSES = bit(TAG.RENDEZVOUS_IP_ADDR) | bit(TAG.REQUESTER_IP_ADDR) | bit(TAG.VERIFIED_IP_ADDR)

/** Where the first of each reserved tag stands. One for all: a block is read in one go. */
const places = new Int32Array(RESERVED)

export interface Overview {
  /** Bit n: tag n is there, of tags below 32. */
  tags: number
  /** Bits of `SIGN`. */
  signs: number
  /** Offset behind the last tag; beyond the end of the block when that tag is longer. */
  end: number
}

const overview: Overview = { tags: 0, signs: 0, end: 0 }

/**
 * Walks the tags `bytes[start, end)` of a block of type `type`, of which `missing` bytes were not captured or sent. The
 * result is good until the next call.
 */
export function survey(
  bytes: Uint8Array,
  start: number,
  end: number,
  type: number,
  service: Service | undefined,
  missing: number,
): Overview {
  let tags = 0
  let high = 0
  let signs = 0
  let described = -1
  let at = start
  while (end - at >= 4) {
    const tag = u16(bytes, at)
    const length = u16(bytes, at + 2)
    if (tag < RESERVED) {
      const mask = 1 << tag
      if ((tags & mask) === 0) places[tag] = at
      else signs |= SIGN.repeated
      tags |= mask
      const size = SIZES[tag]!
      if (size !== length) {
        if (size >= 0) signs |= SIGN.wrongSize
        else if (size === UNASSIGNED && tag <= LAST_RESERVED_TAG) signs |= SIGN.unassigned
      }
      if (high !== 0 && tag <= LAST_RESERVED_TAG) signs |= SIGN.late
      if ((ALLOWED[tag]! & (1 << type)) === 0) signs |= SIGN.misplaced
    } else {
      const mask = 1 << (tag & 31)
      if ((high & mask) !== 0) signs |= SIGN.repeated
      high |= mask
      if (tag === SERVICE_DATA) described = Math.min(length, end - at - 4)
      else if ((SERVICE_SIZES.get(tag) ?? length) !== length) signs |= SIGN.wrongSize
    }
    at += 4 + length
  }
  if (at !== end || missing > 0) signs |= SIGN.ragged
  if (type > LAST_TYPE) signs |= SIGN.unknownType
  else if ((REQUIRED[type]! & ~tags) !== 0) signs |= SIGN.lacking
  if ((tags & SERVER_TAGS) !== 0) signs |= SIGN.addedByServer
  if (type === PROPOSE) signs |= proposalSigns(bytes, tags, described, service)
  if (type === CANCEL && (tags & bit(TAG.CANCEL_REASON)) !== 0) {
    if (!(u16(bytes, places[TAG.CANCEL_REASON]! + 4) in CANCEL_REASONS)) signs |= SIGN.unknownReason
  }
  signs |= mirrorSigns(bytes, tags)
  // What a tag of another size says was not looked at.
  if ((signs & (SIGN.wrongSize | SIGN.ragged)) !== 0) signs |= VALUES
  overview.tags = tags
  overview.signs = signs
  overview.end = at
  return overview
}

function proposalSigns(bytes: Uint8Array, tags: number, described: number, service: Service | undefined): number {
  let signs = 0
  const name = service?.name
  if (name === 'send-file') signs |= described >= FILE_HEAD ? SIGN.files : SIGN.noFile
  else if (name === 'icq-relay') signs |= SIGN.relayed
  const verified = wordOf(bytes, tags, TAG.VERIFIED_IP_ADDR)
  const requester = wordOf(bytes, tags, TAG.REQUESTER_IP_ADDR)
  const offered = wordOf(bytes, tags, TAG.RENDEZVOUS_IP_ADDR)
  if (verified === undefined) signs |= SIGN.notVerified
  else if (verified !== requester || (offered !== undefined && offered !== verified)) signs |= SIGN.otherAddress
  const port = (tags & bit(TAG.PORT)) === 0 ? 0 : u16(bytes, places[TAG.PORT]! + 4)
  if ((tags & ADDRESSES) === 0 || port === 0 || requester === 0 || offered === 0) signs |= SIGN.nowhere
  return signs
}

function wordOf(bytes: Uint8Array, tags: number, tag: number): number | undefined {
  return (tags & bit(tag)) === 0 ? undefined : u32(bytes, places[tag]! + 4)
}

function mirrorSigns(bytes: Uint8Array, tags: number): number {
  const address = bit(TAG.RENDEZVOUS_IP_ADDR) | bit(TAG.IP_ADDR_XOR)
  const port = bit(TAG.PORT) | bit(TAG.PORT_XOR)
  if ((tags & (address | port)) === 0) return 0
  // Both pairs are whole, or there is something to look at; Miranda has the mirror of the port under another tag.
  if ((tags & address) !== address || (tags & port) !== port || (tags & bit(TAG.INVITE_MIME_TYPE)) !== 0) {
    return SIGN.mirror
  }
  const [original, mirrored] = [places[TAG.RENDEZVOUS_IP_ADDR]! + 4, places[TAG.IP_ADDR_XOR]! + 4]
  if ((u32(bytes, original) ^ u32(bytes, mirrored)) !== -1) return SIGN.mirror
  return (u16(bytes, places[TAG.PORT]! + 4) ^ u16(bytes, places[TAG.PORT_XOR]! + 4)) === 0xffff ? 0 : SIGN.mirror
}
