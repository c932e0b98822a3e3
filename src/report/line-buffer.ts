const CAPACITY = 1 << 16
const ZERO = 0x30
const HEX_DIGITS = new Uint8Array([...'0123456789abcdef'].map((digit) => digit.charCodeAt(0)))

/** Text as bytes in one buffer: numbers and ASCII are written without a string in between. */
export class LineBuffer {
  private readonly bytes = new Uint8Array(CAPACITY)
  private length = 0
  private readonly encoder = new TextEncoder()
  private readonly out: (bytes: Uint8Array) => void

  /** `out` gets the bytes in blocks; they are good during the call. */
  constructor(out: (bytes: Uint8Array) => void) {
    this.out = out
  }

  /** A whole number that is not negative. */
  decimal(value: number): void {
    let digits = 1
    for (let power = 10; value >= power; power *= 10) digits++
    this.need(digits)
    this.digits(value, digits)
  }

  /** `value` with leading zeros, in so many digits. */
  padded(value: number, digits: number): void {
    this.need(digits)
    this.digits(value, digits)
  }

  /** `0x` and so many hex digits. */
  hex(value: number, digits: number): void {
    this.need(digits + 2)
    const { bytes } = this
    bytes[this.length++] = ZERO
    bytes[this.length++] = 0x78
    for (let shift = (digits - 1) * 4; shift >= 0; shift -= 4)
      bytes[this.length++] = HEX_DIGITS[(value >>> shift) & 15]!
  }

  byte(value: number): void {
    this.need(1)
    this.bytes[this.length++] = value
  }

  /** `text[from, to)`, which is ASCII. */
  ascii(text: string, from = 0, to = text.length): void {
    this.need(to - from)
    const { bytes } = this
    for (let at = from; at < to; at++) bytes[this.length++] = text.charCodeAt(at)
  }

  text(text: string): void {
    const most = text.length * 3
    if (most > CAPACITY) {
      this.flush()
      this.out(this.encoder.encode(text))
      return
    }
    this.need(most)
    this.length += this.encoder.encodeInto(text, this.bytes.subarray(this.length)).written
  }

  flush(): void {
    if (this.length > 0) this.out(this.bytes.subarray(0, this.length))
    this.length = 0
  }

  private need(count: number): void {
    if (count > CAPACITY - this.length) this.flush()
  }

  private digits(value: number, count: number): void {
    const { bytes } = this
    let at = (this.length += count)
    let rest = value
    // Division of 32-bit integers is several times as fast as that of larger numbers.
    for (; rest > 0xffffffff; count--) {
      const next = Math.floor(rest / 10)
      bytes[--at] = ZERO + (rest - next * 10)
      rest = next
    }
    rest >>>= 0
    for (; count > 0; count--) {
      const next = (rest / 10) >>> 0
      bytes[--at] = ZERO + (rest - next * 10)
      rest = next
    }
  }
}
