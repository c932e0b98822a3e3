import { checkBlock, misplaces, rowOf, tagText } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

const NUMBER = rowOf('SEQUENCE_NUM')

export default defineRule({
  code: 'RV-05',
  name: 'sequence-num-misplaced',
  severity: 'error',
  kind: 'violation',
  title: 'SEQUENCE_NUM in a message that is no PROPOSE',
  why: 'Only proposals are counted: a peer that reads the number counts this message too, and takes the next proposal for one it missed.',
  fix: 'Leave tag 0x000A out of ACCEPT and CANCEL.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, SEQUENCE_NUM',
    says: 'Proposals have a sequence number, other messages do not.',
  },
  who: 'client',
  fixtures: { bad: ['number-in-accept', 'number-in-cancel'], good: ['declined', 'redirected'] },
  check: checkBlock({ signs: SIGN.misplaced }, (block) =>
    misplaces(block, NUMBER) ? { says: 'has a sequence number', expected: 'none', found: tagText(NUMBER) } : undefined,
  ),
})
