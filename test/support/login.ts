import { ascii, concat, string16, u16, u32, u8, utf8, type Bytes } from './bytes.ts'
import { tlv } from './oscar.ts'

// Bodies of the BUCP SNACs (foodgroup 0017), the MD5 login.

const screenName = (name: string) => tlv(0x0001, utf8(name))

/** 0017/0006: asks for the key. */
export const keyRequest = (name: string) => concat(screenName(name), tlv(0x004b), tlv(0x005a))

/** 0017/0007. */
export const keyReply = (key: string) => string16(key)

/** 0017/0002: the hash is 16 bytes. */
export function loginRequest({ name, hash }: { name: string; hash: Bytes }): Uint8Array {
  return concat(
    screenName(name),
    tlv(0x0025, hash),
    tlv(0x004c),
    tlv(0x0003, ascii('an OSCAR client')),
    tlv(0x0016, u16(0x0109)),
    tlv(0x0017, u16(5)),
    tlv(0x0018, u16(9)),
    tlv(0x0019, u16(0)),
    tlv(0x001a, u16(3036)),
    tlv(0x0014, u32(0xd2)),
    tlv(0x000f, ascii('en')),
    tlv(0x000e, ascii('us')),
    tlv(0x004a, u8(1)),
  )
}

/** 0017/0003 when the login succeeded: where to sign on next and with which cookie. */
export function loginReply({ name, host, cookie }: { name: string; host: string; cookie: Bytes }): Uint8Array {
  return concat(screenName(name), tlv(0x0005, ascii(host)), tlv(0x0006, cookie))
}

/** 0017/0003 when it failed: 1 unknown name, 5 wrong password. */
export function loginError({ name, code }: { name: string; code: number }): Uint8Array {
  return concat(screenName(name), tlv(0x0004, ascii('http://login.example/')), tlv(0x0008, u16(code)))
}

/** TLV of a sign-on frame that carries the cookie the login gave. */
export const signonCookie = (cookie: Bytes) => tlv(0x0006, cookie)
