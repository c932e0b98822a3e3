import { ipv4 } from './address.ts'
import { ascii, concat, hex, u16, u32, u64, u8, utf8, type Bytes } from './bytes.ts'
import { tlv } from './oscar.ts'

const short = (digits: string) => hex(`0946${digits} 4c7f 11d1 8222 444553540000`)

/** The 16-byte UUIDs of rendezvous services. */
export const SERVICES = {
  talk: short('1341'),
  sendFile: short('1343'),
  icqDirect: short('1344'),
  directIm: short('1345'),
  buddyIcon: short('1346'),
  addIn: short('1347'),
  getFile: short('1348'),
  serverRelay: short('1349'),
  games: short('134a'),
  sendBuddyList: short('134b'),
  video: short('0100'),
  liveVideo: short('0101'),
  chat: hex('748f2420 6287 11d1 8222 444553540000'),
} as const

/** A name in SERVICES, or 16 bytes. */
export type Service = keyof typeof SERVICES | Uint8Array

export const serviceUuid = (service: Service) => (typeof service === 'string' ? SERVICES[service] : service)

export interface Block {
  cookie: Bytes
  service?: Service
  tags?: readonly Uint8Array[]
}

/** Value of ICBM TLV 0x0005. Types: 0 propose, 1 cancel, 2 accept. */
export function rendezvousBlock(type: number, { cookie, service = 'sendFile', tags = [] }: Block): Uint8Array {
  return concat(u16(type), cookie, serviceUuid(service), ...tags)
}

export const proposeBlock = (block: Block) => rendezvousBlock(0, block)
export const acceptBlock = (block: Block) => rendezvousBlock(2, block)
/** Give `tags: [cancelReason(1)]`; without it the block lacks the tag that the protocol requires. */
export const cancelBlock = (block: Block) => rendezvousBlock(1, block)

const word = (tag: number) => (value: number) => tlv(tag, u16(value))
const address = (tag: number) => (ip: string) => tlv(tag, ipv4(ip))
const text = (tag: number) => (value: string) => tlv(tag, utf8(value))
const flag = (tag: number) => () => tlv(tag)

export const rendezvousChannel = word(0x0001)
export const rendezvousIp = address(0x0002)
export const requesterIp = address(0x0003)
export const verifiedIp = address(0x0004)
export const port = word(0x0005)
export const downloadUrl = text(0x0006)
export const downloadUrl2 = text(0x0007)
export const verifiedDownloadUrl = text(0x0008)
export const sequenceNum = word(0x000a)
export const cancelReason = word(0x000b)
export const invitation = text(0x000c)
export const inviteCharset = text(0x000d)
export const inviteLanguage = text(0x000e)
export const requestHostCheck = flag(0x000f)
export const useArs = flag(0x0010)
export const requestSecure = flag(0x0011)
export const maxProtocolVersion = word(0x0012)
export const minProtocolVersion = word(0x0013)
export const counterReason = word(0x0014)
export const inviteMimeType = text(0x0015)
/** The mirror of `rendezvousIp(ip)`. */
export const ipXor = (ip: string) =>
  tlv(
    0x0016,
    ipv4(ip).map((byte) => byte ^ 0xff),
  )
/** The mirror of `port(number)`. */
export const portXor = (number: number) => tlv(0x0017, u16(number ^ 0xffff))
export const addressList = (...entries: readonly string[]) =>
  tlv(0x0018, concat(...entries.map((entry) => concat(u8(entry.length), ascii(entry)))))
export const sessionId = text(0x0019)
export const rolloverId = text(0x001a)
/** Charset of the name in `serviceData`. */
export const charset = text(0x2712)
/** Total size in 64 bits. */
export const totalSize = (size: number) => tlv(0x2713, u64(size))

export interface FileOffer {
  files?: number
  /** Bytes of all files. */
  size: number
  name: string | Uint8Array
  /** 1 one file, 2 several or a folder. */
  kind?: number
}

/** Tag 0x2711 of a send-file proposal. */
export function serviceData({ files = 1, size, name, kind = files > 1 ? 2 : 1 }: FileOffer): Uint8Array {
  const label = typeof name === 'string' ? utf8(name) : name
  return tlv(0x2711, concat(u16(kind, files), u32(size), label, u8(0)))
}

/** Where the proposer listens, in the order of Windows AIM: 2, 16, 3, 5, 17. A null port leaves its two tags out. */
export function listenerTags(ip: string, portNumber: number | null, requester: string | null = ip): Uint8Array[] {
  return [
    rendezvousIp(ip),
    ipXor(ip),
    ...(requester === null ? [] : [requesterIp(requester)]),
    ...(portNumber === null ? [] : [port(portNumber), portXor(portNumber)]),
  ]
}
