import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hex, hex8 } from '../../src/bytes/hex.ts'
import { NameCache } from '../../src/bytes/name-cache.ts'
import { decodeText } from '../../src/bytes/printable.ts'

it('a name from the cache is what decoding gives, whatever was asked before', () => {
  const names = new NameCache()
  const bytes = fc.uint8Array({ maxLength: 60 })
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 50 }), (asked) => {
      for (const name of [...asked, ...asked]) {
        const padded = new Uint8Array([1, ...name, 2])
        expect(names.text(padded, 1, padded.length - 1)).toBe(decodeText(name, 'local').text)
      }
    }),
  )
})

it('a cookie is eight bytes in hex, whatever was asked before', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 8, maxLength: 8 }), { maxLength: 600 }), (cookies) => {
      for (const cookie of [...cookies, ...cookies, new Uint8Array(8)]) expect(hex8(cookie, 0)).toBe(hex(cookie))
    }),
  )
})
