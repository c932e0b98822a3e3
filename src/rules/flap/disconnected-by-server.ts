import { hexNumber } from '../../bytes/hex.ts'
import { LOGIN_ERRORS } from '../../oscar/errors.ts'
import { defineRule } from '../define.ts'

const REASONS: ReadonlyMap<number, string> = new Map([
  [1, 'SIGNED_ON_ELSEWHERE'],
  [2, 'ACCOUNT_DELETED'],
])

export default defineRule({
  code: 'FLAP-13',
  name: 'disconnected-by-server',
  severity: 'warning',
  kind: 'violation',
  title: 'Server ended the session and said why',
  why: 'The user is offline from here on, and a client that signs on again at once is thrown out again.',
  fix: 'Sign on again only for a reason that may pass; after 1 (signed on elsewhere) the user has to decide.',
  spec: {
    doc: 'FLAP',
    item: 'channel 4',
    says: 'TLV 0x0009 has the reason of a disconnect, TLV 0x0008 the error of a login.',
  },
  who: 'client',
  fixtures: { bad: ['signed-on-elsewhere', 'signoff-with-error'], good: ['signon', 'flap-signoff-twice'] },
  check: {
    signoff({ seen, fromClient, reason, error }, report) {
      if (fromClient || (reason === undefined && error === undefined)) return
      const text =
        error === undefined
          ? `reason ${reason} ${REASONS.get(reason!) ?? 'that nobody has named'}`
          : `error ${hexNumber(error)} ${LOGIN_ERRORS[error as keyof typeof LOGIN_ERRORS] ?? 'that nobody has named'}`
      report({
        seen,
        certainty: 'sure',
        message: `the server ends the session with ${text}`,
        expected: 'the session goes on',
        found: text,
      })
    },
  },
})
