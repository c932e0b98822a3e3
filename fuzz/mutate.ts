import type { Random } from './random.ts'
import { LONGEST, type Target } from './target.ts'

/** Numbers at which lengths and counts go wrong. */
const NUMBERS = [0, 1, 2, 3, 4, 5, 7, 8, 10, 16, 31, 32, 63, 64, 127, 128, 191, 192, 255, 256, 257, 4095, 4096]
const LARGE = [0x7fff, 0x8000, 0xfff9, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

/** What any of the protocols compares with. */
const WORDS: readonly (string | Uint8Array)[] = [
  ...[
    '2a01',
    '2a02',
    '2a04',
    '2a05',
    '00040006',
    '00040007',
    '0004000b',
    '8000',
    '00000001',
    '044a',
    '0101',
    '0202',
  ].map(bytesOfHex),
  ...['2711', '2712', '000a', '0005', '0002', '0016', '001d', '0106', '0205', '0207', '0204', 'fe', '09461343'].map(
    bytesOfHex,
  ),
  ...['OFT2', 'ODC2', '<HTML>', '<BINARY>', '<DATA ID="1" SIZE="9">', '</BINARY>', '\u001b[2J', '\u009b', '\u202e'],
]

type Mutation = (bytes: Uint8Array, random: Random, other: Uint8Array) => Uint8Array

/** Makes inputs out of others. */
export class Mutator {
  private readonly random: Random
  private readonly words: readonly Uint8Array[]
  private readonly longest: number

  constructor(random: Random, { words = [], longest = LONGEST }: Pick<Target, 'words' | 'longest'>) {
    this.random = random
    this.longest = longest
    const encoder = new TextEncoder()
    this.words = [...WORDS, ...words].map((word) => (typeof word === 'string' ? encoder.encode(word) : word))
  }

  /** `bytes` with one to sixteen changes; `other` is another input to take from. */
  mutate(bytes: Uint8Array, other: Uint8Array): Uint8Array {
    const { random } = this
    let changed = bytes
    for (let rounds = 1 << random.below(5); rounds > 0; rounds--) {
      changed = random.below(5) === 0 ? this.word(changed) : random.pick(MUTATIONS)(changed, random, other)
    }
    return changed.subarray(0, this.longest)
  }

  private word(bytes: Uint8Array): Uint8Array {
    const { random } = this
    const word = random.pick(this.words)
    const at = random.below(bytes.length + 1)
    return join(
      bytes.subarray(0, at),
      word,
      bytes.subarray(random.below(2) === 0 ? at : Math.min(bytes.length, at + word.length)),
    )
  }
}

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => changed(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  (bytes, random) => changed(bytes, random, () => random.below(256)),
  (bytes, random) => changed(bytes, random, (byte) => byte + random.below(9) - 4),
  (bytes, random) => number(bytes, random, 1, random.pick(NUMBERS)),
  (bytes, random) => number(bytes, random, 2, random.pick(random.below(3) === 0 ? LARGE : NUMBERS)),
  (bytes, random) => number(bytes, random, 4, random.pick(random.below(2) === 0 ? LARGE : NUMBERS)),
  (bytes, random) => cut(bytes, random),
  (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  (bytes, random) => repeat(bytes, random),
  (bytes, random, other) => splice(bytes, random, other),
]

function changed(bytes: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(random.below(256))
  const copy = bytes.slice()
  const at = random.below(bytes.length)
  copy[at] = change(copy[at]!)
  return copy
}

/** A big-endian number over what is there. */
function number(bytes: Uint8Array, random: Random, width: number, value: number): Uint8Array {
  if (bytes.length < width) return bytes
  const copy = bytes.slice()
  const at = random.below(bytes.length - width + 1)
  for (let k = 0; k < width; k++) copy[at + k] = Math.floor(value / 256 ** (width - 1 - k))
  return copy
}

function cut(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1)
  return join(bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(Math.max(1, (bytes.length - at) >> 1))))
}

/** A stretch again and again: what is slow shows itself, and what is capped is reached. */
function repeat(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0) return bytes
  const at = random.below(bytes.length)
  const stretch = bytes.subarray(at, at + 1 + random.below(Math.min(64, bytes.length - at)))
  const times = 1 << random.below(random.below(16) === 0 ? 14 : 5)
  const many = new Uint8Array(Math.min(LONGEST, stretch.length * times))
  for (let k = 0; k < many.length; k += stretch.length) many.set(stretch.subarray(0, many.length - k), k)
  return join(bytes.subarray(0, at), many, bytes.subarray(at))
}

function splice(bytes: Uint8Array, random: Random, other: Uint8Array): Uint8Array {
  const from = random.below(other.length + 1)
  const piece = other.subarray(from, from + random.below(other.length - from + 1))
  const at = random.below(bytes.length + 1)
  return join(
    bytes.subarray(0, at),
    piece,
    bytes.subarray(random.below(2) === 0 ? at : Math.min(bytes.length, at + piece.length)),
  )
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16))
}
