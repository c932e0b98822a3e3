/**
 * The tags of a rendezvous block. Those up to 0x001a are reserved: they mean the same for every service and must come first,
 * because the server stops reading at the first tag that is not reserved. From 0x2711 on the service decides.
 *
 * Decoder, filter fields, documentation and the generic rules (required, not allowed here, added by the server only, copy
 * that does not match) are derived from this table.
 */
import { list } from '../structures.ts'
import { tlvTable } from '../tlv.ts'
import { empty, enum16, ipv4, string, string08, u16, type TlvTable, type Type } from '../types.ts'
import { CANCEL_REASONS, type RendezvousTypeName } from './reasons.ts'

export interface RendezvousTag {
  readonly tag: number
  readonly name: string
  readonly type: Type
  /** Messages that must have it. */
  readonly required?: readonly RendezvousTypeName[]
  /** The only messages that may have it; any may unless given. */
  readonly only?: readonly RendezvousTypeName[]
  /** A client must not send it. */
  readonly addedBy?: 'server'
  /** Tag that holds the same number with all bits inverted. */
  readonly mirrors?: 'RENDEZVOUS_IP_ADDR' | 'PORT'
  /** What it is for, in a few words. */
  readonly about: string
}

type Row = Omit<RendezvousTag, 'name'>

const ROWS = {
  RENDEZVOUS_CHANNEL: { tag: 0x0001, type: u16, about: 'ICBM channel to meet on' },
  RENDEZVOUS_IP_ADDR: { tag: 0x0002, type: ipv4, about: 'address to connect to; with USE_ARS that of the proxy' },
  REQUESTER_IP_ADDR: { tag: 0x0003, type: ipv4, about: 'address the proposer believes to have' },
  VERIFIED_IP_ADDR: {
    tag: 0x0004,
    type: ipv4,
    addedBy: 'server',
    about: 'address of the proposer as the server sees it',
  },
  PORT: { tag: 0x0005, type: u16, about: 'TCP port to connect to; with USE_ARS the token of the proxy' },
  DOWNLOAD_URL: { tag: 0x0006, type: string, about: 'where to get software for the service' },
  DOWNLOAD_URL2: { tag: 0x0007, type: string, about: 'add-in link of Windows AIM' },
  VERIFIED_DOWNLOAD_URL: { tag: 0x0008, type: string, addedBy: 'server', about: 'DOWNLOAD_URL as the server knows it' },
  SEQUENCE_NUM: {
    tag: 0x000a,
    type: u16,
    required: ['PROPOSE'],
    only: ['PROPOSE'],
    about: 'number of the proposal: 1, then one more with each proposal of the cookie, whoever sends it',
  },
  CANCEL_REASON: {
    tag: 0x000b,
    type: enum16(CANCEL_REASONS),
    required: ['CANCEL'],
    only: ['CANCEL'],
    about: 'why it is cancelled',
  },
  INVITATION: { tag: 0x000c, type: string, about: 'text for the other user' },
  INVITE_MIME_CHARSET: { tag: 0x000d, type: string, about: 'charset of INVITATION' },
  INVITE_MIME_LANG: { tag: 0x000e, type: string, about: 'language of INVITATION' },
  REQUEST_HOST_CHECK: { tag: 0x000f, type: empty, about: 'server shall check that the recipient has the capability' },
  USE_ARS: { tag: 0x0010, type: empty, about: 'meet at the rendezvous proxy' },
  REQUEST_SECURE: { tag: 0x0011, type: empty, about: 'TLS wanted' },
  MAX_PROTOCOL_VERSION: { tag: 0x0012, type: u16, about: 'highest version of the service' },
  MIN_PROTOCOL_VERSION: { tag: 0x0013, type: u16, about: 'lowest version of the service' },
  COUNTER_REASON: { tag: 0x0014, type: u16, about: 'why a counter proposal is made; Miranda always says 10' },
  INVITE_MIME_TYPE: { tag: 0x0015, type: string, about: 'content type of INVITATION' },
  IP_ADDR_XOR: {
    tag: 0x0016,
    type: ipv4,
    mirrors: 'RENDEZVOUS_IP_ADDR',
    about: 'RENDEZVOUS_IP_ADDR inverted, so that a NAT that rewrites it is noticed',
  },
  PORT_XOR: {
    tag: 0x0017,
    type: u16,
    mirrors: 'PORT',
    about: 'PORT inverted, so that a NAT that rewrites it is noticed',
  },
  ADDR_LIST: { tag: 0x0018, type: list(string08), about: 'further "IP port" pairs to try' },
  SESSION_ID: { tag: 0x0019, type: string, about: 'name of the session' },
  ROLLOVER_ID: { tag: 0x001a, type: string, about: 'name of the session that this one continues' },
} as const satisfies Readonly<Record<string, Row>>

export type RendezvousTagName = keyof typeof ROWS

export const RENDEZVOUS_TAGS: ReadonlyMap<number, RendezvousTag> = new Map(
  Object.entries<Row>(ROWS).map(([name, row]) => [row.tag, { name, ...row }]),
)

/** Tags up to this one are reserved. */
export const LAST_RESERVED_TAG = 0x001a

/** First tag a service gives a meaning of its own. */
export const SERVICE_DATA = 0x2711

export const RESERVED_TLVS: TlvTable = tlvTable(
  'icbm-ch2-rendezvous',
  Object.fromEntries([...RENDEZVOUS_TAGS.values()].map(({ tag, name, type }) => [tag, [name, type] as const])),
)

/** Number of a tag: `TAG.PORT`. */
export const TAG = {
  ...(Object.fromEntries(Object.entries<Row>(ROWS).map(([name, { tag }]) => [name, tag])) as {
    readonly [Name in RendezvousTagName]: (typeof ROWS)[Name]['tag']
  }),
  SERVICE_DATA,
  SERVICE_DATA_CHARSET: 0x2712,
  TOTAL_SIZE_64: 0x2713,
} as const
