import type { Conversation } from '../../conversation/conversation.ts'
import type { Track } from '../../conversation/track.ts'
import { TRAIT } from '../../conversation/traits.ts'
import { defineRule, on } from '../define.ts'
import { last, promptOf } from '../endings.ts'
import { PATIENCE } from '../patience.ts'
import { upSince } from '../proxies.ts'

export default defineRule({
  code: 'OFT-49',
  name: 'prompt-late',
  severity: 'warning',
  kind: 'violation',
  title: 'The first prompt did not come at once',
  why: 'The connection is there and nothing happens on it: joscar gives up when it has no header after ten seconds.',
  fix: 'Send 0x0101 as soon as the connection is there, or the proxy has said READY.',
  spec: {
    doc: 'joscar',
    item: 'timeouts',
    says: 'The first valid header has to come within ten seconds of the connection.',
  },
  who: 'sender',
  step: 9,
  fixtures: {
    bad: ['prompt-late', 'prompt-late-proxied', 'prompt-never'],
    good: ['direct', 'proxied', 'redirected', 'accept-late', 'gave-up-waiting', 'closed-at-once'],
  },
  check: {
    conversation: on({ signs: TRAIT.connected | TRAIT.attempted }, ({ conversation }, report) => {
      if (conversation.serviceName !== 'send-file') return
      const [waiting] = [...conversation.connections, ...silent(conversation)]
        .map((track) => ({ track, ...waitOn(track, conversation) }))
        .filter(({ seconds }) => seconds > PATIENCE.prompt.seconds)
      if (waiting === undefined) return
      const { track, packet } = waiting
      const seconds = Math.floor(waiting.seconds)
      const what =
        packet === undefined ? `no 0x0101 came in ${seconds} seconds` : `prompt #${packet} came ${seconds} seconds`
      report({
        conversation,
        track,
        packets: [track.flow.firstPacket, ...(packet === undefined ? [] : [packet])],
        certainty: isProved(waiting, conversation) ? 'sure' : 'likely',
        message: `${what} after the connection ${last([track.flow.firstPacket])}`,
        expected: `0x0101 PROMPT within ${PATIENCE.prompt.seconds} seconds`,
        found: packet === undefined ? 'nothing' : `${seconds} seconds`,
      })
    }),
  },
})

/** Nothing that would have ended the wait, or begun it later, can have been missed. */
function isProved(
  { track, packet }: { track: Track; packet?: number | undefined },
  { accepted, legsIntact }: Conversation,
): boolean {
  const ended = packet !== undefined || (track.complete(0) && track.complete(1))
  return track.intact && ended && (accepted || legsIntact)
}

/** Connections to a proposed address on which nobody said anything. */
function silent({ attempts }: Conversation): Track[] {
  return attempts
    .map(({ track }) => track)
    .filter(({ peer, flow }) => peer === undefined && flow.stream0.synSeen && flow.stream1.synSeen && !flow.refused)
}

/** How long the two waited for the first prompt, and the packet that brought it. Who waits for the ACCEPT does so rightly. */
function waitOn(track: Track, { messages, finished }: Conversation): { seconds: number; packet?: number | undefined } {
  const up = upSince(track)
  if (up === undefined) return { seconds: 0 }
  const accept = messages.find(({ kind }) => kind === 'accept')?.first.seen
  const from = accept === undefined ? up : Math.max(up, accept.seconds + accept.nanos / 1e9)
  const first = track.transfers.flatMap(({ views }) => views).find((view) => view.track === track)
  const prompt = first && promptOf(first.file)
  if (prompt !== undefined) return { seconds: prompt.time - from, packet: prompt.packets.at(-1) }
  // Other headers without a prompt are another fault.
  if (first !== undefined) return { seconds: 0 }
  return { seconds: (track.flow.closedAt === 0 ? finished : track.flow.closedAt) - from }
}
