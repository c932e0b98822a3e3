import { defineRule } from '../define.ts'

/** Seconds. */
const PATIENCE = 30

export default defineRule({
  code: 'SNAC-07',
  name: 'client-online-late',
  severity: 'warning',
  kind: 'violation',
  title: 'Client does not say that it is ready within 30 seconds',
  why: 'Until then nobody sees the user online, and the server gives the connection up.',
  fix: 'Send 0001/0002 CLIENT_ONLINE when versions, rates and rights are there, within 30 seconds of the sign-on.',
  spec: { doc: 'OSERVICE', item: '0001/0002', says: 'CLIENT_ONLINE has to come within 30 seconds of the sign-on.' },
  who: 'client',
  fixtures: {
    bad: ['client-online-missing', 'client-online-late'],
    good: ['signon', 'logged-in', 'signed-off-before-online'],
  },
  check: {
    session({ track, begun, online }, report) {
      const { signedOn, flow } = track
      if (signedOn === 0 || !begun) return
      const waited = (online === 0 ? flow.lastSeconds : online) - signedOn
      if (waited <= PATIENCE) return
      report({
        track,
        certainty: track.intact ? 'sure' : 'capture-incomplete',
        message:
          online === 0
            ? `no CLIENT_ONLINE in the ${waited} seconds after the sign-on`
            : `CLIENT_ONLINE came ${waited} seconds after the sign-on`,
        expected: `0001/0002 within ${PATIENCE} seconds`,
        found: online === 0 ? 'none' : `${waited} seconds`,
      })
    },
  },
})
