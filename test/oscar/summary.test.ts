import { describe, expect, it } from 'vitest'
import { decodeSignon, decodeSnac, FOODGROUPS } from '../../src/oscar/index.ts'
import { plainText, shorten, thousands } from '../../src/oscar/summary.ts'
import { ascii, concat, imText, snac, string08, tlv, u16, u32, userInfo, zeros } from '../support/index.ts'

const line = (foodgroup: number, subgroup: number, body: Uint8Array, fromClient?: boolean) => {
  const bytes = snac(foodgroup, subgroup, 1, body)
  return decodeSnac(bytes, 0, bytes.length, fromClient).summary
}

describe('the line about a message', () => {
  it('has the words of an instant message without its tags', () => {
    const text = imText('<HTML><BODY BGCOLOR="#ffffff">a &lt; b &amp; <B>c</B></BODY></HTML>')
    expect(line(4, 6, concat(zeros(8), u16(1), string08('bob'), text))).toBe('IM "a < b & c" → bob')
  })

  it('shows declared ASCII as UTF-8 when it is some, else as Latin-1', () => {
    const message = (bytes: string) => {
      const text = concat(u16(0, 0), bytes)
      const fragments = concat('0501 0001 01 0101', u16(text.length), text)
      return line(4, 6, concat(zeros(8), u16(1), string08('bob'), tlv(2, fragments)))
    }
    expect(message('c3a9')).toBe('IM "é" → bob')
    expect(message('e9')).toBe('IM "é" → bob')
  })

  it('points typing to the other user, whichever way it goes', () => {
    const typing = concat(zeros(8), u16(1), string08('bob'), u16(2))
    expect(line(4, 0x14, typing, true)).toBe('TYPING → bob')
    expect(line(4, 0x14, typing, false)).toBe('TYPING ← bob')
  })

  it('has the first fields that say something, and no secrets', () => {
    expect(line(2, 0x15, concat(u32(3), string08('bob')))).toBe('type PROFILE+AWAY · bob')
    expect(line(3, 0x0b, concat(userInfo('bob'), userInfo('eve')))).toBe('users bob, eve')
    const cookie = concat(tlv(0x0d, u16(0x10)), tlv(6, ascii('not to be seen')))
    expect(line(1, 5, cookie)).toBe('GROUP_ID 16 · LOGIN_COOKIE')
  })

  it('says how a login went', () => {
    expect(line(0x17, 3, concat(tlv(1, ascii('bob')), tlv(8, u16(5))))).toBe(
      'bob login failed NAME_AND_PASSWORD_MISMATCH',
    )
    expect(line(0x17, 3, tlv(5, ascii('192.0.2.7:5190')))).toBe('login ok, go to 192.0.2.7:5190')
  })

  it('says how a sign-on frame identifies its user', () => {
    const roasted = concat(u32(1), tlv(1, ascii('bob')), tlv(2, 'f3'), tlv(3, ascii('ICQ 99')))
    expect(decodeSignon(roasted, 0, roasted.length).summary).toBe('version 1 · bob · with password · ICQ 99')
  })

  it('can be made of every SNAC without a body', () => {
    for (const { foodgroup, subgroups } of FOODGROUPS.values()) {
      for (const subgroup of subgroups.keys()) expect(line(foodgroup, subgroup, zeros(0))).toBeTypeOf('string')
    }
  })
})

describe('pieces of a line', () => {
  it('group the digits of a number', () => {
    expect([0, 999, 1000, 1234567].map(thousands)).toEqual(['0', '999', '1,000', '1,234,567'])
  })

  it('are cut where they are too long, tags that never close included', () => {
    expect(shorten('abcdef', 4)).toBe('abc…')
    expect(shorten('abcd', 4)).toBe('abcd')
    expect(plainText(`<b>${'x'.repeat(100)}`, 10)).toBe('xxxxxxxxx…')
    expect(plainText('a < b', 10)).toBe('a < b')
  })
})
