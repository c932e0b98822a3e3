import { defineRule } from '../define.ts'
import { isAbout, last } from '../endings.ts'
import { typeText } from '../headers.ts'

export default defineRule({
  code: 'OFT-30',
  name: 'resume-offset-wrong',
  severity: 'error',
  kind: 'violation',
  title: 'The file is resumed at an offset nobody asked for',
  why: 'The receiver writes the bytes behind what it has: from any other offset than its own, or 0, the file is damaged.',
  fix: 'Answer 0x0205 with its nrecvd in 0x0106 where the checksum of that prefix agrees, with 0 where it does not, and repeat that in 0x0207.',
  spec: {
    doc: 'joscar',
    item: 'resume',
    says: 'The sender accepts the offset that the receiver asked for, or starts over from 0.',
  },
  who: 'sender',
  step: 10,
  fixtures: { bad: ['resume-offset-wrong'], good: ['resume', 'resume-from-zero'] },
  check: {
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      const file = view?.file
      const isAgreed = header.type === 0x0106
      const asked = isAgreed || header.type === 0x0207 ? file?.seen(isAgreed ? 'resume' : 'resume-accept') : undefined
      if (file === undefined || asked === undefined || !isAbout(header, file) || !isAbout(asked.header, file)) return
      const wanted = asked.header.nrecvd
      if ((isAgreed && header.nrecvd === 0) || header.nrecvd === wanted) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        who: header.from,
        // The sender starts where it has said it would.
        severity: isAgreed ? 'error' : 'warning',
        packets: [...asked.packets, ...seen.packets],
        message: `${typeText(header)} ${last(seen.packets)} resumes at ${header.nrecvd}, ${typeText(asked.header)} ${last(asked.packets)} says ${wanted}`,
        expected: `nrecvd ${wanted}${isAgreed ? ' or 0' : ''}`,
        found: `nrecvd ${header.nrecvd}`,
      })
    },
  },
})
