import { isOscar } from '../flows.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-09',
  name: 'begun-in-midstream',
  severity: 'note',
  kind: 'capture',
  title: 'Connection began before the capture',
  why: 'What was said before is not known: its first messages are not judged, and who connected to whom may be a guess.',
  fix: 'Start the capture before the client signs on.',
  spec: { doc: 'RFC 9293', item: 'section 3.5', says: 'A connection begins with a SYN of each side.' },
  who: 'capture',
  fixtures: { bad: ['captured-from-the-middle'], good: ['signon', 'direct', 'frame-lost-by-capture'] },
  check: {
    flow({ track }, report) {
      const { stream0, stream1, firstPacket } = track.flow
      if (!isOscar(track) || (stream0.synSeen && stream1.synSeen)) return
      const [lacking] = [track.client, track.server].filter((side) => !track.flow.stream(side).synSeen)
      const both = !stream0.synSeen && !stream1.synSeen
      report({
        track,
        packets: [firstPacket],
        certainty: 'capture-incomplete',
        message: both
          ? `the connection was there before its first packet, #${firstPacket}`
          : `the SYN of the ${lacking === track.client ? 'client' : 'server'} is not in the capture`,
      })
    },
  },
})
