import { checkBlock, lacks, rowOf, tagText } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { amendedGhost } from '../ghosts.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

const REASON = rowOf('CANCEL_REASON')
/** What all clients that give a reason give. */
const USER_CANCEL = 1
const KNOWN_FOR = ['Kopete', 'Miranda', 'Digsby', 'qutIM']

export default defineRule({
  code: 'RV-11',
  name: 'cancel-reason-missing',
  severity: 'error',
  kind: 'violation',
  title: 'Rendezvous CANCEL carries no CANCEL_REASON',
  why: 'Without tag 0x000B the peer cannot tell its user a refusal from a timeout or from another session that accepted.',
  fix: 'Add tag 0x000B (uint16) to every CANCEL: 1 when the user declined or cancelled.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS, CANCEL_REASON',
    says: 'The reason is required in every cancel.',
  },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: { bad: ['cancel-without-reason', 'cancel-without-reason-one-side'], good: ['declined', 'cancelled'] },
  check: checkBlock({ signs: SIGN.lacking }, (block, _leg, { message }) => {
    if (!lacks(block, REASON)) return undefined
    const ghost = amendedGhost(block, message.from, 'CANCEL_REASON', USER_CANCEL)
    return { says: 'has no reason', expected: tagText(REASON), found: 'none', knownFor: KNOWN_FOR, ghost }
  }),
})
