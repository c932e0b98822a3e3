/** What tells which program somebody has, each clue for itself. */
import type { Node } from '../bytes/node.ts'
import { Cursor } from '../bytes/cursor.ts'
import { CAPABILITIES, capability, type Rendezvous } from '../oscar/index.ts'
import { CLIENT_TLVS } from '../oscar/signon.ts'
import { tlvs } from '../oscar/tlv.ts'
import type { OftFile } from '../peer/oft-file.ts'
import type { OftAct, OftHeader } from '../peer/oft-header.ts'
import { programsByTagOrder } from './tag-orders.ts'

export interface Clue {
  /** Programs that it fits. */
  readonly names: readonly string[]
  readonly version?: string | undefined
  /** What that is concluded from. */
  readonly evidence: string
}

/** What clients call themselves, and who that is. */
const IDENTITIES: readonly (readonly [start: RegExp, name: string])[] = [
  [/^Purple\b|Gaim|Pidgin|Finch|Adium/i, 'libpurple'],
  [/joscar|joustsim/i, 'joscar'],
  [/Kopete/i, 'Kopete'],
  [/Miranda/i, 'Miranda'],
  [/Trillian/i, 'Trillian'],
  [/digsby/i, 'Digsby'],
  [/qutim/i, 'qutIM'],
  [/QIP/, 'QIP'],
  [/iChat/i, 'iChat'],
  [/AOL Instant Messenger.*WIN32/i, 'Windows AIM'],
  [/AOL Instant Messenger.*(Mac|PPC)/i, 'AIM for Macintosh'],
  [/AOL Instant Messenger.*Java|TIC:TocClient/i, 'Java AIM'],
  [/AOL Instant Messenger|\bAIM\b/i, 'AIM'],
  [/ICQ/i, 'ICQ'],
]

const programOf = (text: string): string | undefined => IDENTITIES.find(([pattern]) => pattern.test(text))?.[1]

const NUMBERS = ['MAJOR_VERSION', 'MINOR_VERSION', 'POINT_VERSION', 'BUILD_NUM']
const readTlvs = tlvs(CLIENT_TLVS)

/** What a client calls itself in a login or a sign-on frame; read when somebody asks, as few do. */
export class Identity {
  private readonly bytes: Uint8Array
  private known: { readonly clue: Clue | undefined } | undefined

  /** `bytes`: the TLVs, kept. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get clue(): Clue | undefined {
    return (this.known ??= { clue: identityClue(this.bytes) }).clue
  }
}

function identityClue(bytes: Uint8Array): Clue | undefined {
  const nodes: Node[] = []
  readTlvs.readInto(new Cursor(bytes, 0, bytes.length, 'login'), nodes)
  const value = (name: string): Node['value'] => nodes.find((node) => node.name === name)?.value
  const identity = value('CLIENT_IDENTITY')
  if (typeof identity !== 'string' || identity === '') return undefined
  const numbers = NUMBERS.map(value).filter((number) => typeof number === 'number')
  const stated = /\d+(\.\d+)+/.exec(identity)?.[0]
  const version = stated ?? (numbers.length > 0 ? numbers.join('.') : undefined)
  return { names: [programOf(identity) ?? identity], version, evidence: `calls itself "${identity}"` }
}

const SIGNATURES = new Map(
  CAPABILITIES.filter(({ kind }) => kind === 'client-signature').map((signature) => [signature.uuid, signature]),
)

/** First bytes of the marks: what begins with another is none. */
const SIGNATURE_STARTS = new Set([...SIGNATURES.keys()].map((uuid) => parseInt(uuid.slice(0, 2), 16)))

/** Whether the 16 bytes at `at`, a capability, may be a mark. */
export function mayBeMark(bytes: Uint8Array, at: number): boolean {
  return SIGNATURE_STARTS.has(bytes[at]!)
}

/** From the UUIDs of a capability list. Behind a mark that is shorter than a UUID stands a version. */
export function capabilityClue(uuids: readonly string[]): Clue | undefined {
  for (const uuid of uuids) {
    const known = capability(uuid)
    const signature = known && SIGNATURES.get(known.uuid)
    if (signature === undefined) continue
    const bytes = uuid.replaceAll('-', '').slice((signature.matchBytes ?? 16) * 2)
    const numbers = (bytes.match(/../g) ?? []).map((byte) => parseInt(byte, 16))
    const version = numbers.join('.').replace(/(\.0)+$/, '')
    const name = programOf(signature.name) ?? signature.name.toLowerCase().replaceAll('_', ' ')
    return {
      names: [name],
      version: /[1-9]/.test(version) ? version : undefined,
      evidence: `capability ${signature.name}`,
    }
  }
  return undefined
}

/** From a first proposal. */
export function proposalClue(proposal: Pick<Rendezvous, 'places'>): Clue | undefined {
  const names = programsByTagOrder(proposal)
  return names && { names, evidence: "order of the proposal's tags" }
}

/** From the cookie that somebody chose. */
export function cookieClue(cookie: string): Clue | undefined {
  return /^(3[0-9]){7}00$/.test(cookie)
    ? { names: ['libpurple'], evidence: 'cookie of seven digits and a NUL' }
    : undefined
}

/** What a side of a file transfer shows by the way it fills its headers in. */
interface HeaderHabit {
  readonly names: readonly string[]
  readonly fits: (own: OftHeader, file: OftFile) => boolean
  readonly evidence: (own: OftHeader) => string
}

const MODERN = 'Cool FileXfer'
const NO_CHECKSUM = 0xffff0000
const UTF16 = 2
const NEGOTIATION = 0x20
const DONE = 0x01

const OF_PROMPT: readonly HeaderHabit[] = [
  {
    names: ['Windows AIM'],
    fits: ({ idstring }) => idstring.startsWith('OFT_Windows'),
    evidence: ({ idstring }) => `idstring "${idstring}"`,
  },
  {
    names: ['libpurple'],
    fits: ({ idstring, flags, listNameOffset, listSizeOffset }) =>
      idstring === MODERN && flags === 0 && listNameOffset === 0 && listSizeOffset === 0,
    evidence: ({ idstring }) => `idstring "${idstring}" with flags and list offsets 0`,
  },
  {
    names: ['Digsby'],
    // A file of zeros has this checksum.
    fits: ({ checksum }, file) => checksum === NO_CHECKSUM && (file.checksum ?? NO_CHECKSUM) !== NO_CHECKSUM,
    evidence: () => 'a prompt without checksum',
  },
  {
    names: ['qutIM'],
    fits: ({ encoding, filename }) => encoding === UTF16 && /^[ -~]+$/.test(filename),
    evidence: () => 'a plain file name in UTF-16',
  },
]

const OF_ACK: readonly HeaderHabit[] = [
  {
    names: ['joscar'],
    fits: ({ recvcsum, flags }, file) =>
      recvcsum === 0 && flags === 0 && file.seen('prompt')?.header.flags === NEGOTIATION,
    evidence: () => 'an ACK with flags and received checksum 0',
  },
]

const OF_DONE: readonly HeaderHabit[] = [
  {
    names: ['joscar'],
    fits: ({ flags, filesLeft }, file) => {
      const prompt = file.seen('prompt')?.header
      return prompt !== undefined && flags === (prompt.flags | DONE) && filesLeft === prompt.filesLeft - 1
    },
    evidence: () => 'a DONE that counts the files left down and sets flag 0x01',
  },
]

/** From the headers of a file, those of its sender or of its receiver. */
export function fileClue(file: OftFile, isSender: boolean): Clue | undefined {
  if (isSender) return habitOf(OF_PROMPT, file, 'prompt')
  return habitOf(OF_DONE, file, 'done') ?? habitOf(OF_ACK, file, 'ack')
}

function habitOf(habits: readonly HeaderHabit[], file: OftFile, act: OftAct): Clue | undefined {
  const own = file.seen(act)?.header
  const habit = own && habits.find(({ fits }) => fits(own, file))
  return habit && { names: habit.names, evidence: habit.evidence(own) }
}
