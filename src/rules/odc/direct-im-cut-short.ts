import { defineRule } from '../define.ts'

export default defineRule({
  code: 'ODC-04',
  name: 'direct-im-cut-short',
  severity: 'error',
  kind: 'malformed',
  title: 'The stream ended inside of a direct IM frame',
  why: 'The reader waits for bytes that never come, and the message or the picture is lost.',
  fix: 'Make the payload length the number of bytes that follow the header, and send all of them before closing.',
  spec: { doc: 'Direct IM', item: 'payload length', says: 'It counts the bytes behind the header.' },
  who: 'client',
  fixtures: { bad: ['direct-im-cut-short'], good: ['direct-im', 'direct-im-cut-by-capture', 'direct-im-cut-by-reset'] },
  check: {
    odcFrame({ seen, frame }, report) {
      const { missing, header } = frame
      const { track, side } = seen
      if (missing === 0) return
      if (!track.flow.stream(side).finSeen || !track.complete(side)) {
        // A reset cuts wherever it finds the stream.
        if (track.flow.closed === 'rst') return
        const message = `the capture lacks ${missing} bytes of the message that ends with #${seen.packets.at(-1)}`
        report({ seen, certainty: 'capture-incomplete', severity: 'note', kind: 'capture', who: 'capture', message })
        return
      }
      report({
        seen,
        certainty: 'sure',
        message: `the sender closed ${missing} bytes before the end of its message of ${header.payloadLength} bytes`,
        expected: `${header.payloadLength} bytes`,
        found: `${header.payloadLength - missing} bytes`,
      })
    },
  },
})
