import { checkBlock, misplaces, rowOf, tagText } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

const REASON = rowOf('CANCEL_REASON')

export default defineRule({
  code: 'RV-13',
  name: 'cancel-reason-misplaced',
  severity: 'warning',
  kind: 'violation',
  title: 'CANCEL_REASON in a message that is no CANCEL',
  why: 'A peer that looks for the reason and not for the type takes the message for the end of the rendezvous.',
  fix: 'Leave tag 0x000B out of PROPOSE and ACCEPT.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, CANCEL_REASON',
    says: 'Only a cancel has a reason.',
  },
  who: 'client',
  fixtures: { bad: ['reason-in-proposal', 'reason-in-accept'], good: ['declined', 'redirected'] },
  check: checkBlock({ signs: SIGN.misplaced }, (block) =>
    misplaces(block, REASON) ? { says: 'has a cancel reason', expected: 'none', found: tagText(REASON) } : undefined,
  ),
})
