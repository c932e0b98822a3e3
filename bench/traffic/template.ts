import { CHANNEL, flap, snac } from '../../test/support/oscar.ts'
import { ascii } from '../../test/support/bytes.ts'

/** What stands in a template where each use has bytes of its own. */
export const BLANK = {
  /** Screen names, of ten characters all of them. */
  me: '[  me    ]',
  peer: '[  peer  ]',
  cookie: ascii('[cookie]'),
  ip: '192.0.2.77',
} as const

const MARKS = {
  me: ascii(BLANK.me),
  peer: ascii(BLANK.peer),
  cookie: BLANK.cookie,
  ip: Uint8Array.of(192, 0, 2, 77),
  /** The address as its mirror tag has it. */
  mirror: Uint8Array.of(192, 0, 2, 77).map((byte) => byte ^ 0xff),
} as const

export type Filling = Partial<Record<keyof typeof MARKS, Uint8Array>>

/**
 * A frame made once with the words of the tests and then used again and again: making each anew would take a hundred times
 * as long as writing it.
 */
export class Template {
  private readonly bytes: Uint8Array
  private readonly blanks = new Map<keyof typeof MARKS, readonly number[]>()

  constructor(frame: Uint8Array) {
    this.bytes = frame
    for (const [name, mark] of Object.entries(MARKS)) {
      const found = occurrences(frame, mark)
      if (found.length > 0) this.blanks.set(name as keyof typeof MARKS, found)
    }
  }

  /** A frame on channel 2. */
  static snac(foodgroup: number, subgroup: number, body?: Uint8Array): Template {
    return new Template(flap(CHANNEL.data, 0, snac(foodgroup, subgroup, 0, body)))
  }

  /** The frame with its blanks filled, until the next call. */
  with(filling: Filling): Uint8Array {
    const { bytes } = this
    for (const [name, places] of this.blanks) {
      const value = filling[name]
      if (value?.length !== MARKS[name].length) throw new Error(`${MARKS[name].length} bytes of ${name} are needed`)
      for (const place of places) for (let at = 0; at < value.length; at++) bytes[place + at] = value[at]!
    }
    return bytes
  }
}

function occurrences(bytes: Uint8Array, wanted: Uint8Array): number[] {
  const found: number[] = []
  for (let at = 0; at + wanted.length <= bytes.length; at++) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) found.push(at)
  }
  return found
}
