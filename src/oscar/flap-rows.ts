import { u16 } from '../bytes/read.ts'

const WORDS = 4
const MODE = 0
const EXPECTED = 1
const FRAMES = 2

/** Modes of a stream: the reader has to see every byte, or frames that tell nothing may be passed over. */
export const SKIM = { never: 0, fromServer: 1, fromClient: 2 } as const

/**
 * The state of all FLAP streams that the hot path touches: four words a stream, so that a frame nobody needs is counted
 * and checked without the reader's objects being loaded. A stream's number is its flow's row times two plus its side.
 */
export class FlapRows {
  private words = new Int32Array(WORDS * 1024)

  /** A stream begins; its words are zeros. */
  open(stream: number): void {
    let length = this.words.length
    while ((stream + 1) * WORDS > length) length *= 2
    if (length > this.words.length) {
      const grown = new Int32Array(length)
      grown.set(this.words)
      this.words = grown
    }
    this.words.fill(0, stream * WORDS, (stream + 1) * WORDS)
    this.words[stream * WORDS + EXPECTED] = -1
  }

  mode(stream: number): number {
    return this.words[stream * WORDS + MODE]!
  }

  setMode(stream: number, mode: number): void {
    this.words[stream * WORDS + MODE] = mode
  }

  /** Number of the next frame, -1 when it may have any. */
  expected(stream: number): number {
    return this.words[stream * WORDS + EXPECTED]!
  }

  setExpected(stream: number, sequence: number): void {
    this.words[stream * WORDS + EXPECTED] = sequence
  }

  frames(stream: number): number {
    return this.words[stream * WORDS + FRAMES]!
  }

  count(stream: number): void {
    this.words[stream * WORDS + FRAMES]!++
  }

  /**
   * Passes over the whole frames at the start of `bytes[start, end)` that are in sequence and tell nothing; gives the
   * offset of the first byte the reader has to look at.
   */
  skim(stream: number, bytes: Uint8Array, start: number, end: number): number {
    const { words } = this
    const at = stream * WORDS
    if (words[at] === SKIM.never || words[at] === undefined) return start
    const fromClient = words[at] === SKIM.fromClient
    let expected = words[at + EXPECTED]!
    let frames = 0
    let frame = start
    while (end - frame >= 6) {
      const next = frame + 6 + u16(bytes, frame + 4)
      if (next > end || bytes[frame] !== 0x2a || u16(bytes, frame + 2) !== expected) break
      if (isTelling(bytes, frame, next, fromClient)) break
      expected = (expected + 1) & 0xffff
      frames++
      frame = next
    }
    words[at + EXPECTED] = expected
    words[at + FRAMES]! += frames
    return frame
  }
}

/** Whether the conversation stage needs a frame: rendezvous, errors, whose connection it is, and what is out of order. */
function isTelling(bytes: Uint8Array, start: number, end: number, fromClient: boolean): boolean {
  const channel = bytes[start + 1]!
  if (channel !== 2) return channel !== 5
  if (end - start < 16) return true
  const foodgroup = u16(bytes, start + 6)
  const subgroup = u16(bytes, start + 8)
  if (foodgroup === 0x0004) {
    if (subgroup === 0x0006 || subgroup === 0x0007) {
      const prefixed = (bytes[start + 10]! & 0x80) !== 0
      return prefixed || u16(bytes, start + 24) === 2 || (subgroup === 0x0006) !== fromClient
    }
    return subgroup === 0x000b || subgroup === 0x0001
  }
  return foodgroup === 0x0017 || (foodgroup === 0x0001 && subgroup === 0x000f)
}
