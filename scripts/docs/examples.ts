/** Cuts out of the captures that prove a rule the messages that it is about. */
import type { TimelineEvent } from '../../src/conversation/event.ts'
import { recognise } from '../../src/report/paste/recognise.ts'
import type { ExampleMessage, RuleExample } from '../../src/report/rule-example.ts'
import type { Rule } from '../../src/rules/define.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { FIXTURES } from '../../test/rules/fixtures/index.ts'
import { packetsIn } from '../../test/properties/report.ts'
import { watch } from '../../test/support/analyze.ts'

/** More than the longest header; file data beyond it says nothing. */
const MAX_BYTES = 512
const MAX_MESSAGES = 2

interface Message extends ExampleMessage {
  /** What it is, to find the like of it: `snac ICBM__CHANNEL_MSG_TOHOST PROPOSE`. */
  readonly what: string
  readonly name: string
  readonly packets: readonly number[]
}

interface Watched {
  readonly messages: readonly Message[]
  readonly findings: readonly Finding[]
}

const known = new Map<string, Watched>()

/** Everything that is said in a capture, and what is found in it. */
function watched(capture: string): Watched {
  const messages: Message[] = []
  const before = known.get(capture)
  if (before !== undefined) return before
  const { findings } = watch(FIXTURES.get(capture)!(), (event) => messages.push(messageOf(event)))
  const result = { messages, findings }
  known.set(capture, result)
  return result
}

function messageOf(event: TimelineEvent): Message {
  const { track, side, protocol, name, bytes, start, end } = event
  const { summary } = event.decode()
  const piece = bytes.slice(start, Math.min(end, start + MAX_BYTES))
  const [kind] = recognise(piece).found
  return {
    line: `${track.ends[side]} → ${track.ends[side === 0 ? 1 : 0]}  ${protocol.toUpperCase()} ${name} ${summary}`.trim(),
    kind: kind?.kind ?? null,
    hex: Buffer.from(piece).toString('hex'),
    what: `${protocol} ${name} ${summary.split(' ')[0]}`,
    name,
    packets: [...event.carriedBy],
  }
}

/** What the rules of a family are about, where no message of a good capture is like the bad one. */
const PROTOCOLS: Readonly<Record<string, string>> = { ARS: 'ars', OFT: 'oft2', ODC: 'odc2', CON: 'tcp' }

/** The messages that the first finding of the rule points at, and what is there in their place when nothing is wrong. */
export function exampleOf({ code, fixtures }: Rule): RuleExample {
  const [badName, goodName] = [fixtures.bad[0]!, fixtures.good[0]!]
  const bad = watched(badName)
  const finding = bad.findings.find((each) => each.code === code)
  const events = pointedAt(bad, finding)
  const wrong =
    events.length > 0 ? events : (finding?.packets ?? []).slice(0, 1).map((packet) => payload(badName, packet))
  const right = fixtures.good.map((name) => ({ name, messages: likeThese(watched(name), wrong, finding) }))
  const protocol = PROTOCOLS[code.split('-')[0]!] ?? 'snac'
  const any = watched(goodName).messages.filter(({ what }) => what.startsWith(`${protocol} `))
  const best = right.find(({ messages }) => messages.length > 0) ?? { name: goodName, messages: any.slice(0, 1) }
  return {
    bad: { capture: badName, ...(finding === undefined ? {} : { says: finding.message }), messages: wrong.map(plain) },
    good: { capture: best.name, messages: best.messages.map(plain) },
  }
}

/** What a packet carries when no message can be made of it. */
function payload(capture: string, packet: number): Message {
  const { bytes, start, stop } = packetsIn(FIXTURES.get(capture)!())[packet - 1]!
  const frame = bytes.subarray(start, stop)
  const tcp = ETHERNET + (frame[ETHERNET]! & 15) * 4
  const data = frame.subarray(tcp + (frame[tcp + 12]! >> 4) * 4)
  const end = (address: number, port: number): string =>
    `${frame.subarray(address, address + 4).join('.')}:${(frame[port]! << 8) | frame[port + 1]!}`
  return {
    line: `${end(26, tcp)} → ${end(30, tcp + 2)}  TCP ${data.length === 0 ? 'no' : data.length} bytes in packet #${packet}`,
    kind: null,
    hex: Buffer.from(data.subarray(0, MAX_BYTES)).toString('hex'),
    what: '',
    name: '',
    packets: [packet],
  }
}

const ETHERNET = 14

const plain = ({ line, kind, hex }: Message): ExampleMessage => ({ line, kind, hex })

/** One of each kind. */
function pointedAt({ messages }: Watched, finding: Finding | undefined): Message[] {
  const found = messages.filter(({ packets }) => packets.some((packet) => finding?.packets.includes(packet) === true))
  return found.filter(({ what }, at) => found.findIndex((other) => other.what === what) === at).slice(0, MAX_MESSAGES)
}

function likeThese({ messages }: Watched, wrong: readonly Message[], finding: Finding | undefined): Message[] {
  const missing = finding?.ghost?.name.split(' ').at(-1)
  const like = wrong.flatMap(({ what, name }) => {
    const one = messages.find((other) => other.what === what) ?? messages.find((other) => other.name === name)
    return one === undefined ? [] : [one]
  })
  const ghost = messages.find(({ name, what }) => name === missing || what.split(' ').at(-1) === missing)
  return [...new Set([...like.slice(0, 1), ...(ghost === undefined ? like.slice(1) : [ghost])])]
}
