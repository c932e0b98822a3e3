import { pcap, pcapng, type FileOptions, type Packet } from './capture-file.ts'

/** 2005-01-01T00:00:00Z, when people sent each other files with AIM. */
const START = 1_104_537_600_000_000_000n
const MILLISECOND = 1_000_000

/** The place where the capture is taken: packets in order, stamped by a virtual clock. */
export class Wire {
  readonly packets: Packet[] = []
  /** Nanoseconds since 1970 UTC. */
  now: bigint
  /** Milliseconds that go by with each packet. */
  step: number

  constructor({ start = START, step = 1 }: { start?: bigint; step?: number } = {}) {
    this.now = start
    this.step = step
  }

  /** Lets time go by; fractions are fine, and so are negative numbers for a clock that was set back. */
  wait(milliseconds: number): void {
    this.now += BigInt(Math.round(milliseconds * MILLISECOND))
  }

  /** An IP packet goes by. Not captured, it only takes its time. */
  packet(bytes: Uint8Array, captured = true): void {
    if (captured) this.packets.push({ time: this.now, bytes })
    this.wait(this.step)
  }

  pcap(options?: FileOptions): Uint8Array {
    return pcap(this.packets, options)
  }

  pcapng(options?: FileOptions): Uint8Array {
    return pcapng(this.packets, options)
  }
}
