import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CON-04',
  name: 'orphan-connection',
  severity: 'note',
  kind: 'capture',
  title: 'Connection of a rendezvous that was not captured',
  why: 'Without the proposal nobody can tell whether the file is the one that was offered, and to whom.',
  fix: 'Capture the connections to the server too; what went through TLS stays hidden.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'connecting the peers',
    says: 'The cookie of the connection is that of a proposal.',
  },
  who: 'capture',
  fixtures: {
    bad: ['orphan', 'orphan-direct-im'],
    good: ['direct', 'redirected', 'proxied', 'joined-in-mid-conversation'],
  },
  check: {
    flow({ track }, report) {
      if (track.peer === undefined || track.conversation !== undefined) return
      report({
        track,
        packets: [track.flow.firstPacket],
        certainty: 'capture-incomplete',
        message: `no rendezvous was captured for the ${track.protocol} of ${track.ends.join(' and ')}`,
        expected: 'a PROPOSE with its cookie',
        found: 'none',
      })
    },
  },
})
