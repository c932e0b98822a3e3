import { defineRule } from '../define.ts'
import { checkHeaders, isEcho } from '../headers.ts'

/** AIM 5.2 and all later clients; those before it. */
const KNOWN: readonly string[] = ['Cool FileXfer', 'OFT_Windows ICBMFT V1.1 32']

export default defineRule({
  code: 'OFT-35',
  name: 'idstring-unknown',
  severity: 'note',
  kind: 'violation',
  title: 'OFT2 header names a client that nobody knows',
  why: 'It tells which client wrote the header: another text is a client that was not seen before, or bytes in the wrong place.',
  fix: 'Write "Cool FileXfer" into bytes 68 to 99, padded with NULs.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, idstring',
    says: 'It is "Cool FileXfer", in clients before AIM 5.2 "OFT_Windows ICBMFT V1.1 32".',
  },
  who: 'client',
  fixtures: { bad: ['idstring-unknown'], good: ['direct', 'idstring-of-old-aim', 'of-libpurple'] },
  check: checkHeaders((header, place) => {
    const { idstring } = header
    if (KNOWN.includes(idstring) || isEcho(header, place, (prompt) => prompt.idstring === idstring)) return undefined
    return { says: `is of "${idstring}"`, expected: KNOWN[0], found: idstring }
  }),
})
