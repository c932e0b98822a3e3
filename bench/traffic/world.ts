import { CHANNEL } from '../../test/support/oscar.ts'
import type { CaptureWriter } from './capture-writer.ts'
import type { Random } from './random.ts'
import { hex4, tally, type Truth } from './truth.ts'

const COOKIE_BYTES = 8

/** What everything that happens shares. */
export class World {
  readonly capture: CaptureWriter
  readonly random: Random
  readonly truth: Truth
  /** Foodgroup and subgroup in one number, so that counting makes no text. */
  private readonly snacs = new Map<number, number>()
  private cookies = 0

  constructor(capture: CaptureWriter, random: Random, truth: Truth) {
    this.capture = capture
    this.random = random
    this.truth = truth
  }

  /** Digits, as real clients make them, and never the same ones twice. */
  newCookie(): Uint8Array {
    const cookie = new Uint8Array(COOKIE_BYTES)
    let rest = this.cookies++
    for (let at = COOKIE_BYTES - 1; at >= 0; at--) {
      cookie[at] = 0x30 + (rest % 10)
      rest = Math.floor(rest / 10)
    }
    return cookie
  }

  countFrame(frame: Uint8Array): void {
    const { frames } = this.truth
    const channel = frame[1]!
    tally(frames, String(channel))
    if (channel !== CHANNEL.data) return
    const snac = (frame[6]! << 24) | (frame[7]! << 16) | (frame[8]! << 8) | frame[9]!
    this.snacs.set(snac, (this.snacs.get(snac) ?? 0) + 1)
  }

  /** No more happens. */
  end(): Truth {
    const { capture, truth } = this
    capture.flush()
    truth.bytes = capture.written
    truth.packets = capture.packets
    const named = [...this.snacs].map(
      ([snac, count]) => [`${hex4(snac >>> 16)}/${hex4(snac & 0xffff)}`, count] as const,
    )
    truth.snacs = Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)))
    return truth
  }
}
