import { checkBlock, lacks, rowOf, tagText } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { amendedGhost } from '../ghosts.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

const NUMBER = rowOf('SEQUENCE_NUM')

export default defineRule({
  code: 'RV-04',
  name: 'sequence-num-missing',
  severity: 'error',
  kind: 'violation',
  title: 'Rendezvous PROPOSE carries no SEQUENCE_NUM',
  why: 'The number tells a first proposal from a redirect and from a move to the proxy; without it the peer has to guess, and may answer the wrong one.',
  fix: 'Add tag 0x000A (uint16) to every PROPOSE: 1 in the first, then one more each time, whoever proposes.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, SEQUENCE_NUM',
    says: 'Every proposal has a sequence number.',
  },
  who: 'client',
  fixtures: { bad: ['proposal-without-number'], good: ['declined', 'redirected', 'tlv-overrun'] },
  check: checkBlock({ signs: SIGN.lacking }, (block, _leg, { conversation, message }) => {
    if (!lacks(block, NUMBER)) return undefined
    const due = conversation.proposals.indexOf(message) + 1
    const ghost = amendedGhost(block, message.from, 'SEQUENCE_NUM', due)
    return { says: 'has no sequence number', expected: tagText(NUMBER), found: 'none', ghost }
  }),
})
