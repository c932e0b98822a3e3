import type { Conversation } from '../../conversation/conversation.ts'
import { TRAIT } from '../../conversation/traits.ts'
import { nameOf } from '../blocks.ts'
import { defineRule, on } from '../define.ts'
import { last } from '../endings.ts'
import { PATIENCE } from '../patience.ts'
import { upSince } from '../proxies.ts'

export default defineRule({
  code: 'CON-08',
  name: 'accept-late',
  severity: 'note',
  kind: 'violation',
  title: 'ACCEPT came long after the connection',
  why: 'Miranda and Digsby send nothing before the ACCEPT is there, and Miranda gives up two seconds after the proxy is ready.',
  fix: 'Send ACCEPT as soon as the connection is there, or the proxy has said READY.',
  spec: {
    doc: 'Miranda',
    item: 'waiting for the ACCEPT',
    says: 'When the proxy is ready it waits up to two seconds for the ACCEPT, then fails.',
  },
  who: 'client',
  step: 8,
  fixtures: {
    bad: ['accept-late', 'accept-late-proxied'],
    good: ['direct', 'redirected', 'proxied', 'accept-missing'],
  },
  check: {
    conversation: on({ signs: TRAIT.connected }, ({ conversation }, report) => {
      const accept = conversation.messages.find(({ kind }) => kind === 'accept')
      const ups = conversation.connections.map(upSince).filter((time) => time !== undefined)
      if (accept === undefined || ups.length === 0) return
      const { seen } = accept.first
      const seconds = seen.seconds + seen.nanos / 1e9 - Math.max(...ups)
      if (seconds <= PATIENCE.accept.seconds) return
      report({
        conversation,
        seen,
        certainty: seen.intact && isUpProved(conversation) ? 'sure' : 'likely',
        who: accept.from,
        message: `${nameOf(accept, conversation.rolesKnown)} ${last(seen.packets)} came ${seconds.toFixed(1)} seconds after the connection`,
        expected: `within ${PATIENCE.accept.seconds} seconds`,
        found: `${seconds.toFixed(1)} seconds`,
      })
    }),
  },
})

/** No READY can have been missed that would let the wait begin later: it comes on both legs. */
function isUpProved({ connections }: Conversation): boolean {
  const proxied = connections.some(({ protocol }) => protocol.startsWith('ars'))
  return connections.length >= (proxied ? 2 : 1) && connections.every(({ intact }) => intact)
}
