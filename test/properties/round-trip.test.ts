import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Node } from '../../src/bytes/node.ts'
import { ALL_FOODGROUPS, decodeSnac } from '../../src/oscar/index.ts'
import { readOftHeader } from '../../src/peer/oft-header.ts'
import { watch } from '../support/analyze.ts'
import * as t from '../support/index.ts'
import { bundled, CLEAN_SAMPLES } from './captures.ts'

// What is decoded can be written again: nothing of the bytes is lost in a value.

const RENDEZVOUS_IP = /^\d+\.\d+\.\d+\.\d+$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What is not shown as it is, as it was. */
function unseen(text: string): string {
  return text
    .replaceAll(/\\u\{?([0-9a-f]{4,6})\}?/g, (_, code: string) => String.fromCodePoint(parseInt(code, 16)))
    .replaceAll(/[\u2400-\u2421]/g, (sign) =>
      String.fromCharCode(sign === '\u2421' ? 0x7f : sign.charCodeAt(0) - 0x2400),
    )
}

/** All that may be written for the value of a leaf with so many bytes. */
function* writings({ value, raw }: Node, length: number): Generator<Uint8Array> {
  if (raw !== undefined) yield t.hex(raw)
  if (typeof value === 'boolean' || value === null) yield t.EMPTY
  if (typeof value === 'number') {
    const big = t.zeros(length)
    for (let k = 0, rest = value < 0 ? value + 256 ** length : value; k < length; k++, rest = Math.floor(rest / 256))
      big[length - 1 - k] = rest % 256
    yield big
    yield big.toReversed()
  }
  if (typeof value !== 'string') return
  if (/^([0-9a-f]{2})*$/.test(value)) yield t.hex(value)
  if (RENDEZVOUS_IP.test(value)) yield Uint8Array.from(value.split('.'), Number)
  if (UUID.test(value)) yield t.hex(value.replaceAll('-', ''))
  if (/^\d+$/.test(value)) for (const each of writings({ value: Number(value) } as Node, length)) yield each
  for (const text of [value, unseen(value)]) {
    yield t.utf8(text)
    yield t.utf16be(text)
    yield Uint8Array.from(text, (letter) => letter.charCodeAt(0))
  }
}

/** Leaves whose value cannot give their bytes, with the reason; by name. */
function lossy(bytes: Uint8Array, nodes: readonly Node[]): string[] {
  const found: string[] = []
  const visit = (node: Node): void => {
    if (node.children !== undefined) {
      node.children.forEach(visit)
      return
    }
    // A name or a text made plain has no bytes of its own; of a picture only its length is told.
    if (node.at === node.end || (node.name === 'bytes' && node.value === node.end - node.at)) return
    const whole = bytes.subarray(node.at, node.end)
    const hex = t.toHex(whole)
    for (let head = 0; head <= Math.min(4, whole.length); head++) {
      const rest = hex.slice(2 * head)
      for (const written of writings(node, whole.length - head)) {
        const again = t.toHex(written)
        // A terminator or padding behind it is no part of the value.
        if (rest.startsWith(again) && /^(00)*$/.test(rest.slice(again.length))) return
      }
    }
    found.push(`${node.name} ${JSON.stringify(node.value)} of ${hex}`)
  }
  nodes.forEach(visit)
  return found
}

describe('every decoded value gives back the bytes it was read from', () => {
  it.each([...CLEAN_SAMPLES, ...bundled(20_000)])('in $name', ({ capture }) => {
    const found = new Set<string>()
    watch(capture, (event) => {
      if (event.end === event.start) return
      for (const each of lossy(
        event.bytes.subarray(event.start, event.end),
        event.decode().nodes.map((node) => moved(node, event.start)),
      ))
        found.add(`${event.name}: ${each}`)
    })
    expect([...found]).toEqual([])
  })
})

const SUBGROUPS = ALL_FOODGROUPS.flatMap(({ foodgroup, subgroups }) =>
  [...subgroups.keys()].map((subgroup) => [foodgroup, subgroup] as const),
)
/** Small numbers, as lengths and tags are, make more of a body than noise does. */
const BODY = fc
  .array(fc.oneof(fc.constantFrom(0, 0, 0, 1, 2, 3, 5), fc.nat(40), fc.nat(255)), { maxLength: 200 })
  .map((bytes) => Uint8Array.from(bytes))

const u16 = fc.nat(0xffff)
const u32 = fc.nat(0xffffffff)
const OFT = fc.record({
  type: fc.constantFrom(...Object.values(t.OFT_TYPES)),
  cookie: fc.uint8Array({ minLength: 8, maxLength: 8 }),
  encrypt: u16,
  compress: u16,
  totalFiles: u16,
  filesLeft: u16,
  totalParts: u16,
  partsLeft: u16,
  totalSize: u32,
  size: u32,
  checksum: u32,
  nrecvd: u32,
  recvcsum: u32,
  name: fc.stringMatching(/^[a-z.]{1,64}$/),
})

describe('what is built is decoded as what it was built from', () => {
  it('any SNAC, whatever is in it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SUBGROUPS), BODY, ([foodgroup, subgroup], body) => {
        const bytes = t.snac(foodgroup, subgroup, 7, body)
        expect(lossy(bytes, [decodeSnac(bytes, 0, bytes.length, true).node])).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  it('any OFT header, and from what was decoded the same bytes are built', () => {
    fc.assert(
      fc.property(OFT, (fields) => {
        const bytes = t.oftHeader(fields)
        const { cookie, name, ...numbers } = fields
        const header = readOftHeader(bytes, 0, bytes.length)
        expect(header).toMatchObject({ ...numbers, cookie: t.toHex(cookie), filename: name })
        const known = Object.fromEntries(Object.keys(numbers).map((key) => [key, header[key as keyof typeof numbers]]))
        const again = t.oftHeader({ ...(known as typeof numbers), cookie: header.cookie, name: header.filename })
        expect(t.toHex(again)).toBe(t.toHex(bytes))
      }),
    )
  })
})

function moved(node: Node, by: number): Node {
  return {
    ...node,
    at: node.at - by,
    end: node.end - by,
    ...(node.children && { children: node.children.map((child) => moved(child, by)) }),
  }
}
