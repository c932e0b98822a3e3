/** Changes of the input that are remembered: beyond them packets are only known by their number over all inputs. */
const MAX_RUNS = 1 << 20

/** Which packet of which input a packet number means, when several inputs are one timeline. */
export class PacketOrigins {
  private names: readonly string[]
  /** Runs of packets of one input: first number over all, input, first number in it. */
  private readonly runs: { readonly first: number; readonly input: number; readonly inInput: number }[] = []
  private last = -1

  constructor(names: readonly string[]) {
    this.names = names
  }

  /** Packet `number` over all inputs is packet `inInput` of `input`. Called in order. */
  add(number: number, input: number, inInput: number): void {
    if (input === this.last || this.runs.length >= MAX_RUNS) return
    this.last = input
    this.runs.push({ first: number, input, inInput })
  }

  /** `a.pcap#41`; the names alone for no packet. */
  text(packet: number | undefined): string {
    const { files, number } = this.locate(packet)
    return `${files.join('+')}${number === undefined ? '' : `#${number}`}`
  }

  /** Index of the input a packet is in; of the first when that is not known. */
  indexOf(packet: number | undefined): number {
    return (packet === undefined ? undefined : this.runAt(packet)?.input) ?? 0
  }

  /** Names of the inputs it may be in: one, unless that is not known. */
  filesOf(packet: number | undefined): readonly string[] {
    return this.locate(packet).files
  }

  /** The input a packet is in, and its number there. */
  locate(packet: number | undefined): { readonly files: readonly string[]; readonly number: number | undefined } {
    const run = packet === undefined || this.names.length === 1 ? undefined : this.runAt(packet)
    if (run === undefined) return { files: this.names, number: packet }
    return { files: [this.names[run.input]!], number: packet! - run.first + run.inInput }
  }

  private runAt(packet: number) {
    let low = 0
    let high = this.runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.runs[middle]!.first <= packet) low = middle + 1
      else high = middle
    }
    return this.runs[low - 1]
  }
}
