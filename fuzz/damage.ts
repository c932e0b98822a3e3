import type { Random } from './random.ts'

/** Ways to damage a capture file, after editcap's. */
export interface Damage {
  readonly name: string
  readonly harm: (capture: Uint8Array, random: Random) => Uint8Array
}

/** Where packets lie in a classic or pcapng file, so that half of the damage spares what surrounds them. */
interface Span {
  readonly start: number
  readonly end: number
  /** The record around it. */
  readonly from: number
  readonly to: number
}

/** Ethernet, IPv4 and TCP headers without options. */
const HEADERS = 54

export const DAMAGES: readonly Damage[] = [
  ...[0.005, 0.02, 0.1].flatMap((rate) => [
    {
      name: `${rate * 100} % of all bytes`,
      harm: (capture: Uint8Array, random: Random) => errors(capture, random, rate, [24, Infinity]),
    },
    {
      name: `${rate * 100} % of payload`,
      harm: (capture: Uint8Array, random: Random) => {
        const damaged = capture.slice()
        for (const { start, end } of spans(capture))
          damaged.set(errors(damaged, random, rate, [start + HEADERS, end]).subarray(start, end), start)
        return damaged
      },
    },
  ]),
  { name: 'cut off', harm: (capture, random) => capture.slice(0, random.below(capture.length)) },
  { name: 'in another order', harm: (capture, random) => shuffled(capture, random) },
  { name: 'packets lost and doubled', harm: (capture, random) => lossy(capture, random) },
]

function errors(capture: Uint8Array, random: Random, rate: number, [from, to]: readonly [number, number]): Uint8Array {
  const damaged = capture.slice()
  const once = Math.round(1 / rate)
  for (let at = from; at < Math.min(to, damaged.length); at++)
    if (random.below(once) === 0) damaged[at] = random.below(256)
  return damaged
}

/** Packets in small heaps, each heap in another order. */
function shuffled(capture: Uint8Array, random: Random): Uint8Array {
  const all = spans(capture)
  const heap = 2 + random.below(30)
  for (let at = 0; at + heap <= all.length; at += heap) {
    for (let k = heap - 1; k > 0; k--) {
      const other = random.below(k + 1)
      ;[all[at + k], all[at + other]] = [all[at + other]!, all[at + k]!]
    }
  }
  return together(capture, all)
}

function lossy(capture: Uint8Array, random: Random): Uint8Array {
  const all = spans(capture).flatMap((span) => {
    const luck = random.below(20)
    return luck === 0 ? [] : luck === 1 ? [span, span] : [span]
  })
  return together(capture, all)
}

/** The file's head and these records. */
function together(capture: Uint8Array, all: readonly Span[]): Uint8Array {
  const head = capture.subarray(0, Math.min(...spans(capture).map(({ from }) => from), capture.length))
  return Buffer.concat([head, ...all.map(({ from, to }) => capture.subarray(from, to))])
}

function spans(capture: Uint8Array): Span[] {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.length)
  const found: Span[] = []
  const isNg = capture.length >= 4 && view.getUint32(0) === 0x0a0d0d0a
  for (let from = isNg ? 0 : 24; from + 16 <= capture.length;) {
    const length = view.getUint32(from + (isNg ? 4 : 8), true)
    const to = from + (isNg ? Math.max(12, length) : 16 + length)
    const isPacket = !isNg || view.getUint32(from, true) === 6
    if (isPacket && to <= capture.length)
      found.push({ start: from + (isNg ? 28 : 16), end: to - (isNg ? 4 : 0), from, to })
    from = to
  }
  return found
}
