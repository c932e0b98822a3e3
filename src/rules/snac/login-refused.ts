import { hexNumber } from '../../bytes/hex.ts'
import { printable } from '../../bytes/printable.ts'
import { LOGIN_ERRORS } from '../../oscar/errors.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SNAC-15',
  name: 'login-refused',
  severity: 'warning',
  kind: 'violation',
  title: 'Login was refused',
  why: 'The user is not signed on; some reasons lock the account or the address for a while when the client tries again at once.',
  fix: 'Look at the code: 0x0001, 0x0004, 0x0005 and 0x0007 are name or password, 0x0018 and 0x001D ask for patience, 0x001B for a newer client.',
  spec: {
    doc: 'BUCP',
    item: '0017/0003',
    says: 'A refused login has TLV 0x0008 with the reason in place of address and cookie.',
  },
  who: 'client',
  fixtures: { bad: ['login-refused'], good: ['logged-in'] },
  check: {
    loginRefused({ seen, error }, report) {
      const { screenName } = seen.track
      const text = `${hexNumber(error)} ${LOGIN_ERRORS[error as keyof typeof LOGIN_ERRORS] ?? ''}`.trimEnd()
      report({
        seen,
        certainty: 'sure',
        message: `the login${screenName === undefined ? '' : ` of ${printable(screenName)}`} was refused with ${text}`,
        expected: 'address and cookie',
        found: text,
      })
    },
  },
})
