/** Packets whose place is remembered, 96 MiB of numbers; findings about later ones name the packet and no place. */
const MAX_PACKETS = 1 << 23

/** Where in its (uncompressed) capture each packet lies. */
export class PacketPlaces {
  private offsets = new Float64Array(1 << 12)
  private lengths = new Uint32Array(1 << 12)
  private count = 0

  /** The next packet. */
  add(offset: number, length: number): void {
    if (this.count >= MAX_PACKETS) return
    if (this.count === this.offsets.length) this.grow()
    this.offsets[this.count] = offset
    this.lengths[this.count++] = length
  }

  /** Of packet `number`, counted from 1 over all inputs. */
  of(number: number): { readonly byteOffset: number; readonly byteLength: number } | undefined {
    if (number < 1 || number > this.count) return undefined
    return { byteOffset: this.offsets[number - 1]!, byteLength: this.lengths[number - 1]! }
  }

  private grow(): void {
    const { offsets, lengths } = this
    this.offsets = new Float64Array(offsets.length * 2)
    this.lengths = new Uint32Array(lengths.length * 2)
    this.offsets.set(offsets)
    this.lengths.set(lengths)
  }
}
