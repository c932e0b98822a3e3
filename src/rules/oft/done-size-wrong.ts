import { defineRule } from '../define.ts'
import { isAbout, promptOf } from '../endings.ts'

export default defineRule({
  code: 'OFT-23',
  name: 'done-size-wrong',
  severity: 'error',
  kind: 'violation',
  title: 'DONE confirms another number of bytes',
  why: 'A sender that compares nrecvd with the size, as joscar does, takes the transfer for failed.',
  fix: 'Set nrecvd in 0x0204 to the bytes of the file that are there, those before a resume included, and send it when that is all.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, nrecvd',
    says: 'In the DONE of a whole file the number of received bytes is its size.',
  },
  who: 'receiver',
  step: 12,
  knownFor: ['joscar demo'],
  fixtures: { bad: ['done-size-wrong', 'done-too-early'], good: ['direct', 'resume', 'skip', 'folder'] },
  check: {
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      const file = view?.file
      if (file === undefined || header.type !== 0x0204 || !isAbout(header, file)) return
      // A skipped file keeps what the prompt said.
      if (promptOf(file) === undefined || !(file.accepted || file.received > 0) || header.totalParts > 1) return
      const { nrecvd, size } = header
      if (nrecvd === size || nrecvd === size - file.start || !seen.intact) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        message: `DONE #${seen.packets.at(-1)} confirms ${nrecvd} of ${size} bytes`,
        expected: `nrecvd ${size}`,
        found: `nrecvd ${nrecvd}`,
        knownFor: ['joscar demo'],
      })
    },
  },
})
