/**
 * Which program a user has, guessed from what it shows of itself. The surest comes first: what it calls itself when it signs on,
 * the mark among its capabilities, the order of the tags in its proposals (nobody else writes them so), the shape of its cookies.
 */
import type { Node } from '../bytes/node.ts'
import type { Conversation } from './conversation.ts'
import type { Role } from './message.ts'
import { CAPABILITIES, capability, TAG, type Rendezvous } from '../oscar/index.ts'

export interface Software {
  readonly name: string
  readonly version: string | undefined
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

const NUMBERS = ['MAJOR_VERSION', 'MINOR_VERSION', 'POINT_VERSION', 'BUILD_NUM']

/** From the TLVs of a login or a sign-on frame. */
export function softwareOfSignon(nodes: readonly Node[]): Software | undefined {
  const value = (name: string): Node['value'] => nodes.find((node) => node.name === name)?.value
  const identity = value('CLIENT_IDENTITY')
  if (typeof identity !== 'string' || identity === '') return undefined
  const name = IDENTITIES.find(([pattern]) => pattern.test(identity))?.[1] ?? identity
  const numbers = NUMBERS.map(value).filter((number) => typeof number === 'number')
  const stated = /\d+(\.\d+)+/.exec(identity)?.[0]
  const version = stated ?? (numbers.length > 0 ? numbers.join('.') : undefined)
  return { name, version, evidence: `calls itself "${identity}"` }
}

const SIGNATURES = new Map(
  CAPABILITIES.filter(({ kind }) => kind === 'client-signature').map((signature) => [signature.uuid, signature]),
)

/** From the UUIDs of a capability list. Behind a mark that is shorter than a UUID stands a version. */
export function softwareOfCapabilities(uuids: readonly string[]): Software | undefined {
  for (const uuid of uuids) {
    const known = capability(uuid)
    const signature = known && SIGNATURES.get(known.uuid)
    if (signature === undefined) continue
    const bytes = uuid.replaceAll('-', '').slice((signature.matchBytes ?? 16) * 2)
    const numbers = (bytes.match(/../g) ?? []).map((byte) => parseInt(byte, 16))
    const version = numbers.join('.').replace(/(\.0)+$/, '')
    const name = signature.name.toLowerCase().replaceAll('_', ' ')
    return { name, version: /[1-9]/.test(version) ? version : undefined, evidence: `capability ${signature.name}` }
  }
  return undefined
}

/** Orders of tags in first proposals of a file; the message and its charset may be left out. */
const ORDERS: readonly (readonly [tags: string, name: string])[] = [
  ['2 3 5 a f 2711', 'libpurple'],
  ['2 3 5 a f 10 16 17 2711', 'libpurple'],
  ['2 3 5 a f', 'libpurple'],
  ['a f 3 5 2711', 'joscar'],
  ['a f 2 5 10 2711', 'joscar'],
  ['a f 3 5 17 2711 2712', 'Kopete or Digsby'],
  ['a f 3 5 17 10 2 16 2711 2712', 'Kopete'],
  ['a 2 16 5 17 3 f 2711 2712', 'Miranda (AIM)'],
  ['a f 2 16 3 5 15 2711 2712 2713', 'Miranda (ICQ)'],
  ['a 2 16 3 5 17 2711 2722', 'qutIM'],
  ['a f 2 16 3 5 17 2711 2712', 'Windows AIM'],
]
const NAMES_OF_ORDERS = new Map(ORDERS)
const MESSAGE_TAGS: ReadonlySet<number> = new Set([
  TAG.INVITATION,
  TAG.INVITE_MIME_CHARSET,
  TAG.INVITE_MIME_LANG,
  // The server's.
  TAG.VERIFIED_IP_ADDR,
])

/** From a first proposal. */
export function softwareOfProposal({ places, cookie }: Pick<Rendezvous, 'places' | 'cookie'>): Software | undefined {
  const order = places
    .filter(({ tag }) => !MESSAGE_TAGS.has(tag))
    .map(({ tag }) => tag.toString(16))
    .join(' ')
  const name = NAMES_OF_ORDERS.get(order)
  const digits = /^(3[0-9]){7}00$/.test(cookie)
  if (name !== undefined)
    return {
      name,
      version: undefined,
      evidence: `order of the proposal's tags${digits ? ', cookie of seven digits' : ''}`,
    }
  return digits ? { name: 'libpurple', version: undefined, evidence: 'cookie of seven digits and a NUL' } : undefined
}

/**
 * The program of a person in a conversation: what its connection to the server called itself, unless its proposals are written
 * as another program writes them. Programs lie about their names, as servers want to see those of AOL's own.
 */
export function softwareOf(conversation: Conversation, role: Role): Software | undefined {
  const own = conversation.person(role).tracks.find(({ software }) => software !== undefined)?.software
  const proposal = conversation.proposals.find(({ from, kind }) => from === role && kind === 'propose')
  const block = proposal?.legs[0]?.rendezvous
  const written = block === undefined ? undefined : softwareOfProposal(block)
  if (own === undefined || written === undefined || own.name === written.name) return own ?? written
  return { ...written, evidence: `${written.evidence}; ${own.evidence}` }
}

/** `libpurple 2.10.9`. */
export function softwareText({ name, version }: Software): string {
  return version === undefined ? name : `${name} ${version}`
}
