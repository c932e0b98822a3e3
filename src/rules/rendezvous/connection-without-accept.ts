import type { Track } from '../../conversation/track.ts'
import { nameOf } from '../blocks.ts'
import { rendezvousGhost } from '../ghosts.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'

export default defineRule({
  code: 'RV-33',
  name: 'connection-without-accept',
  severity: 'warning',
  kind: 'violation',
  title: 'Transfer began and nobody sent ACCEPT',
  why: 'Miranda and Digsby wait for the ACCEPT before they send the first header, and give up without it.',
  fix: 'Send ACCEPT to the proposer as soon as the connection is there.',
  spec: { doc: 'RendezvousProtocol', item: 'step 8', says: 'Who connected sends the ICBM that accepts.' },
  who: 'client',
  step: 8,
  fixtures: { bad: ['accept-missing'], good: ['direct', 'redirected', 'proxied', 'orphan', 'accept-lost-by-capture'] },
  check: {
    conversation: on({ signs: TRAIT.connected }, ({ conversation }, report) => {
      const { messages, proposals, connections } = conversation
      const talking = connections.find(({ peer }) => peer?.oft !== undefined || peer?.odc !== undefined)
      if (talking === undefined || proposals.length === 0) return
      // Whoever refused or cancelled before it began has said so; later ends say nothing about the beginning.
      const ends = messages.filter(({ kind, first }) => kind !== 'propose' && first.seen.seconds < beginsAt(talking))
      if (ends.length > 0 || messages.some(({ kind }) => kind === 'accept')) return
      const shown = messages.some(({ legs }) => legs.some(({ seen }) => seen.track.intact))
      const last = proposals.at(-1)!
      report({
        conversation,
        track: talking,
        packets: last.packets,
        certainty: shown ? 'likely' : 'capture-incomplete',
        ...(!shown && { severity: 'note', kind: 'capture', who: 'capture' }),
        message: `no ACCEPT for ${nameOf(last, conversation.rolesKnown)} on which the transfer began`,
        expected: 'ACCEPT',
        found: 'none',
        ghost: rendezvousGhost('ACCEPT', last.from === 'offerer' ? 'target' : 'offerer', conversation),
      })
    }),
  },
})

/** Capture seconds of the first header of a file; of a direct IM nothing but the connection's beginning is known. */
function beginsAt({ transfers, flow }: Track): number {
  const times = transfers.flatMap(({ views }) => views.flatMap(({ file }) => file.headers.map(({ time }) => time)))
  return times.length > 0 ? Math.min(...times) : flow.startSeconds
}
