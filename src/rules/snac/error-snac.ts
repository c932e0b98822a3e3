import { hexNumber } from '../../bytes/hex.ts'
import { ICBM_SUBCODES, SNAC_ERRORS } from '../../oscar/errors.ts'
import type { Request } from '../../oscar/snac-rows.ts'
import { senderOf, snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

const OSERVICE = 0x0001
const ICBM = 0x0004
/** SERVICE_NOT_DEFINED, of OSERVICE the answer to a request for a service. */
const NOT_DEFINED = 0x06
/** INVALID_SNAC, RATE_TO_HOST, OBSOLETE_SNAC, BUSTED_SNAC_PAYLOAD, INSUFFICIENT_RIGHTS. */
const OF_CLIENT = [0x01, 0x02, 0x07, 0x0e, 0x0f]

export default defineRule({
  code: 'SNAC-13',
  name: 'error-snac',
  severity: 'warning',
  kind: 'violation',
  title: 'An error SNAC answers a request',
  why: 'What was asked for was not done, and the client has to go on without it.',
  fix: "Look at the code, and at the request: codes 0x0001, 0x000E and 0x000F are the client's, most others the server's or the other user's.",
  spec: { doc: 'SNAC', item: 'subgroup 0001', says: 'Every foodgroup has an error SNAC: a code, and TLVs.' },
  who: 'client',
  fixtures: { bad: ['error-snac', 'error-with-subcode', 'service-not-offered'], good: ['signon'] },
  check: {
    snacError(fact, report) {
      const { seen, code, subcode, request, foodgroup, fromClient, requestId } = fact
      const name = code === undefined ? 'no code' : `${hexNumber(code)} ${nameOf(SNAC_ERRORS, code)}`
      const names = foodgroup === ICBM ? ICBM_SUBCODES : {}
      const detail = subcode === undefined ? '' : `, subcode ${hexNumber(subcode)} ${nameOf(names, subcode)}`.trimEnd()
      const answered =
        request === undefined ? `request ${hexNumber(requestId, 8)}` : `${snacText(request)} in #${request.packet}`
      const text = `${name}${detail}`
      report({
        seen,
        certainty: 'sure',
        who: code !== undefined && OF_CLIENT.includes(code) ? 'client' : senderOf(fromClient),
        // That a server does not have a service is how clients find out.
        severity: isServiceRequest(request) || (foodgroup === OSERVICE && code === NOT_DEFINED) ? 'note' : 'warning',
        message: `${snacText(fact)} answers ${answered} with ${text}`,
        expected: 'its reply',
        found: text,
      })
    },
  },
})

function isServiceRequest(request: Request | undefined): boolean {
  return request?.foodgroup === OSERVICE && request.subgroup === 0x0004
}

function nameOf(names: Readonly<Record<number, string>>, code: number): string {
  return names[code] ?? ''
}
