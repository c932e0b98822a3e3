import { Analyzer } from '../../src/analyzer.ts'
import type { TimelineEvent } from '../../src/conversation/event.ts'
import type { Conversation } from '../../src/conversation/conversation.ts'
import type { Track } from '../../src/conversation/track.ts'
import type { Transfer } from '../../src/conversation/transfer.ts'
import type { Finding } from '../../src/rules/finding.ts'
import { RULES } from '../../src/rules/index.ts'
import { feed } from './feed.ts'

export interface Analysis {
  readonly findings: readonly Finding[]
  /** One line an event: `protocol name summary`. */
  readonly events: readonly string[]
  readonly flows: readonly Track[]
  readonly conversations: readonly Conversation[]
  readonly transfers: readonly Transfer[]
  readonly packets: number
}

/** Runs the whole analysis on the bytes of a capture, given in pieces of `chunk` bytes, with these rules. */
export function analyze(capture: Uint8Array, chunk = 1 << 20, rules = RULES): Analysis {
  return watch(capture, () => undefined, chunk, rules)
}

/** The same, and shows each event, which is good during the call. */
export function watch(
  capture: Uint8Array,
  look: (event: TimelineEvent) => void,
  chunk = 1 << 20,
  rules = RULES,
): Analysis {
  const findings: Finding[] = []
  const events: string[] = []
  const flows: Track[] = []
  const conversations: Conversation[] = []
  const transfers: Transfer[] = []
  const observer = {
    wantsEvents: true,
    event: (event: TimelineEvent) => {
      look(event)
      events.push(`${event.protocol} ${event.name} ${event.decode().summary}`.trim())
    },
    flow: (track: Track) => flows.push(track),
    conversation: (conversation: Conversation) => conversations.push(conversation),
    transfer: (transfer: Transfer) => transfers.push(transfer),
    finding: (finding: Finding) => findings.push(finding),
  }
  const analyzer = new Analyzer(observer, { rules })
  feed(analyzer, capture, chunk)
  return { findings, events, flows, conversations, transfers, packets: analyzer.clock.packet }
}

/** Codes of the findings, with the certainty of those that are not sure: `OFT-07`, `OFT-08 capture-incomplete`. */
export function codes(analysis: Analysis): string[] {
  return analysis.findings.map(({ code, certainty }) => (certainty === 'sure' ? code : `${code} ${certainty}`))
}
