import { defineRule } from '../define.ts'

/** libpurple and Kopete listen on 5190, the other port of the servers, as a matter of course. */
const HTTPS = 443

export default defineRule({
  code: 'CON-05',
  name: 'peer-on-https-port',
  severity: 'note',
  kind: 'violation',
  title: 'Peers talk to each other on the port of HTTPS',
  why: 'Firewalls and analyzers that go by the port take it for TLS or for a connection to the server.',
  fix: 'Listen on a port above 1023; AIM and ICQ clients use those from 5190 on.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'connecting the peers',
    says: 'The port is whatever the proposer listens on; servers listen on 5190 and 443.',
  },
  who: 'client',
  fixtures: { bad: ['peer-on-443'], good: ['direct', 'proxied', 'redirected'] },
  check: {
    flow({ track }, report) {
      const { protocol, flow, server } = track
      const direct = protocol === 'oft2' || protocol === 'odc2'
      if (!direct || !track.clientSure || flow.port(server) !== HTTPS) return
      // A leg to the proxy whose start is missing does not show that it is one.
      const proxied = track.conversation?.proposals.some(({ usesProxy }) => usesProxy) === true
      report({
        track,
        packets: [flow.firstPacket],
        certainty: track.intact && !proxied ? 'sure' : 'likely',
        message: `${protocol} on port ${HTTPS} of ${track.ends[server]}`,
        expected: 'TLS, or a connection to the server',
        found: protocol,
      })
    },
  },
})
