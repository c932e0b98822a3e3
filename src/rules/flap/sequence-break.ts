import { defineRule } from '../define.ts'

export default defineRule({
  code: 'FLAP-02',
  name: 'sequence-break',
  severity: 'error',
  kind: 'violation',
  title: 'FLAP sequence number is not the next one',
  why: 'Servers drop a client whose numbers are out of order, without a word; a client that accepts them hides lost or repeated frames.',
  fix: 'Count every frame of the connection once, on all channels, and never number a frame that is not sent.',
  spec: {
    doc: 'FLAP',
    item: 'sequence number',
    says: 'Each frame carries the number of its predecessor in that direction plus one, modulo 65536.',
  },
  who: 'client',
  fixtures: {
    bad: ['flap-gap', 'flap-repeat'],
    good: ['signon', 'flap-wrap', 'flap-wrap-15-bit', 'frame-lost-by-capture'],
  },
  check: {
    flapSequence({ seen, expected, found, fromClient }, report) {
      // Kopete and old ICQ clients count to 0x7fff and go on with 0 or 1.
      if (fromClient && expected === 0x8000 && found <= 1) return
      const step = (found - expected) & 0xffff
      const what =
        step === 0xffff
          ? `repeats ${found}`
          : step >= 0x8000
            ? `goes back from ${(expected - 1) & 0xffff} to ${found}`
            : `skips ${step} number${step === 1 ? '' : 's'}: ${found} where ${expected} was due`
      const eightBit = (expected & 0xff) === 0 && found === expected - 0x100 ? ' (an 8-bit counter)' : ''
      report({
        seen,
        certainty: 'sure',
        who: fromClient ? 'client' : 'server',
        message: `the ${fromClient ? 'client' : 'server'}'s FLAP number ${what}${eightBit}`,
        expected: String(expected),
        found: String(found),
      })
    },
  },
})
