/** How often each message occurs and how long its answer takes, where the bytes went, and what nobody knows. */
import type { Json } from '../bytes/node.ts'
import { hexNumber } from '../bytes/hex.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import { counted } from './amount.ts'
import type { Paint } from './signs.ts'
import { tableLines } from './table.ts'
import type { Totals } from './totals.ts'
import { unknownRecords, Unknowns } from './unknowns.ts'
import { QuietView } from './view.ts'

interface Tally {
  count: number
  bytes: number
  answered: number
  /** Seconds of all its answers. */
  waited: number
  slowest: number
}

export class StatsView extends QuietView {
  readonly wantsEvents = true
  override readonly wantsUnknowns = true
  readonly unknowns = new Unknowns()
  readonly messages = new Map<string, Tally>()

  override event(event: TimelineEvent): void {
    const { answers, name, protocol } = event
    this.unknowns.see(event)
    const tally = this.tally(`${protocol} ${name}`)
    tally.count++
    tally.bytes += event.end - event.start
    if (answers !== undefined) {
      const request = this.tally(`snac ${answers.request.name}`)
      request.answered++
      request.waited += answers.seconds
      request.slowest = Math.max(request.slowest, answers.seconds)
    }
  }

  private tally(key: string): Tally {
    const known = this.messages.get(key)
    if (known !== undefined) return known
    const made = { count: 0, bytes: 0, answered: 0, waited: 0, slowest: 0 }
    this.messages.set(key, made)
    return made
  }
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

export function statsLines({ messages, unknowns }: StatsView, { coverage }: Totals, paint: Paint): string[] {
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
  const strangers = unknowns.things.map(({ message, path, tag, count, bytes, packet }) => [
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

export function statsRecord({ messages, unknowns }: StatsView, { coverage }: Totals): { readonly [key: string]: Json } {
  return {
    type: 'stats',
    messages: [...messages].map(([key, { count, bytes, answered, waited, slowest }]) => {
      const [protocol, name] = key.split(' ') as [string, string]
      const answers = answered === 0 ? null : { count: answered, mean: waited / answered, slowest }
      return { protocol, name, count, bytes, answers }
    }),
    unknown: unknownRecords(unknowns),
    coverage: { ...coverage },
  }
}
