import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitKeys, TerminalInput } from '../../src/tui/terminal-input.ts'

const KEYS = [
  'j',
  'G',
  ' ',
  '\r',
  '\t',
  '\x03',
  '\x7f',
  'é',
  '日',
  '\x1b[A',
  '\x1bOP',
  '\x1b[15~',
  '\x1b[1;5C',
  '\x1b[[A',
]
const REPORTS = ['\x1b[<0;140;6M', '\x1b[<65;1;1m']

describe('what a terminal sends', () => {
  it('is taken apart into keys and reports of the mouse', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KEYS, ...REPORTS)), (keys) => {
        expect(splitKeys(keys.join(''))).toEqual(keys)
      }),
    )
  })

  it('has a key behind Esc, not a key with Alt', () => {
    expect(splitKeys('\x1bj\x1b3\x1b:\x1b\x1bq')).toEqual(['\x1b', 'j', '\x1b', '3', '\x1b', ':', '\x1b', '\x1b', 'q'])
  })

  it('comes to the same keys wherever reading stops in between', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...KEYS, ...REPORTS), { minLength: 1 }),
        fc.infiniteStream(fc.nat(5)),
        (keys, cuts) => {
          const source = new EventEmitter()
          const input = new TerminalInput(source as unknown as NodeJS.ReadStream)
          const got: string[] = []
          input.on('data', (data: Buffer) => got.push(data.toString()))
          let rest = Buffer.from(keys.join(''))
          while (rest.length > 0) {
            const size = Math.max(1, cuts.next().value as number)
            // A lone Esc is a key at once; what begins a sequence is waited for.
            const end = rest[size - 1] === 0x1b ? size + 1 : size
            source.emit('data', rest.subarray(0, end))
            rest = rest.subarray(end)
          }
          expect(got.join('')).toBe(keys.join(''))
          expect(got).toEqual(keys)
        },
      ),
    )
  })
})
