import type { TimedPacket } from '../../src/analyzer.ts'
import { ETHERTYPE, Layer } from '../../src/network/layer.ts'
import { LINK_LAYERS } from '../../src/network/link/index.ts'
import { hex } from '../../src/bytes/hex.ts'

/** A way in which a capture lacks packets of what went by. */
export interface Loss {
  readonly what: string
  readonly isGone: (index: number) => boolean
}

type Roll = (limit: number) => number

/** Shares of packets lost at random, in a thousand. */
const SHARES = [1, 5, 10, 20, 50]

/**
 * What a capture may lack: packets here and there, a run of them, the beginning, the end, one direction of a connection,
 * a connection, all but one, or all of one host but what it says to another (a leg of a conversation). `count`: how many
 * losses of each kind, Infinity for every one there is.
 */
export function* losses(packets: readonly TimedPacket[], roll: Roll, count: number): Generator<Loss> {
  const total = packets.length
  const some = (limit: number): number[] => {
    return count >= limit
      ? Array.from({ length: limit }, (_, at) => at)
      : Array.from({ length: count }, () => roll(limit))
  }
  for (const gone of some(total)) yield { what: `without #${gone + 1}`, isGone: (index) => index === gone }
  const times = Math.min(count, 40)
  for (let time = 0; time < times; time++) {
    for (const share of SHARES) {
      const gone = new Set([...packets.keys()].filter(() => roll(1000) < share))
      if (gone.size > 0)
        yield { what: `without ${[...gone].map((index) => index + 1).join()}`, isGone: (index) => gone.has(index) }
    }
    const from = roll(total)
    const to = Math.min(total, from + 1 + roll(12))
    yield { what: `without #${from + 1} to #${to}`, isGone: (index) => index >= from && index < to }
  }
  for (const from of some(total)) yield { what: `from #${from + 1} on`, isGone: (index) => index < from }
  for (const end of some(total)) yield { what: `up to #${end}`, isGone: (index) => index >= end }

  const ways = packets.map(wayOf)
  for (const key of pick([...new Set(ways.map(({ direction }) => direction))], some)) {
    yield { what: `without direction ${key}`, isGone: (index) => ways[index]!.direction === key }
  }
  for (const key of pick([...new Set(ways.map(({ connection }) => connection))], some)) {
    yield { what: `without connection ${key}`, isGone: (index) => ways[index]!.connection === key }
    yield { what: `but connection ${key}`, isGone: (index) => ways[index]!.connection !== key }
  }
  for (const key of pick([...new Set(ways.map(({ hosts }) => hosts))], some)) {
    yield { what: `without hosts ${key}`, isGone: (index) => ways[index]!.hosts === key }
  }
}

function pick(keys: readonly string[], some: (limit: number) => number[]): string[] {
  return some(keys.length).map((at) => keys[at]!)
}

interface Way {
  /** Who sends it to whom, the two ends in order, and their addresses. */
  readonly direction: string
  readonly connection: string
  readonly hosts: string
}

const STRANGER: Way = { direction: 'other', connection: 'other', hosts: 'other' }

function wayOf({ bytes, start, stop, linkType }: TimedPacket): Way {
  const layer = new Layer()
  if (LINK_LAYERS.get(linkType)?.(bytes, start, stop, layer) !== true || layer.type !== ETHERTYPE.ipv4) return STRANGER
  const ip = layer.at
  const tcp = ip + (bytes[ip]! & 15) * 4
  if (bytes[ip + 9] !== 6 || tcp + 4 > stop) return STRANGER
  const [source, target] = [hex(bytes, ip + 12, ip + 16), hex(bytes, ip + 16, ip + 20)]
  const [from, to] = [`${source}:${hex(bytes, tcp, tcp + 2)}`, `${target}:${hex(bytes, tcp + 2, tcp + 4)}`]
  return {
    direction: `${from}>${to}`,
    connection: [from, to].sort().join('-'),
    hosts: [source, target].sort().join('-'),
  }
}
