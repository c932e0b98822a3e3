import { hex } from '../bytes/hex.ts'
import { LIMITS } from '../limits.ts'

/** What a piece costs beside its bytes: a flood of tiny ones is held to the same limit. */
const PIECE_COST = 256

interface Datagram {
  readonly pieces: { readonly offset: number; readonly bytes: Uint8Array }[]
  /** Bytes of the whole payload, once the last fragment was seen; -1 before. */
  total: number
  readonly since: number
  held: number
}

/**
 * IP datagrams being put together. Fragments are rare, so clarity wins here: a Map by the datagram's identity, pieces in
 * order of their offset, the first copy of a byte wins.
 */
export class Fragments {
  private readonly datagrams = new Map<string, Datagram>()
  private held = 0
  /** Datagrams given up, by the limit that was reached. */
  readonly givenUp = { fragmentedDatagrams: 0, fragmentBytes: 0, fragmentAge: 0 }

  /**
   * Adds the fragment `bytes[start, end)` that lies at `offset` of its datagram's payload. `identity` tells datagrams
   * apart (addresses, protocol and identification as bytes), `more` is the more-fragments flag, `now` capture seconds.
   * Gives the whole payload when this was the last piece missing.
   */
  add(
    identity: Uint8Array,
    bytes: Uint8Array,
    start: number,
    end: number,
    offset: number,
    more: boolean,
    now: number,
  ): Uint8Array | undefined {
    this.expire(now)
    const length = end - start
    if (length <= 0 || offset + length > 65_535) return undefined
    const key = hex(identity)
    let datagram = this.datagrams.get(key)
    if (datagram === undefined) {
      datagram = { pieces: [], total: -1, since: now, held: 0 }
      this.datagrams.set(key, datagram)
    }
    if (!more && datagram.total < 0) datagram.total = offset + length
    this.insert(datagram, offset, bytes.slice(start, end))
    const whole = assemble(datagram)
    if (whole !== undefined) this.remove(key, datagram)
    return whole
  }

  private insert(datagram: Datagram, offset: number, bytes: Uint8Array): void {
    const { pieces } = datagram
    let at = pieces.length
    while (at > 0 && pieces[at - 1]!.offset > offset) at--
    let from = offset
    const before = pieces[at - 1]
    if (before !== undefined) from = Math.max(from, before.offset + before.bytes.length)
    const end = offset + bytes.length
    while (from < end) {
      const after = pieces[at]
      const to = after === undefined ? end : Math.min(end, after.offset)
      if (to > from) {
        const part = bytes.slice(from - offset, to - offset)
        pieces.splice(at++, 0, { offset: from, bytes: part })
        datagram.held += part.length
        this.held += part.length + PIECE_COST
      }
      if (after === undefined) return
      from = Math.max(to, after.offset + after.bytes.length)
      at++
    }
  }

  /** Old datagrams and, over the limits, the oldest ones are given up. Maps keep insertion order, so these come first. */
  private expire(now: number): void {
    for (const [key, datagram] of this.datagrams) {
      const reached = this.reached(now - datagram.since)
      if (reached === undefined) return
      this.givenUp[reached]++
      this.remove(key, datagram)
    }
  }

  private reached(age: number): keyof Fragments['givenUp'] | undefined {
    if (this.datagrams.size > LIMITS.fragmentedDatagrams.value) return 'fragmentedDatagrams'
    if (this.held > LIMITS.fragmentBytes.value) return 'fragmentBytes'
    return age > LIMITS.fragmentAge.value ? 'fragmentAge' : undefined
  }

  /** Datagrams that never became whole, so far. */
  get incomplete(): number {
    const { fragmentedDatagrams, fragmentBytes, fragmentAge } = this.givenUp
    return fragmentedDatagrams + fragmentBytes + fragmentAge + this.datagrams.size
  }

  private remove(key: string, datagram: Datagram): void {
    this.datagrams.delete(key)
    this.held -= datagram.held + datagram.pieces.length * PIECE_COST
  }
}

function assemble({ pieces, total, held }: Datagram): Uint8Array | undefined {
  if (total < 0 || held < total) return undefined
  let at = 0
  for (const piece of pieces) {
    if (piece.offset > at) return undefined
    at = piece.offset + piece.bytes.length
  }
  if (at < total) return undefined
  const whole = new Uint8Array(at)
  for (const piece of pieces) whole.set(piece.bytes, piece.offset)
  return whole
}
