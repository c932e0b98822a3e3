import type { Severity } from '../finding.ts'
import { defineRule } from '../define.ts'

/** What comes of a level below the border of a state. */
const EFFECTS: Readonly<Record<string, readonly [severity: Severity, effect: string]>> = {
  alert: ['note', 'the server warns'],
  limit: ['warning', 'the server drops what it sends'],
  disconnect: ['error', 'the server hangs up'],
}

export default defineRule({
  code: 'SNAC-19',
  name: 'rate-exceeded',
  severity: 'warning',
  kind: 'violation',
  title: 'Client speaks faster than its server allows',
  why: 'Below the limit the server drops SNACs without an error, below the next level it closes the connection.',
  fix: 'Compute the level as the server does, and wait before a SNAC that would bring it below alert.',
  spec: {
    doc: 'OSERVICE',
    item: '0001/0007 RATE_PARAMS_REPLY',
    says: 'The level is an average of the time between SNACs of a class; below alert, limit and disconnect the server acts.',
  },
  who: 'client',
  fixtures: {
    bad: ['rate-below-alert', 'rate-below-disconnect'],
    good: ['rate-kept', 'rate-below-alert-unsaid', 'signon'],
  },
  check: {
    session({ track, rateFalls }, report) {
      for (const { classId, level, state, border, packet } of rateFalls) {
        const [severity, effect] = EFFECTS[state] ?? []
        // A server that says nothing has other limits than it gave: then only what would end the connection is worth a word.
        if (severity === undefined || (!track.rateChanged && state !== 'disconnect')) continue
        report({
          track,
          packets: [packet],
          // The server computes from its own clock, and what the capture has is some way off.
          certainty: 'likely',
          severity: track.rateChanged ? severity : 'note',
          message: `#${packet} brings rate class ${classId} to level ${level}, below ${state}: ${effect}`,
          expected: `at least ${border}`,
          found: String(level),
        })
      }
    },
  },
})
