import { senderOf } from '../snacs.ts'
import { defineRule } from '../define.ts'

const KNOWN_FOR = ['open-oscar-server']

export default defineRule({
  code: 'FLAP-12',
  name: 'signoff-without-length',
  severity: 'note',
  kind: 'malformed',
  title: 'Sign-off frame has no length field',
  why: 'A reader waits for two more bytes; Windows AIM 1.x to 4.1 hangs when they come, which is why they are left out.',
  fix: 'In a server, write all six bytes of the header to every other client.',
  spec: { doc: 'FLAP', item: 'channel 4', says: 'A frame has a header of six bytes.' },
  who: 'server',
  knownFor: KNOWN_FOR,
  fixtures: { bad: ['flap-short-signoff'], good: ['signon', 'flap-all-channels'] },
  check: {
    signoff({ seen, headless, fromClient }, report) {
      if (!headless) return
      report({
        seen,
        certainty: 'sure',
        who: senderOf(fromClient),
        message: `the ${senderOf(fromClient)}'s sign-off frame ends after 4 bytes`,
        expected: '6 bytes',
        found: '4 bytes',
        knownFor: fromClient ? [] : KNOWN_FOR,
      })
    },
  },
})
