import { hexNumber } from '../../bytes/hex.ts'
import { ARS_ERRORS } from '../../peer/ars.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'ARS-11',
  name: 'proxy-error',
  severity: 'error',
  kind: 'violation',
  title: 'The proxy refused',
  why: 'The tunnel is gone: the transfer goes on only if one of the two proposes another way.',
  fix: 'Look at the request before it: 0x000D and 0x000E mean that it was wrong, 0x0010 and 0x001A that something came too late.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, error',
    says: 'The proxy answers a bad request, a malformed one, a late one and a tunnel nobody joins with an error.',
  },
  who: 'client',
  step: 7,
  fixtures: { bad: ['proxy-error', 'proxy-error-unknown'], good: ['proxied'] },
  check: {
    arsFrame({ seen, frame, fromClient }, report) {
      if (frame.command !== 0x0001 || frame.error === undefined || fromClient) return
      const text = ARS_ERRORS.get(frame.error) ?? 'unknown error'
      const state = seen.track.conversation?.state
      report({
        seen,
        certainty: 'sure',
        // Nobody joins the tunnel of a transfer that was called off.
        severity: state === 'cancelled' || state === 'declined' ? 'note' : 'error',
        message: `the proxy answers ${hexNumber(frame.error)} ${text} in #${seen.packets.at(-1)}`,
        expected: 'ACK or READY',
        found: `${hexNumber(frame.error)} ${text}`,
      })
    },
  },
})
