import { ARS_HEADER } from '../../peer/ars.ts'
import { defineRule } from '../define.ts'

/** What follows the length field in the shortest frame. */
const SHORTEST = ARS_HEADER - 2

export default defineRule({
  code: 'ARS-01',
  name: 'frame-length-wrong',
  severity: 'error',
  kind: 'malformed',
  title: 'Proxy frame has a wrong length',
  why: 'The proxy finds the next frame, and the end of its own part of the connection, by the length alone: it answers with an error or waits for bytes that never come.',
  fix: 'Write the number of bytes that follow the length field: 10 and the payload of the command.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, header',
    says: 'The first two bytes of a proxy packet are its length without themselves, at least 0x000A.',
  },
  who: 'client',
  step: 7,
  fixtures: {
    bad: ['proxy-frame-of-8', 'proxy-frame-too-long', 'proxy-junk'],
    good: ['proxied', 'proxy-frame-lost-by-capture', 'proxy-error'],
  },
  check: {
    arsFrame({ seen, frame, fromClient }, report) {
      if (frame.length >= SHORTEST) return
      report({
        seen,
        certainty: 'sure',
        who: fromClient ? 'client' : 'proxy',
        message: `proxy frame ${frame.name} in #${seen.packets.at(-1)} says ${frame.length} bytes follow its length`,
        expected: `at least ${SHORTEST}`,
        found: String(frame.length),
      })
    },
    oftStray({ seen, bytes, earlier }, report) {
      const { track, side } = seen
      const frames = (track.session?.proxyFrames ?? []).filter((known) => known.seen.side === side)
      const before = frames.at(-1)
      if (track.peer?.protocol !== 'ars' || earlier > 0 || (before !== undefined && before.frame.length < SHORTEST))
        return
      // What comes after READY is the peer's, and not the proxy's to frame.
      if (track.session?.proxyFrames.some(({ frame }) => frame.name === 'READY') === true) return
      const cut = track.flow.stream(side).ended
      if (cut ? !track.complete(side) : track.over || !seen.intact) return
      const at = `#${seen.packets.at(-1)}`
      report({
        seen,
        certainty: 'sure',
        who: side === track.client ? 'client' : 'proxy',
        message: cut
          ? `the stream ends ${bytes} bytes into the proxy frame in ${at}`
          : `${bytes} bytes in ${at} are no proxy frame`,
        expected: cut
          ? 'as many bytes as the length says'
          : `a proxy frame${before === undefined ? '' : ` behind ${before.frame.name}`}`,
        found: cut ? `${bytes} bytes` : 'other bytes',
      })
    },
  },
})
