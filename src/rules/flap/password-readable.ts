import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-15',
  name: 'password-readable',
  severity: 'note',
  kind: 'violation',
  title: 'Capture holds a password that can be read',
  why: 'Whoever gets the capture can read the password, and sign on with it.',
  fix: 'Log in with MD5 or better; before passing the capture on, change the password.',
  spec: { doc: 'OSCAR', item: 'login on channel 1', says: 'The roasted password is an XOR with a known table.' },
  who: 'client',
  fixtures: { bad: ['password-on-channel-1'], good: ['signon'] },
  check: {
    // Sign-on cookies, which are good for seconds, are masked too and in every capture.
    password({ seen }, report) {
      const message = 'whoever has the capture can read the password of this login (masked here)'
      report({ seen, certainty: 'sure', message, found: 'a roasted password' })
    },
  },
})
