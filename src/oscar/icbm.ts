/** ICBM bodies as those see them who follow conversations: only what they ask for is read, without making nodes. */
import { hex8 } from '../bytes/hex.ts'
import { NameCache } from '../bytes/name-cache.ts'
import { u16 } from '../bytes/read.ts'
import { countedTlvsEnd } from './find-tlv.ts'
import { readRendezvous, type Rendezvous } from './rendezvous/block.ts'

const REQUEST_HOST_ACK = 0x0003
const DATA = 0x0005
const RENDEZVOUS_CHANNEL = 2
const CHANNEL_SPECIFIC = 3
/** An ICQ server-relay reply stands where a NAK reason would; it begins with the length of its first part, 27. */
export const ICQ_REPLY = 0x1b00

const names = new NameCache()

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
  /** Bytes in the first of them. */
  readonly dataLength: number
  /** Of the first TLV 0x0005 of channel 2 that is long enough. */
  readonly rendezvous: Rendezvous | undefined
}

/** ICBM__CLIENT_ERR. */
export interface ClientError {
  readonly cookie: string
  readonly channel: number
  readonly screenName: string
  readonly code: number
  /** NAK reason of a refused rendezvous. */
  readonly reason: number | undefined
  /** Bytes behind the code, and the length of the first part that they state: 2 for a reason. */
  readonly detail: number
  readonly stated: number | undefined
}

/** View of the body `bytes[start, end)` of 0004/0006 (`toHost`) or 0004/0007; undefined when the message has no whole address. */
export function readIcbm(bytes: Uint8Array, start: number, end: number, toHost: boolean): Icbm | undefined {
  const nameAt = start + 10
  const nameEnd = nameAt + 1 + (bytes[nameAt] ?? 0)
  if (nameAt >= end || nameEnd > end) return undefined
  const channel = u16(bytes, start + 8)
  let at = nameEnd
  if (!toHost) {
    // The rest of the user info: warning level, number of TLVs, TLVs.
    if (end - at < 4) return undefined
    at = countedTlvsEnd(bytes, at + 2, end)
  }
  let requestAck = false
  let dataTlvs = 0
  let dataLength = 0
  let rendezvous: Rendezvous | undefined
  for (; end - at >= 4; at += 4 + u16(bytes, at + 2)) {
    const tag = u16(bytes, at)
    requestAck ||= tag === REQUEST_HOST_ACK
    if (tag !== DATA) continue
    const stated = at + 4 + u16(bytes, at + 2)
    const stop = Math.min(stated, end)
    if (dataTlvs++ === 0) dataLength = stop - at - 4
    if (channel === RENDEZVOUS_CHANNEL) rendezvous ??= readRendezvous(bytes, at + 4, stop, stated - stop)
  }
  const screenName = names.text(bytes, nameAt + 1, nameEnd)
  return { cookie: hex8(bytes, start), channel, screenName, toHost, requestAck, dataTlvs, dataLength, rendezvous }
}

/** View of the body `bytes[start, end)` of 0004/000b. */
export function readClientError(bytes: Uint8Array, start: number, end: number): ClientError | undefined {
  const nameAt = start + 10
  const nameEnd = nameAt + 1 + (bytes[nameAt] ?? 0)
  if (nameEnd + 2 > end) return undefined
  const code = u16(bytes, nameEnd)
  const channel = u16(bytes, start + 8)
  const detail = code === CHANNEL_SPECIFIC && channel === RENDEZVOUS_CHANNEL && nameEnd + 6 <= end
  const stated = nameEnd + 4 <= end ? u16(bytes, nameEnd + 2) : undefined
  const reason = detail && stated !== ICQ_REPLY ? u16(bytes, nameEnd + 4) : undefined
  return {
    cookie: hex8(bytes, start),
    channel,
    screenName: names.text(bytes, nameAt + 1, nameEnd),
    code,
    reason,
    detail: end - nameEnd - 2,
    stated,
  }
}
