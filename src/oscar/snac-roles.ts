/** What each SNAC is to whoever follows a connection, from the tables of the foodgroups, in a form that costs one look-up a frame. */
import type { Subgroup } from './foodgroup.ts'
import { FOODGROUPS } from './foodgroups/index.ts'
import { hasTlvs } from './tlv-shape.ts'

export const ROLE = {
  /** It says something about the state of its connection, or is rare. */
  telling: 1,
  /** A client sends it, and some other SNAC answers it. */
  request: 2,
  /** A server's answer to one of those. */
  reply: 4,
  error: 8,
  /** In the tables. */
  known: 16,
  /** Only one of the two sends it. */
  ofClient: 32,
  ofServer: 64,
  /** A client's answer, which has the id of what the server asked. */
  answer: 128,
  /** CLIENT_ONLINE. */
  online: 256,
  /** Of these somebody takes note, telling or not. */
  noted: 2 | 4 | 256,
  /** Somebody reads what is in it. */
  read: 512,
  /** An answer that servers also send unasked. */
  unasked: 1024,
  /** The TLVs in it are looked at. */
  shaped: 2048,
} as const

/**
 * What connections consist of: the questions of a sign-on and their answers (these are found in the tables), and who is
 * there, what they say, their profiles, away messages and idleness. None of these changes what may follow it. Messages,
 * acknowledgments and typing are here too; which of them are read is a matter of their channel.
 */
const COMMON: Readonly<Record<number, readonly number[]>> = {
  0x0001: [0x0002, 0x0008, 0x0011, 0x0016, 0x001e],
  0x0002: [0x0004, 0x0005, 0x0006, 0x0015],
  0x0003: [0x0004, 0x0005, 0x000b, 0x000c],
  0x0004: [0x0002, 0x0006, 0x0007, 0x000c, 0x0014],
  0x000e: [0x0005, 0x0006],
  0x0013: [0x0007],
}

/** Those of them that come all the time: looking at the TLVs of each would be felt. */
const CONSTANT: Readonly<Record<number, readonly number[]>> = {
  0x0001: [0x0011, 0x0016],
  0x0002: [0x0005, 0x0006, 0x0015],
  0x0003: [0x0004, 0x0005, 0x000b, 0x000c],
  0x0004: [0x0006, 0x0007, 0x000c, 0x0014],
  0x000e: [0x0005, 0x0006],
}

/** Questions that are asked without end, and messages, which are answered only if they ask for it: answers are not looked for. */
const UNPAIRED: Readonly<Record<number, readonly number[]>> = { 0x0002: [0x0005, 0x0006], 0x0004: [0x0006, 0x000c] }

/** Changes of the own info come with any id: that of whatever brought them about. */
const UNASKED: Readonly<Record<number, readonly number[]>> = { 0x0001: [0x000f] }

/** Logins, what leads to other connections, and how fast a client may speak have to be read. */
const READ: Readonly<Record<number, readonly number[]>> = {
  0x0001: [0x0004, 0x0005, 0x0007, 0x000f],
  0x0017: [0x0002, 0x0003, 0x0006],
}

/** Foodgroups and subgroups below this are in the table of roles; the few above are looked up one by one. */
const WIDTH = 64
const ROLES = new Uint16Array(WIDTH * WIDTH).fill(ROLE.telling)
/** The first of the requests that a SNAC answers, which is the only one of most. */
const FIRST_REQUEST = new Uint8Array(WIDTH * WIDTH)
const ANSWERED = new Set<number>()

for (const { foodgroup, subgroups } of FOODGROUPS.values()) {
  for (const { repliesTo, from } of subgroups.values()) {
    if (from !== 'client') for (const request of repliesTo) ANSWERED.add(key(foodgroup, request))
  }
}
for (const { foodgroup, subgroups } of FOODGROUPS.values()) {
  for (const row of subgroups.values()) {
    if (foodgroup >= WIDTH || row.subgroup >= WIDTH) continue
    ROLES[foodgroup * WIDTH + row.subgroup] = rolesOf(foodgroup, row)
    FIRST_REQUEST[foodgroup * WIDTH + row.subgroup] = row.repliesTo[0] ?? 0
  }
}

/** Bits of `ROLE`. */
export function roleOf(foodgroup: number, subgroup: number): number {
  if (foodgroup < WIDTH && subgroup < WIDTH) return ROLES[foodgroup * WIDTH + subgroup]!
  const row = FOODGROUPS.get(foodgroup)?.subgroups.get(subgroup)
  return row === undefined ? ROLE.telling : rolesOf(foodgroup, row)
}

/** Whether a SNAC answers such a request. */
export function answers(foodgroup: number, reply: number, request: number): boolean {
  if (foodgroup < WIDTH && reply < WIDTH && FIRST_REQUEST[foodgroup * WIDTH + reply] === request) return true
  return FOODGROUPS.get(foodgroup)?.subgroups.get(reply)?.repliesTo.includes(request) === true
}

const ICQ = 0x0015
const DB_QUERY = 0x0002
/** Type of an ICQ request, behind its TLV's header, length and number; the only one that nobody answers. */
const ICQ_TYPE = 10
const DELETE_OFFLINE = 0x3e

/** Whether this request, whose body begins at `body`, is one to be answered: ICQ's are not all alike. */
export function wantsAnswer(
  foodgroup: number,
  subgroup: number,
  bytes: Uint8Array,
  body: number,
  end: number,
): boolean {
  if (foodgroup !== ICQ || subgroup !== DB_QUERY || body + ICQ_TYPE + 2 > end) return true
  return bytes[body + ICQ_TYPE] !== DELETE_OFFLINE || bytes[body + ICQ_TYPE + 1] !== 0
}

/** Whether everything that a client sends in a foodgroup is known afterwards: then an error that answers nothing can be told. */
export function isFollowed(foodgroup: number): boolean {
  return COMMON[foodgroup] === undefined && foodgroup < WIDTH && FOODGROUPS.has(foodgroup)
}

function isPaired(foodgroup: number, subgroup: number): boolean {
  return ANSWERED.has(key(foodgroup, subgroup)) && UNPAIRED[foodgroup]?.includes(subgroup) !== true
}

function rolesOf(foodgroup: number, { subgroup, repliesTo, error, from, body }: Subgroup): number {
  const asks = isPaired(foodgroup, subgroup)
  const replies =
    repliesTo.length > 0 && from !== 'client' && error !== true && UNPAIRED[foodgroup]?.includes(subgroup) !== true
  const common = COMMON[foodgroup]?.includes(subgroup) === true || asks || replies
  const read = READ[foodgroup]?.includes(subgroup) === true
  return (
    (common || read ? 0 : ROLE.telling) |
    (read ? ROLE.read : 0) |
    (CONSTANT[foodgroup]?.includes(subgroup) !== true && hasTlvs(body ?? []) ? ROLE.shaped : 0) |
    (UNASKED[foodgroup]?.includes(subgroup) === true ? ROLE.unasked : 0) |
    (asks ? ROLE.request : 0) |
    (replies ? ROLE.reply : 0) |
    (error === true ? ROLE.error : 0) |
    (repliesTo.length > 0 && from === 'client' ? ROLE.answer : 0) |
    (foodgroup === 0x0001 && subgroup === 0x0002 ? ROLE.online : 0) |
    (from === 'client' ? ROLE.ofClient : from === 'server' ? ROLE.ofServer : 0) |
    ROLE.known
  )
}

function key(foodgroup: number, subgroup: number): number {
  return foodgroup * 0x10000 + subgroup
}
