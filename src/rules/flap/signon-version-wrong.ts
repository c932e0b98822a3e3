import { senderOf } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-07',
  name: 'signon-version-wrong',
  severity: 'warning',
  kind: 'malformed',
  title: 'Sign-on frame of another version than 1',
  why: 'A reader that checks the version drops the connection; one that does not may take the rest for something else.',
  fix: 'Begin the payload of the frame on channel 1 with the four bytes 00 00 00 01.',
  spec: { doc: 'FLAP', item: 'channel 1', says: 'The sign-on frame begins with version 1 in four bytes.' },
  who: 'client',
  fixtures: { bad: ['signon-version-2', 'signon-empty'], good: ['signon', 'message'] },
  check: {
    signon({ seen, fromClient, version, length }, report) {
      if (version === 1) return
      const who = senderOf(fromClient)
      report({
        seen,
        certainty: 'sure',
        who,
        message:
          version === undefined
            ? `the ${who}'s sign-on frame has ${length} byte${length === 1 ? '' : 's'}`
            : `the ${who} signs on with FLAP version ${version}`,
        expected: '1',
        found: version === undefined ? `${length} bytes` : String(version),
      })
    },
  },
})
