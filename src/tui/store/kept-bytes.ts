import { u32 } from '../../bytes/read.ts'

const PAGE = 1 << 20
const HEADER = 8

/** What is kept at an offset: a frame and the packets that carried it, when there were several. */
export interface Kept {
  readonly bytes: Uint8Array
  readonly packets: readonly number[]
}

/**
 * Frames that cannot be read again from a file: those in pieces, and all of a pipe, of gzip data or of a live capture.
 * Appended page by page; when `limit` bytes are held, the oldest page goes.
 *   0  4  length of the frame
 *   4  4  number of packets, then as many numbers of 4 bytes, then the frame
 */
export class KeptBytes {
  private readonly limit: number
  private readonly pages = new Map<number, Uint8Array>()
  private end = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** Gives the offset under which it can be had again. */
  add(bytes: Uint8Array, start: number, end: number, packets: readonly number[]): number {
    const length = end - start
    const total = HEADER + packets.length * 4 + length
    if (total > PAGE) return -1
    if ((this.end % PAGE) + total > PAGE) this.end = (Math.floor(this.end / PAGE) + 1) * PAGE
    const offset = this.end
    const page = this.page(Math.floor(offset / PAGE))
    const view = new DataView(page.buffer)
    let at = offset % PAGE
    view.setUint32(at, length)
    view.setUint32(at + 4, packets.length)
    at += HEADER
    for (const packet of packets) {
      view.setUint32(at, packet)
      at += 4
    }
    page.set(bytes.subarray(start, end), at)
    this.end = offset + total
    return offset
  }

  /** Undefined when it is no longer kept. */
  get(offset: number): Kept | undefined {
    const page = this.pages.get(Math.floor(offset / PAGE))
    if (page === undefined) return undefined
    const at = offset % PAGE
    const count = u32(page, at + 4)
    const start = at + HEADER + count * 4
    const packets = Array.from({ length: count }, (_, k) => u32(page, at + HEADER + k * 4))
    return { bytes: page.subarray(start, start + u32(page, at)), packets }
  }

  private page(number: number): Uint8Array {
    let page = this.pages.get(number)
    if (page !== undefined) return page
    if (this.pages.size * PAGE >= this.limit) this.pages.delete(this.pages.keys().next().value!)
    page = new Uint8Array(PAGE)
    this.pages.set(number, page)
    return page
  }
}
