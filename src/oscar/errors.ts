/** The error SNAC, subgroup 0x0001 of every foodgroup: u16 code, then TLVs. And the codes of logins. */
import { tlvTable, tlvs } from './tlv.ts'
import { blob, enum16, enumAny, string, uint, type Field, type Names, type Type } from './types.ts'
import { uuid } from './uuid.ts'

export const SNAC_ERRORS = {
  0x01: 'INVALID_SNAC',
  0x02: 'RATE_TO_HOST',
  0x03: 'RATE_TO_CLIENT',
  0x04: 'NOT_LOGGED_ON',
  0x05: 'SERVICE_UNAVAILABLE',
  0x06: 'SERVICE_NOT_DEFINED',
  0x07: 'OBSOLETE_SNAC',
  0x08: 'NOT_SUPPORTED_BY_HOST',
  0x09: 'NOT_SUPPORTED_BY_CLIENT',
  0x0a: 'REFUSED_BY_CLIENT',
  0x0b: 'REPLY_TOO_BIG',
  0x0c: 'RESPONSES_LOST',
  0x0d: 'REQUEST_DENIED',
  0x0e: 'BUSTED_SNAC_PAYLOAD',
  0x0f: 'INSUFFICIENT_RIGHTS',
  0x10: 'IN_LOCAL_PERMIT_DENY',
  0x11: 'TOO_EVIL_SENDER',
  0x12: 'TOO_EVIL_RECEIVER',
  0x13: 'USER_TEMP_UNAVAIL',
  0x14: 'NO_MATCH',
  0x15: 'LIST_OVERFLOW',
  0x16: 'REQUEST_AMBIGUOUS',
  0x17: 'QUEUE_FULL',
  0x18: 'NOT_WHILE_ON_AOL',
  0x19: 'QUERY_FAIL',
  0x1a: 'TIMEOUT',
  0x1b: 'ERROR_TEXT',
  0x1c: 'GENERAL_FAILURE',
  0x1d: 'PROGRESS',
  0x1e: 'IN_FREE_AREA',
  0x1f: 'RESTRICTED_BY_PC',
  0x20: 'REMOTE_RESTRICTED_BY_PC',
} as const satisfies Names

/** TLV 0x0008 of an error of the ICBM foodgroup. The names are this project's own; sources give sentences. */
export const ICBM_SUBCODES = {
  0x01: 'RECEIVER_IM_OFF',
  0x02: 'PARENTAL_CONTROLS',
  0x03: 'SMS_TERMS_NOT_ACCEPTED',
  0x04: 'SMS_WITHOUT_CHARACTER_COUNTER',
  0x05: 'SMS_COUNTRY_NOT_ALLOWED',
  0x08: 'SMS_COUNTRY_UNKNOWN',
  0x09: 'BOT_MAY_NOT_START',
  0x0a: 'BOT_MAY_NOT_MESSAGE_USER',
  0x0b: 'BOT_USAGE_LIMIT',
  0x0c: 'DAILY_LIMIT',
  0x0d: 'MONTHLY_LIMIT',
  0x0e: 'OFFLINE_MESSAGES_NOT_ACCEPTED',
  0x0f: 'OFFLINE_STORE_FULL',
} as const satisfies Names

/** TLV 0x0008 of a login answer and of a sign-off frame. 0x23 and up are known from Miranda only. */
export const LOGIN_ERRORS = {
  0x01: 'INVALID_NAME_OR_PASSWORD',
  0x02: 'SERVICE_TEMPORARILY_UNAVAILABLE',
  0x03: 'OTHER_ERROR',
  0x04: 'WRONG_NAME_OR_PASSWORD',
  0x05: 'NAME_AND_PASSWORD_MISMATCH',
  0x06: 'BAD_INPUT',
  0x07: 'INVALID_ACCOUNT',
  0x08: 'DELETED_ACCOUNT',
  0x09: 'EXPIRED_ACCOUNT',
  0x0a: 'NO_DATABASE_ACCESS',
  0x0b: 'NO_RESOLVER_ACCESS',
  0x0c: 'BAD_DATABASE_FIELDS',
  0x0d: 'BAD_DATABASE_STATUS',
  0x0e: 'BAD_RESOLVER_STATUS',
  0x0f: 'INTERNAL_ERROR',
  0x10: 'SERVICE_TEMPORARILY_OFFLINE',
  0x11: 'SUSPENDED_ACCOUNT',
  0x12: 'DATABASE_SEND_ERROR',
  0x13: 'DATABASE_LINK_ERROR',
  0x14: 'RESERVATION_MAP_ERROR',
  0x15: 'RESERVATION_LINK_ERROR',
  0x16: 'TOO_MANY_FROM_ADDRESS',
  0x17: 'TOO_MANY_FROM_ADDRESS_RESERVATION',
  0x18: 'CONNECTING_TOO_OFTEN',
  0x19: 'TOO_EVIL',
  0x1a: 'RESERVATION_TIMEOUT',
  0x1b: 'UPGRADE_REQUIRED',
  0x1c: 'UPGRADE_RECOMMENDED',
  0x1d: 'ADDRESS_CONNECTING_TOO_OFTEN',
  0x1e: 'CANNOT_REGISTER_ON_ICQ',
  0x1f: 'TOKEN_SERVER_TIMEOUT',
  0x20: 'WRONG_SECURID',
  0x21: 'MC_ERROR',
  0x22: 'SUSPENDED_FOR_AGE',
  0x23: 'NEEDS_REVALIDATION',
  0x24: 'LINK_RULE_REJECTED',
  0x25: 'MISSING_DATA_OR_BAD_SNAC',
  0x26: 'LINK_BROKEN',
  0x27: 'INVALID_CLIENT_ADDRESS',
  0x28: 'PARTNER_REJECTED',
  0x29: 'SECURID_MISSING',
  0x2a: 'BLOCKED_ACCOUNT',
} as const satisfies Names

const snacErrorTable = (subcode: Type, requestData: Type = blob) =>
  tlvTable('snac-error', {
    0x0004: ['FAIL_URL', string],
    0x0008: ['ERROR_SUBCODE', subcode],
    0x001b: ['ERROR_TEXT', string],
    0x0021: ['ICQ_REQUEST_DATA', requestData],
    0x0029: ['ERROR_INFO_CLSID', uuid],
    0x002a: ['ERROR_INFO_DATA', blob],
  })

export const SNAC_ERROR_TLVS = snacErrorTable(uint)

/** Body of an error SNAC; `subcodes` names the values of TLV 0x0008 in the foodgroup, `requestData` reads its TLV 0x0021. */
export function errorBody(subcodes?: Names, requestData?: Type): readonly Field[] {
  const table =
    subcodes || requestData ? snacErrorTable(subcodes ? enumAny(subcodes) : uint, requestData) : SNAC_ERROR_TLVS
  return [['code', enum16(SNAC_ERRORS)], tlvs(table)]
}
