import { hexNumber } from '../../bytes/hex.ts'
import { senderOf, snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'TLV-05',
  name: 'required-tlv-missing',
  severity: 'warning',
  kind: 'violation',
  title: 'SNAC lacks a TLV that it is useless without',
  why: 'The receiver cannot do what it is asked or told.',
  fix: 'Send name and password with a login, foodgroup, address and cookie with a service response, address or error with a login reply.',
  spec: { doc: 'OSCAR', item: 'TLV', says: 'Some TLVs of a SNAC must be there.' },
  who: 'client',
  fixtures: {
    bad: ['service-response-without-cookie', 'login-without-name'],
    good: ['logged-in', 'service-signed-on', 'login-refused'],
  },
  check: {
    tlvMissing(fact, report) {
      const { seen, tag, fromClient } = fact
      report({
        seen,
        certainty: 'sure',
        who: senderOf(fromClient),
        message: `${snacText(fact)} has no TLV ${hexNumber(tag)}`,
        expected: `TLV ${hexNumber(tag)}`,
        found: 'none',
      })
    },
  },
})
