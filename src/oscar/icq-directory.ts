/**
 * The member directory of ICQ 6 and later, inside the meta requests 0x0fa0 and 0x0fd2 and their answers: u16 little-endian
 * length, then, big-endian, a SNAC of the foodgroup 0x05b9 with a body of TLVs behind a few fields of its own. Only header and
 * TLVs are known.
 */
import { hex } from '../bytes/hex.ts'
import { framed, group, leaveRest } from './structures.ts'
import { looksLikeTlvs, tlvs, tlvTable } from './tlv.ts'
import { blob, opaque, string, u16, u32, uint, type Block, type Field } from './types.ts'

const DIRECTORY_TLVS = tlvTable('icq-directory', {
  0x0032: ['UIN', string],
  0x003c: ['PRIVACY_TOKEN', blob],
  0x0046: ['PRIVACY', uint],
  0x0050: ['VERIFIED_EMAIL', string],
  0x0055: ['PENDING_EMAIL', string],
  0x0064: ['FIRST_NAME', string],
  0x006e: ['LAST_NAME', string],
  0x0078: ['NICKNAME', string],
  0x0082: ['GENDER', uint],
  0x008c: ['EMAIL_ADDRESSES', opaque],
  0x0096: ['HOME_ADDRESS', opaque],
  0x00a0: ['ORIGIN_ADDRESS', opaque],
  0x00aa: ['LANGUAGE1', uint],
  0x00b4: ['LANGUAGE2', uint],
  0x00be: ['LANGUAGE3', uint],
  0x00c8: ['PHONE_NUMBERS', opaque],
  0x00fa: ['HOMEPAGE', string],
  0x010e: ['EDUCATION', opaque],
  0x0118: ['COMPANY_INFO', opaque],
  0x0122: ['INTERESTS', opaque],
  0x012c: ['MARITAL_STATUS', uint],
  0x017c: ['TIMEZONE', uint],
  0x0186: ['ABOUT_BIO', string],
  0x019a: ['AUTH_REQUIRED', uint],
  // A date as an OLE automation number of eight bytes.
  0x01a4: ['BIRTH_DATE', blob],
  0x01c2: ['CODE_PAGE', uint],
  0x01cc: ['METADATA_TIME', blob],
  0x01ea: ['ALLOW_SPAM', uint],
  0x01f9: ['PRIVACY_LEVEL', uint],
  0x0212: ['WEB_AWARE', uint],
  0x0226: ['STATUS_NOTE', string],
})

const readTlvs = tlvs(DIRECTORY_TLVS)

/** Fields in front of the TLVs are not documented: they end where TLVs begin that fill the rest. */
const entry: Block = {
  kind: 'directory entry',
  table: DIRECTORY_TLVS,
  readInto(cursor, out) {
    const { at, end } = cursor
    const start = tlvsStart(cursor.bytes, at, end)
    if (start === undefined) {
      leaveRest(cursor, out)
      return
    }
    if (start > at) out.push({ name: 'parameters', at, end: start, value: hex(cursor.take(start - at)) })
    readTlvs.readInto(cursor, out)
  },
}

/** More bytes than any such fields have been seen to take. */
const MAX_FIELDS = 40

function tlvsStart(bytes: Uint8Array, at: number, end: number): number | undefined {
  for (let start = at; start < end && start - at <= MAX_FIELDS; start++) {
    const tag = (bytes[start]! << 8) | (bytes[start + 1] ?? 0)
    if (DIRECTORY_TLVS.rows.has(tag) && looksLikeTlvs({ bytes, at: start, end })) return start
  }
  return undefined
}

const record = group(['foodgroup', u16], ['subgroup', u16], ['flags', u16], ['requestId', u32], entry)

export const directoryRecord: readonly Field[] = [['directory', framed('u16le', record)]]
