import { CANCEL_REASONS } from '../../oscar/rendezvous/reasons.ts'
import { TAG } from '../../oscar/rendezvous/tags.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

export default defineRule({
  code: 'RV-12',
  name: 'cancel-reason-unknown',
  severity: 'warning',
  kind: 'violation',
  title: 'CANCEL_REASON has a value that means nothing',
  why: 'The peer cannot tell its user why the rendezvous ended.',
  fix: 'Send 0 (unknown), 1 (the user), 2 (timeout) or 3 (another session accepted).',
  spec: { doc: 'Services/Rendezvous', item: 'ICBM__RENDEZVOUS_TAGS, CANCEL_REASON', says: 'The reasons are 0 to 3.' },
  who: 'client',
  fixtures: { bad: ['cancel-reason-9'], good: ['declined', 'cancelled', 'cancel-timeout'] },
  check: checkBlock({ signs: SIGN.unknownReason }, (block) => {
    const reason = block.typeName === 'CANCEL' ? block.number(TAG.CANCEL_REASON) : undefined
    if (reason === undefined || reason in CANCEL_REASONS) return undefined
    return { says: `has reason ${reason}`, expected: '0 to 3', found: String(reason) }
  }),
})
