import { since } from '../copies.ts'
import { snacText } from '../snacs.ts'
import { isReadable } from '../certainty.ts'
import { defineRule } from '../define.ts'

/** Seconds. */
const CROSSING = 1

export default defineRule({
  code: 'SNAC-04',
  name: 'before-host-online',
  severity: 'error',
  kind: 'violation',
  title: 'Client speaks before the server said what it offers',
  why: 'The server is not ready: it drops the SNAC or the connection, and the client waits for an answer that never comes.',
  fix: 'Wait for 0001/0003 HOST_ONLINE before the first SNAC of a connection that was signed on to with a cookie.',
  spec: { doc: 'OSERVICE', item: '0001/0003', says: 'The client may speak after HOST_ONLINE.' },
  who: 'client',
  fixtures: {
    bad: ['snac-before-host-online', 'host-online-missing'],
    good: ['signon', 'logged-in', 'host-online-lost-by-capture'],
  },
  check: {
    snacEarly(fact, report) {
      const { seen, online } = fact
      const { flow } = seen.track
      // They may have changed places in the capture only: it is made at one end, or at two ports of a switch.
      const crossed = (online === undefined ? flow.lastSeconds - seen.seconds : since(seen, online)) <= CROSSING
      const isWhole = seen.intact && (online !== undefined || seen.track.intact)
      report({
        seen,
        // Servers put up with it, and the documents have it from them.
        certainty: isWhole ? 'likely' : 'capture-incomplete',
        ...((crossed || !isReadable(seen.track, seen.track.server)) && { severity: 'note' }),
        message: `${snacText(fact)} came before HOST_ONLINE`,
        expected: '0001/0003 HOST_ONLINE first',
        found: online === undefined ? 'none' : `HOST_ONLINE ${since(seen, online).toFixed(1)} s later`,
      })
    },
  },
})
