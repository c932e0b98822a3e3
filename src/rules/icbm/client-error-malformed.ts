import { ICQ_REPLY, type ClientError } from '../../oscar/icbm.ts'
import { CLIENT_ERROR_CODES, NAK_REASONS } from '../../oscar/rendezvous/reasons.ts'
import { defineRule } from '../define.ts'

const KNOWN_FOR = ['joscar']
const CHANNEL_SPECIFIC = 3

export default defineRule({
  code: 'ICBM-09',
  name: 'client-error-malformed',
  severity: 'warning',
  kind: 'malformed',
  title: 'ICBM__CLIENT_ERR does not say what is wrong',
  why: 'The proposer shows a wrong reason, or takes the refusal for something else and goes on waiting.',
  fix: 'Send code 3, the length 2 and one of the listed reasons when you refuse a rendezvous.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__CLIENT_ERR',
    says: 'Code 1, 2 or 3; code 3 on channel 2 is followed by a length of 2 and the reason.',
  },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: {
    bad: ['client-error-code-9', 'client-error-without-reason', 'client-error-reason-66'],
    good: ['refused-by-client-error', 'relay-refused', 'client-error-ignored'],
  },
  check: {
    clientError({ seen, error, toHost, conversation, known }, report) {
      const { code, detail, stated, reason } = error
      const fault = faultOf(error)
      const repeated = conversation?.messages.some(
        ({ kind, first }) => kind === 'client-error' && first.toHost !== toHost,
      )
      if (fault === undefined || (repeated ?? known)) return
      // joscar writes the reason where the code belongs, and nothing behind it.
      const bare = detail === 0 && code in NAK_REASONS
      report({
        conversation,
        seen,
        // Without its proposal, the two copies of it cannot be told to be one.
        certainty: conversation === undefined ? 'likely' : 'sure',
        message: `0004/000b has ${fault}`,
        expected: 'code 3, length 2, a known reason',
        found: `code ${code}${stated === undefined ? '' : `, length ${stated}`}${reason === undefined ? '' : `, reason ${reason}`}`,
        knownFor: bare ? KNOWN_FOR : [],
      })
    },
  },
})

function faultOf({ code, detail, stated, reason }: ClientError): string | undefined {
  if (!(code in CLIENT_ERROR_CODES)) return `code ${code}`
  if (code !== CHANNEL_SPECIFIC || stated === ICQ_REPLY) return undefined
  if (stated !== 2 || detail < 4) return 'no reason behind code 3'
  return reason !== undefined && reason in NAK_REASONS ? undefined : `reason ${reason}`
}
