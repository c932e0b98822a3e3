/** Views of decoded ICBM bodies, for those who follow conversations. */
import { Cursor } from '../bytes/cursor.ts'
import { find, type Node } from '../bytes/node.ts'
import { ICBM } from './foodgroups/icbm.ts'
import { rendezvousView, type Rendezvous } from './rendezvous/block.ts'
import type { Snac } from './snac.ts'

const TOHOST = 0x0006
const TOCLIENT = 0x0007
const CLIENT_ERR = 0x000b
const RENDEZVOUS_CHANNEL = 2
const DATA = 0x0005

/** ICBM__CHANNEL_MSG_TOHOST or ICBM__CHANNEL_MSG_TOCLIENT. */
export interface Icbm {
  /** 16 hex digits. */
  readonly cookie: string
  readonly channel: number
  /** As formatted on the wire: receiver of a message to the host, sender of one to the client. */
  readonly screenName: string
  readonly toHost: boolean
  /** TLV 0x0003 is there: the host shall acknowledge. */
  readonly requestAck: boolean
  /** How many TLVs 0x0005 there are; channel 2 should have one. */
  readonly dataTlvs: number
  /** Of the first TLV 0x0005 of channel 2 that is long enough. */
  readonly rendezvous?: Rendezvous
  /** The decoded body; `problems(node)` lists what is wrong with it. */
  readonly node: Node
}

/** ICBM__CLIENT_ERR. */
export interface ClientError {
  readonly cookie: string
  readonly channel: number
  readonly screenName: string
  readonly code: number
  /** NAK reason of a refused rendezvous. */
  readonly reason?: number
  readonly node: Node
}

function decodeBody(subgroup: number, bytes: Uint8Array, start: number, end: number): Node {
  const row = ICBM.subgroups.get(subgroup)!
  const children: Node[] = []
  row.read(new Cursor(bytes, start, end, 'SNAC'), children)
  return { name: row.name, at: start, end, children }
}

/** View of the body `bytes[start, end)` of 0004/0006 (`toHost`) or 0004/0007; undefined when the message has no whole address. */
export function readIcbm(bytes: Uint8Array, start: number, end: number, toHost: boolean): Icbm | undefined {
  return view(decodeBody(toHost ? TOHOST : TOCLIENT, bytes, start, end), toHost)
}

/** The same of a SNAC that is decoded already; undefined for any other SNAC. */
export function icbmOf(snac: Snac): Icbm | undefined {
  if (snac.foodgroup !== ICBM.foodgroup) return undefined
  if (snac.subgroup !== TOHOST && snac.subgroup !== TOCLIENT) return undefined
  return view(snac.node, snac.subgroup === TOHOST)
}

function view(node: Node, toHost: boolean): Icbm | undefined {
  const cookie = find(node, 'cookie')?.value
  const channel = find(node, 'channel')?.value
  const name = toHost ? find(node, 'screenName') : find(node, 'userInfo', 'screenName')
  if (typeof cookie !== 'string' || typeof channel !== 'number' || typeof name?.value !== 'string') return undefined
  const data = (node.children ?? []).filter(({ tag }) => tag === DATA)
  const rendezvous = channel === RENDEZVOUS_CHANNEL ? data.map(rendezvousView).find((block) => block) : undefined
  return {
    cookie,
    channel,
    screenName: name.value,
    toHost,
    requestAck: find(node, 'REQUEST_HOST_ACK') !== undefined,
    dataTlvs: data.length,
    ...(rendezvous && { rendezvous }),
    node,
  }
}

/** View of the body `bytes[start, end)` of 0004/000b. */
export function readClientError(bytes: Uint8Array, start: number, end: number): ClientError | undefined {
  return errorView(decodeBody(CLIENT_ERR, bytes, start, end))
}

/** The same of a SNAC that is decoded already; undefined for any other SNAC. */
export function clientErrorOf(snac: Snac): ClientError | undefined {
  return snac.foodgroup === ICBM.foodgroup && snac.subgroup === CLIENT_ERR ? errorView(snac.node) : undefined
}

function errorView(node: Node): ClientError | undefined {
  const [cookie, channel, name, code, reason] = ['cookie', 'channel', 'screenName', 'code', 'reason'].map(
    (field) => find(node, field)?.value,
  )
  if (
    typeof cookie !== 'string' ||
    typeof channel !== 'number' ||
    typeof name !== 'string' ||
    typeof code !== 'number'
  ) {
    return undefined
  }
  return { cookie, channel, screenName: name, code, ...(typeof reason === 'number' && { reason }), node }
}
