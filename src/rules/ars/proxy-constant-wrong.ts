import { hexNumber } from '../../bytes/hex.ts'
import { ARS_HEADER } from '../../peer/ars.ts'
import { defineRule } from '../define.ts'
import { last } from '../endings.ts'

const FROM_PROXY = 0x0220

export default defineRule({
  code: 'ARS-15',
  name: 'proxy-constant-wrong',
  severity: 'note',
  kind: 'violation',
  title: 'Constant field of a proxy frame has another value',
  why: 'Nobody knows what these fields mean: other values come from a proxy or a client that was not seen before.',
  fix: 'Write 0 into bytes 6 to 9, and into the flags 0 as a client, 0x0220 as the proxy.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, header',
    says: 'Four bytes are zero, and the flags 0x0220 from the server.',
  },
  who: 'client',
  fixtures: { bad: ['proxy-flags-wrong', 'proxy-unknown-field-set'], good: ['proxied', 'proxy-error'] },
  check: {
    arsFrame({ seen, frame, fromClient }, report) {
      const { command, length, name, unknown, flags } = frame
      // One that goes the wrong way is ARS-03's.
      if (length + 2 < ARS_HEADER || (command % 2 === 1) === fromClient) return
      const wanted = fromClient ? 0 : FROM_PROXY
      if (unknown === 0 && flags === wanted) return
      report({
        seen,
        certainty: seen.intact ? 'sure' : 'likely',
        who: fromClient ? 'client' : 'proxy',
        message: `${hexNumber(command)} ${name} ${last(seen.packets)} has ${hexNumber(unknown, 8)} and flags ${hexNumber(flags)}`,
        expected: `0x00000000 and flags ${hexNumber(wanted)}`,
        found: `${hexNumber(unknown, 8)} and flags ${hexNumber(flags)}`,
      })
    },
  },
})
