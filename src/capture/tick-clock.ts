const LARGEST_POWER_OF_10 = 19
const LARGEST_POWER_OF_2 = 63

/** Up to these the remainder of a division fits a double exactly, so no BigInt is needed for a packet. */
const FAST_POWER_OF_10 = 9
const FAST_POWER_OF_2 = 22

/**
 * Turns 64-bit ticks since 1970 into seconds and nanoseconds, exactly (what is finer than a nanosecond is cut off).
 * The resolution is the byte of pcapng's `if_tsresol`: a negative power of 10, or of 2 when the top bit is set.
 */
export class TickClock {
  seconds = 0
  nanos = 0
  private readonly ticksPerSecond: number
  private readonly nanosPerTick: number
  /** Set for resolutions that need more than a double. */
  private readonly manyTicksPerSecond: bigint | undefined
  private readonly offset: number
  /** Tick count at which `seconds` began, as a sum of halves: most packets are in the second of the one before. */
  private beganHigh = -1
  private beganLow = 0

  constructor(resolution: number, offsetSeconds: number) {
    const power = resolution & 0x7f
    const binary = resolution > 0x7f
    this.ticksPerSecond = binary ? 2 ** power : 10 ** power
    this.nanosPerTick = 1e9 / this.ticksPerSecond
    this.manyTicksPerSecond =
      power <= (binary ? FAST_POWER_OF_2 : FAST_POWER_OF_10) ? undefined : (binary ? 2n : 10n) ** BigInt(power)
    this.offset = offsetSeconds
  }

  /** Whether an `if_tsresol` byte is one that libpcap accepts too. */
  static accepts(resolution: number): boolean {
    return (resolution & 0x7f) <= (resolution > 0x7f ? LARGEST_POWER_OF_2 : LARGEST_POWER_OF_10)
  }

  /** Sets `seconds` and `nanos` from the halves of the tick count: long division with 16-bit digits. */
  read(high: number, low: number): void {
    if (this.manyTicksPerSecond !== undefined) {
      this.readFine(high, low, this.manyTicksPerSecond)
      return
    }
    const divisor = this.ticksPerSecond
    const since = (high - this.beganHigh) * 2 ** 32 + (low - this.beganLow)
    if (since >= 0 && since < divisor && this.beganHigh >= 0) {
      this.nanos = Math.floor(since * this.nanosPerTick)
      return
    }
    const top = Math.floor(high / divisor)
    let rest = (high - top * divisor) * 65_536 + (low >>> 16)
    const middle = Math.floor(rest / divisor)
    rest = (rest - middle * divisor) * 65_536 + (low & 0xffff)
    const bottom = Math.floor(rest / divisor)
    this.seconds = top * 2 ** 32 + middle * 65_536 + bottom + this.offset
    rest -= bottom * divisor
    this.nanos = Math.floor(rest * this.nanosPerTick)
    this.beganHigh = high
    this.beganLow = low - rest
  }

  private readFine(high: number, low: number, ticksPerSecond: bigint): void {
    const ticks = (BigInt(high) << 32n) | BigInt(low)
    this.seconds = Number(ticks / ticksPerSecond) + this.offset
    this.nanos = Number(((ticks % ticksPerSecond) * 1_000_000_000n) / ticksPerSecond)
  }
}
