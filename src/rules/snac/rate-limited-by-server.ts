import { defineRule } from '../define.ts'

/** Codes of 0001/000a that hold something against the client. */
const CODES: ReadonlyMap<number, string> = new Map([
  [2, 'warns its client'],
  [3, 'drops what its client sends'],
])

export default defineRule({
  code: 'SNAC-18',
  name: 'rate-limited-by-server',
  severity: 'warning',
  kind: 'violation',
  title: 'Server says that the client speaks too fast',
  why: 'Below the limit the server drops what the client sends without an error, and below the next level it hangs up.',
  fix: 'Keep the level of each class above its alert level: wait before sending when the next SNAC would bring it below.',
  spec: {
    doc: 'OSERVICE',
    item: '0001/000a RATE_PARAM_CHANGE',
    says: 'The server sends it with code 2 when a level falls below alert, and with 3 when it falls below the limit.',
  },
  who: 'client',
  fixtures: { bad: ['rate-limited'], good: ['signon', 'rate-cleared'] },
  check: {
    rateChange({ seen, code }, report) {
      const does = CODES.get(code)
      if (does === undefined) return
      report({
        seen,
        certainty: 'sure',
        message: `the server ${does}: 0001/000a in #${seen.packets.at(-1)} has code ${code}`,
        expected: 'code 1 or 4',
        found: `code ${code}`,
      })
    },
  },
})
