import { bytesOf, concat, EMPTY, string08, u16, u32, u8, utf16be, utf8, type Bytes } from './bytes.ts'

export const CHANNEL = { signon: 1, data: 2, error: 3, signoff: 4, keepAlive: 5 } as const

/** A FLAP frame. `length` is what the header says when that is not the truth. */
export function flap(channel: number, sequence: number, payload: Bytes = EMPTY, length?: number): Uint8Array {
  const body = bytesOf(payload)
  return concat(u8(0x2a, channel), u16(sequence, length ?? body.length), body)
}

/** Payload of a sign-on frame: version 1 and TLVs. */
export function signon(tlvs: readonly Uint8Array[] = [], version = 1): Uint8Array {
  return concat(u32(version), ...tlvs)
}

/** Payload of a data frame. With flag 0x8000 the body starts with a `prefix`. */
export function snac(
  foodgroup: number,
  subgroup: number,
  requestId: number,
  body: Bytes = EMPTY,
  flags = 0,
): Uint8Array {
  return concat(u16(foodgroup, subgroup, flags), u32(requestId), body)
}

/** What SNAC flag 0x8000 announces: a byte length and TLVs; usually the version of the foodgroup. */
export function prefix(tlvs: readonly Uint8Array[]): Uint8Array {
  const block = concat(...tlvs)
  return concat(u16(block.length), block)
}

export const versionPrefix = (version: number) => prefix([tlv(0x0001, u16(version))])

/** A TLV. `length` is what the header says when that is not the truth. */
export function tlv(tag: number, value: Bytes = EMPTY, length?: number): Uint8Array {
  const bytes = bytesOf(value)
  return concat(u16(tag, length ?? bytes.length), bytes)
}

/** A user-info block. `count` is the number of TLVs it claims when that is not the truth. */
export function userInfo(
  name: string,
  tlvs: readonly Uint8Array[] = [tlv(0x0001, u16(0x0010)), tlv(0x000f, u32(60))],
  { warning = 0, count = tlvs.length }: { warning?: number; count?: number } = {},
): Uint8Array {
  return concat(string08(name), u16(warning, count), ...tlvs)
}

// Below: bodies of SNACs.

/** 0001/0003. */
export const hostOnline = (...foodgroups: readonly number[]) => u16(...foodgroups)

/** 0001/0002: foodgroup, version, tool id and tool version of each. */
export function clientOnline(...foodgroups: readonly number[]): Uint8Array {
  return concat(...foodgroups.map((foodgroup) => u16(foodgroup, 1, 0x0110, 0x0629)))
}

/** 0001/000f: the own user info, from which the name of a connection's owner is learnt. */
export const ownInfo = userInfo

/** Subgroup 0001 of any foodgroup. */
export function snacError(code: number, subcode?: number): Uint8Array {
  return concat(u16(code), subcode === undefined ? EMPTY : tlv(0x0008, u16(subcode)))
}

export interface IcbmHead {
  cookie: Bytes
  channel: number
}

/** 0004/0006. */
export function icbmToHost(icbm: IcbmHead & { to: string; tlvs: readonly Uint8Array[] }): Uint8Array {
  return concat(icbm.cookie, u16(icbm.channel), string08(icbm.to), ...icbm.tlvs)
}

/** 0004/0007. `from` is a screen name or a whole user-info block. */
export function icbmToClient(icbm: IcbmHead & { from: string | Uint8Array; tlvs: readonly Uint8Array[] }): Uint8Array {
  const sender = typeof icbm.from === 'string' ? userInfo(icbm.from) : icbm.from
  return concat(icbm.cookie, u16(icbm.channel), sender, ...icbm.tlvs)
}

/** 0004/000c: the host has passed the message on to `name`. */
export function hostAck(icbm: IcbmHead & { name: string }): Uint8Array {
  return concat(icbm.cookie, u16(icbm.channel), string08(icbm.name))
}

/** 0004/000b. Code 3 (channel specific) carries a 2-byte length and, on channel 2, the reason; null leaves both out. */
export function clientError(icbm: IcbmHead & { name: string; code?: number; reason?: number | null }): Uint8Array {
  const { code = 3, reason = 1 } = icbm
  const detail = code === 3 && reason !== null ? u16(2, reason) : EMPTY
  return concat(icbm.cookie, u16(icbm.channel), string08(icbm.name), u16(code), detail)
}

/** 0004/0014: typing. Events: 0 nothing typed, 1 typed, 2 typing, 15 window closed. */
export function clientEvent(icbm: IcbmHead & { name: string; event: number }): Uint8Array {
  return concat(icbm.cookie, u16(icbm.channel), string08(icbm.name), u16(icbm.event))
}

/** TLV 0x0002 of a channel 1 message: features and one text. Charset 0 is written in UTF-8, 2 in UTF-16BE. */
export function imText(text: string, charset = 0): Uint8Array {
  const value = concat(u16(charset, 0), charset === 2 ? utf16be(text) : utf8(text))
  return tlv(0x0002, concat('0501 0001 01', '0101', u16(value.length), value))
}

/** TLV 0x0003 of a message: the host shall acknowledge it. */
export const requestHostAck = () => tlv(0x0003)
