/**
 * The checksum of OFT file transfers: 0xffff minus the sum of the file's 16-bit big-endian words in end-around-carry
 * arithmetic, in the upper half of 32 bits; that is the Internet checksum of RFC 1071. Start value 0xffff0000.
 *
 * Why it is computed this way: 2^16 = 1 modulo 65535, so whole 32-bit words may be added and folded at the end, and 4 sums
 * of 2^21 words each still fit a double exactly. Byte order only swaps the two bytes of the result, so little-endian words
 * are as good as any; and so does an odd offset, so a chunk that starts at one is summed like the others and swapped.
 */
const START = 0xffff0000
const MODULUS = 0xffff

/** Bytes summed before folding: 2^20 words of 32 bits in four sums are far below 2^53. */
const FOLD_BYTES = 1 << 22

export class OftChecksum {
  /** Bytes added so far. */
  length = 0
  /** What is left of 0xffff, 0 to 0xffff. */
  private rest: number
  /** Whether the next byte is the low byte of its word. */
  private odd: boolean
  private buffer: ArrayBufferLike | undefined
  private view: DataView | undefined

  /** Goes on from the checksum of what came before, and from whether that had an odd number of bytes. */
  constructor(initial = START, offsetParity = 0) {
    this.rest = initial >>> 16
    this.odd = offsetParity % 2 === 1
  }

  /** The checksum so far: an unsigned 32-bit number whose lower half is 0. */
  get value(): number {
    return (this.rest << 16) >>> 0
  }

  /** Adds `bytes[start, end)` as the next bytes of the file. Makes nothing as long as the buffer is the same. */
  add(bytes: Uint8Array, start = 0, end = bytes.length): void {
    if (this.buffer !== bytes.buffer) {
      this.buffer = bytes.buffer
      this.view = new DataView(bytes.buffer)
    }
    const shift = bytes.byteOffset
    for (let at = start; at < end; at += FOLD_BYTES) {
      const stop = at + FOLD_BYTES < end ? at + FOLD_BYTES : end
      this.subtract(sumLittleEndian(this.view!, at + shift, stop + shift), stop - at)
    }
  }

  /** Takes the sum of a chunk of `length` bytes, modulo 65535 with its bytes in little-endian order, off the rest. */
  private subtract(sum: number, length: number): void {
    const words = this.odd ? sum : ((sum & 0xff) << 8) | (sum >>> 8)
    this.rest -= words
    if (this.rest < 0) this.rest += MODULUS
    this.odd = this.odd !== ((length & 1) === 1)
    this.length += length
  }
}

/** Sum of the 16-bit little-endian words of `[at, end)`, modulo 65535; 65535 itself for a sum that is a multiple but not 0. */
function sumLittleEndian(view: DataView, at: number, end: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (const last = end - 16; at <= last; at += 16) {
    a += view.getUint32(at, true)
    b += view.getUint32(at + 4, true)
    c += view.getUint32(at + 8, true)
    d += view.getUint32(at + 12, true)
  }
  let sum = a + b + c + d
  for (; at + 2 <= end; at += 2) sum += view.getUint16(at, true)
  if (at < end) sum += view.getUint8(at)
  const high = Math.floor(sum / 2 ** 32)
  const low = (sum - high * 2 ** 32) >>> 0
  let folded = high + (low >>> 16) + (low & 0xffff)
  folded = (folded >>> 16) + (folded & 0xffff)
  return (folded >>> 16) + (folded & 0xffff)
}

/** Checksum of `bytes[start, end)` as a whole file. */
export function oftChecksum(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const checksum = new OftChecksum()
  checksum.add(bytes, start, end)
  return checksum.value
}

/** Checksum of the first bytes of a file with checksum `whole`, when the others alone, summed at their places, have `rest`. */
export function checksumBefore(whole: number, rest: number): number {
  return ((((whole >>> 16) + MODULUS - (rest >>> 16)) % MODULUS) << 16) >>> 0
}

/** Checksum of a file whose first bytes have checksum `before`, and the others alone, summed at their places, `rest`. */
export function checksumJoined(before: number, rest: number): number {
  return ((((before >>> 16) + (rest >>> 16)) % MODULUS) << 16) >>> 0
}

/**
 * Whether two checksums are the same. 0x00000000 and 0xffff0000 are one value modulo 65535, and clients write either, some
 * depending on how they cut the file.
 */
export function sameChecksum(left: number, right: number): boolean {
  return (left >>> 16) % MODULUS === (right >>> 16) % MODULUS
}
