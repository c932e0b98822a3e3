import { bytesOf, concat, EMPTY, padded, ascii, u16, u32, utf8, zeros, type Bytes } from './bytes.ts'

export const ODC_FLAGS = { autoResponse: 0x01, typed: 0x06, typing: 0x0a, erased: 0x02, confirm: 0x60 } as const

export interface OdcFields {
  cookie: Bytes
  flags?: number
  payload?: Bytes
  /** 0 ASCII, 2 UTF-16BE, 3 ISO-8859-1. */
  charset?: number
  /** The sender. */
  name?: string
  magic?: string
  type?: number
  subtype?: number
  /** What the header says it measures. */
  headerLength?: number
  /** What the header says the payload measures; default is the truth. */
  length?: number
}

/** An ODC2 frame of a direct IM. */
export function odc(fields: OdcFields): Uint8Array {
  const payload = bytesOf(fields.payload ?? EMPTY)
  return concat(
    ascii(fields.magic ?? 'ODC2'),
    u16(fields.headerLength ?? 76, fields.type ?? 1, fields.subtype ?? 6, 0),
    fields.cookie,
    zeros(8),
    u32(fields.length ?? payload.length),
    u16(fields.charset ?? 0, 0),
    u32(fields.flags ?? 0, 0),
    padded(utf8(fields.name ?? ''), 32),
    payload,
  )
}
