/** How often each message occurs and how long its answer takes, where the bytes went, and what nobody knows. */
import type { Json, Node } from '../bytes/node.ts'
import { hexNumber } from '../bytes/hex.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import { FOODGROUPS } from '../oscar/index.ts'
import { counted } from './amount.ts'
import type { Paint } from './signs.ts'
import { tableLines } from './table.ts'
import type { Totals } from './totals.ts'
import { QuietView } from './view.ts'

/** Kinds of unknown things that are told apart; a hostile capture has as many as it likes. */
const MAX_UNKNOWN = 1_024

interface Tally {
  count: number
  bytes: number
  answered: number
  /** Seconds of all its answers. */
  waited: number
  slowest: number
}

/** Bytes that no table explains, alike in where they were found. */
export interface UnknownThing {
  /** `OSERVICE__MOTD`, and the way to the node from there. */
  readonly message: string
  readonly path: string
  readonly tag: number | undefined
  count: number
  bytes: number
  /** The first packet it was in. */
  readonly packet: number
}

export class StatsView extends QuietView {
  readonly wantsEvents = true
  readonly messages = new Map<string, Tally>()
  readonly unknown = new Map<string, UnknownThing>()

  override event(event: TimelineEvent): void {
    const { answers, name, protocol } = event
    const tally = this.tally(`${protocol} ${name}`)
    tally.count++
    tally.bytes += event.end - event.start
    if (answers !== undefined) {
      const request = this.tally(`snac ${answers.request.name}`)
      request.answered++
      request.waited += answers.seconds
      request.slowest = Math.max(request.slowest, answers.seconds)
    }
    if (protocol === 'snac' && FOODGROUPS.get(event.foodgroup)?.subgroups.has(event.subgroup) !== true)
      this.found(event, 'subgroup', undefined, event.end - event.start)
    this.look(event, event.decode().nodes)
  }

  private tally(key: string): Tally {
    const known = this.messages.get(key)
    if (known !== undefined) return known
    const made = { count: 0, bytes: 0, answered: 0, waited: 0, slowest: 0 }
    this.messages.set(key, made)
    return made
  }

  private look(event: TimelineEvent, nodes: readonly Node[]): void {
    for (const { node, path } of unknownNodes(nodes)) this.found(event, path, node.tag, node.end - node.at)
  }

  private found({ name, packet }: TimelineEvent, path: string, tag: number | undefined, bytes: number): void {
    const key = `${name} ${path}`
    const known = this.unknown.get(key)
    if (known !== undefined) {
      known.count++
      known.bytes += bytes
    } else if (this.unknown.size < MAX_UNKNOWN) {
      this.unknown.set(key, { message: name, path, tag, count: 1, bytes, packet })
    }
  }
}

const UNREAD: ReadonlySet<string> = new Set(['undecoded', 'trailing'])

/** Nodes that say no more than that there are bytes: tags that no table has, and what is left over. Iterative, as depth is the sender's. */
export function unknownNodes(nodes: readonly Node[]): { readonly node: Node; readonly path: string }[] {
  const found: { node: Node; path: string }[] = []
  const todo = nodes.map((node) => ({ node, path: node.name }))
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { node, path } = next
    if (UNREAD.has(node.name) || (node.tag !== undefined && node.name.startsWith('TLV_0x'))) found.push(next)
    else
      for (const child of node.children ?? [])
        todo.push({ node: child, path: child.name === 'item' ? path : `${path}.${child.name}` })
  }
  return found.toReversed()
}

const MESSAGES = [
  { title: 'Message' },
  { title: 'Count', align: 'right' },
  { title: 'Bytes', align: 'right' },
  { title: 'Answered', align: 'right' },
  { title: 'Mean', align: 'right' },
  { title: 'Slowest', align: 'right' },
] as const
const UNKNOWN = [
  { title: 'Unknown' },
  { title: 'Tag' },
  { title: 'Count', align: 'right' },
  { title: 'Bytes', align: 'right' },
  { title: 'Packet', align: 'right' },
] as const

export function statsLines({ messages, unknown }: StatsView, { coverage }: Totals, paint: Paint): string[] {
  const rows = [...messages]
    .toSorted(([, left], [, right]) => right.count - left.count)
    .map(([key, { count, bytes, answered, waited, slowest }]) => [
      key.slice(key.indexOf(' ') + 1),
      String(count),
      String(bytes),
      answered === 0 ? '' : String(answered),
      answered === 0 ? '' : `${(waited / answered).toFixed(3)} s`,
      answered === 0 ? '' : `${slowest.toFixed(3)} s`,
    ])
  const strangers = [...unknown.values()].map(({ message, path, tag, count, bytes, packet }) => [
    `${message} ${path}`,
    tag === undefined ? '' : hexNumber(tag),
    String(count),
    String(bytes),
    `#${packet}`,
  ])
  const { bytes, decoded, data, unknown: lost, gap } = coverage
  const share = bytes === 0 ? 0 : (lost / bytes) * 100
  return [
    ...tableLines(MESSAGES, rows),
    '',
    ...(strangers.length === 0 ? ['everything in the messages is known'] : tableLines(UNKNOWN, strangers)),
    '',
    paint(
      'strong',
      `${counted(bytes, 'byte')} of OSCAR: ${decoded} decoded, ${data} of files, ${lost} unknown (${share.toFixed(2)} %), ${gap} not captured`,
    ),
  ]
}

export function statsRecord({ messages, unknown }: StatsView, { coverage }: Totals): { readonly [key: string]: Json } {
  return {
    type: 'stats',
    messages: [...messages].map(([key, { count, bytes, answered, waited, slowest }]) => {
      const [protocol, name] = key.split(' ') as [string, string]
      const answers = answered === 0 ? null : { count: answered, mean: waited / answered, slowest }
      return { protocol, name, count, bytes, answers }
    }),
    unknown: [...unknown.values()].map(({ message, path, tag, count, bytes, packet }) => ({
      message,
      path,
      tag: tag ?? null,
      count,
      bytes,
      packet,
    })),
    coverage: { ...coverage },
  }
}
