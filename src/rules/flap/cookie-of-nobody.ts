import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-14',
  name: 'cookie-of-nobody',
  severity: 'note',
  kind: 'violation',
  title: 'Sign-on cookie was handed out to nobody, or is used again',
  why: 'A server that accepts it lets somebody in who did not log in; one that does not refuses a client that reconnects with an old one.',
  fix: 'Log in, or ask for the service, again for each connection, and sign on with the cookie of the answer.',
  spec: {
    doc: 'OSCAR',
    item: 'sign-on cookie',
    says: 'The cookie of a login or of a service response is for one connection.',
  },
  who: 'client',
  fixtures: { bad: ['cookie-of-nobody', 'cookie-used-twice'], good: ['logged-in', 'signon', 'service-signed-on'] },
  check: {
    signonCookie({ seen, origin }, report) {
      report({
        seen,
        // A login over HTTPS cannot be seen.
        certainty: 'likely',
        message:
          origin === 'used'
            ? 'the client signs on with a cookie that another connection was opened with'
            : 'the client signs on with a cookie that no answer in the capture handed out, and others were',
        expected: 'a cookie of its own',
        found: origin === 'used' ? 'one that was used' : 'an unknown one',
      })
    },
  },
})
