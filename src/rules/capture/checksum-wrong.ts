import { isOscar } from '../flows.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-14',
  name: 'checksum-wrong',
  severity: 'note',
  kind: 'capture',
  title: 'TCP checksums are wrong',
  why: 'Either the network card computed them behind the capture, which is harmless, or the bytes were damaged on their way and what is decoded from them may be wrong.',
  fix: 'Switch checksum offload off on the capturing host (ethtool -K eth0 tx off), or capture elsewhere.',
  spec: {
    doc: 'RFC 9293',
    item: 'section 3.1, checksum',
    says: 'A receiver throws a segment away whose checksum is wrong.',
  },
  who: 'capture',
  fixtures: { bad: ['checksum-wrong'], good: ['signon', 'direct'] },
  check: {
    flow({ track }, report) {
      const { wrongSums } = track.flow
      if (wrongSums === 0 || !isOscar(track)) return
      report({
        track,
        certainty: 'sure',
        message: `${wrongSums} segment${wrongSums === 1 ? ' has a wrong checksum' : 's have wrong checksums'}; they were decoded all the same`,
      })
    },
  },
})
