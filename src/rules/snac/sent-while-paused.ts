import { since } from '../copies.ts'
import { snacText } from '../snacs.ts'
import { defineRule } from '../define.ts'

/** Seconds. */
const CROSSING = 2

export default defineRule({
  code: 'SNAC-14',
  name: 'sent-while-paused',
  severity: 'error',
  kind: 'violation',
  title: 'Client goes on after it was told to pause',
  why: 'The server is moving the session to another host: what comes in between is lost, or ends the connection.',
  fix: 'After 0001/000B send 0001/000C and nothing else until 0001/000D or 0001/0012.',
  spec: {
    doc: 'OSERVICE',
    item: '0001/000B',
    says: 'After PAUSE_REQ the client says PAUSE_ACK and is silent until RESUME or MIGRATE_GROUPS.',
  },
  who: 'client',
  fixtures: {
    bad: ['sent-while-paused', 'sent-long-after-pause'],
    good: ['signon', 'pause-acknowledged', 'sent-as-pause-came', 'sent-after-resume'],
  },
  check: {
    snacPaused(fact, report) {
      const { seen, pause, acknowledged } = fact
      // What was on its way when the server said so is nobody's fault.
      if (!acknowledged && since(pause, seen) < CROSSING) return
      report({
        seen,
        certainty: !seen.intact ? 'capture-incomplete' : acknowledged ? 'sure' : 'likely',
        message: `${snacText(fact)} follows PAUSE_REQ in #${pause.packets.at(-1)}`,
        expected: acknowledged ? 'nothing' : '0001/000c PAUSE_ACK',
        found: snacText(fact),
      })
    },
  },
})
