import { hexNumber } from '../bytes/hex.ts'
import type { TlvFault } from '../oscar/tlv-shape.ts'
import type { Check } from './define.ts'
import type { Certainty } from './finding.ts'
import { senderOf, snacText } from './snacs.ts'

/** A check for TLVs of a SNAC that do not fit in one way. `tell` goes on where the name of the SNAC stops. */
export function checkTlvs(
  kind: TlvFault['kind'],
  certainty: Certainty,
  tell: (fault: TlvFault, tlv: string) => { says: string; expected: string; found: string },
): Check {
  return {
    tlvFault(fact, report) {
      const { seen, fault, fromClient } = fact
      if (fault.kind !== kind) return
      const tlv = fault.tag === undefined ? '' : `TLV ${hexNumber(fault.tag)}`
      const { says, expected, found } = tell(fault, tlv)
      report({
        seen,
        certainty,
        who: senderOf(fromClient),
        message: `${snacText(fact)} ${says}`,
        expected,
        found,
      })
    },
  }
}
