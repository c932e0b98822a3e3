/** ADMIN, 0x0007: the account itself. Name, e-mail address, password, confirmation. */
import { errorBody } from '../errors.ts'
import { foodgroup } from '../foodgroup.ts'
import { unlessEmpty } from '../structures.ts'
import { countedTlvs, tlvs, tlvTable } from '../tlv.ts'
import { enum16, secret, string, u16, type Field, type Names } from '../types.ts'

const ADMIN_ERRORS = {
  0x01: 'VALIDATE_NAME',
  0x02: 'VALIDATE_PASSWORD',
  0x03: 'VALIDATE_EMAIL',
  0x04: 'SERVICE_UNAVAILABLE',
  0x05: 'FIELD_CHANGE_UNAVAILABLE',
  0x06: 'INVALID_NAME',
  0x07: 'INVALID_PASSWORD',
  0x08: 'INVALID_EMAIL',
  0x09: 'INVALID_REGISTRATION_PREFERENCE',
  0x0a: 'WRONG_OLD_PASSWORD',
  0x0b: 'NAME_LENGTH',
  0x0c: 'PASSWORD_LENGTH',
  0x0d: 'EMAIL_LENGTH',
  0x0e: 'OLD_PASSWORD_LENGTH',
  0x0f: 'NEEDS_OLD_PASSWORD',
  0x10: 'READ_ONLY',
  0x11: 'WRITE_ONLY',
  0x12: 'UNSUPPORTED',
  0x13: 'OTHER',
  0x14: 'BAD_SNAC',
  0x15: 'INVALID_ACCOUNT',
  0x16: 'DELETED_ACCOUNT',
  0x17: 'EXPIRED_ACCOUNT',
  0x18: 'NO_DATABASE_ACCESS',
  0x19: 'BAD_DATABASE_FIELDS',
  0x1a: 'BAD_DATABASE_STATUS',
  0x1b: 'MIGRATION_CANCELLED',
  0x1c: 'INTERNAL_ERROR',
  0x1d: 'REQUEST_PENDING',
  0x1e: 'NOT_DT_STATUS',
  0x1f: 'CONFIRMATION_OUTSTANDING',
  0x20: 'NO_EMAIL_ADDRESS',
  0x21: 'OVER_LIMIT',
  0x22: 'MAIL_HOST_FAILED',
  0x23: 'DNS_FAILED',
} as const satisfies Names

const CONFIRM_STATUS = { 0x00: 'MAIL_SENT', 0x1e: 'ALREADY_CONFIRMED', 0x23: 'SERVER_ERROR' } as const satisfies Names
const REGISTRATION_STATUS = { 1: 'NONE', 2: 'LIMITED', 3: 'FULL_DISCLOSURE' } as const satisfies Names

/** A query names a field by an empty TLV. */
const adminTlvs = tlvTable('admin', {
  0x0001: ['SCREEN_NAME_FORMATTED', string],
  0x0002: ['NEW_PASSWORD', secret(string)],
  0x0004: ['URL', string],
  0x0008: ['ERROR_CODE', enum16(ADMIN_ERRORS)],
  0x0011: ['EMAIL_ADDRESS', string],
  0x0012: ['OLD_PASSWORD', secret(string)],
  0x0013: ['REGISTRATION_STATUS', unlessEmpty(enum16(REGISTRATION_STATUS))],
})

const answer: readonly Field[] = [['permissions', u16], countedTlvs(adminTlvs)]

export const ADMIN = foodgroup(0x0007, 'ADMIN', {
  0x0001: { name: 'ADMIN__ERR', from: 'both', error: true, body: errorBody() },
  0x0002: { name: 'ADMIN__INFO_QUERY', from: 'client', body: [tlvs(adminTlvs)], about: 'read a field of the account' },
  0x0003: { name: 'ADMIN__INFO_REPLY', from: 'server', repliesTo: 0x0002, body: answer, about: 'the field' },
  0x0004: { name: 'ADMIN__INFO_CHANGE_REQUEST', from: 'client', body: [tlvs(adminTlvs)], about: 'change a field' },
  0x0005: {
    name: 'ADMIN__INFO_CHANGE_REPLY',
    from: 'server',
    repliesTo: 0x0004,
    body: answer,
    about: 'changed, or why not',
  },
  0x0006: {
    name: 'ADMIN__ACCT_CONFIRM_REQUEST',
    from: 'client',
    body: [],
    about: 'ask for the mail that confirms the account',
  },
  0x0007: {
    name: 'ADMIN__ACCT_CONFIRM_REPLY',
    from: 'server',
    repliesTo: 0x0006,
    body: [['status', enum16(CONFIRM_STATUS)], tlvs(adminTlvs)],
    about: 'whether it was sent',
  },
  0x0008: { name: 'ADMIN__ACCT_DELETE_REQUEST', from: 'client', about: 'delete the account' },
  0x0009: { name: 'ADMIN__ACCT_DELETE_REPLY', from: 'server', repliesTo: 0x0008 },
})
