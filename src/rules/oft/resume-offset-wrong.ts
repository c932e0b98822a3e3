import { defineRule } from '../define.ts'
import { isAbout, last } from '../endings.ts'

export default defineRule({
  code: 'OFT-30',
  name: 'resume-offset-wrong',
  severity: 'error',
  kind: 'violation',
  title: 'The sender resumes at an offset nobody asked for',
  why: 'The receiver writes the bytes behind what it has: from any other offset than its own, or 0, the file is damaged.',
  fix: 'Answer 0x0205 with its nrecvd in 0x0106 where the checksum of that prefix agrees, and with 0 where it does not.',
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
      const asked = header.type === 0x0106 ? file?.seen('resume') : undefined
      if (file === undefined || asked === undefined || !isAbout(header, file) || !isAbout(asked.header, file)) return
      const wanted = asked.header.nrecvd
      if (header.nrecvd === 0 || header.nrecvd === wanted) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        packets: [...asked.packets, ...seen.packets],
        message: `0x0106 ${last(seen.packets)} resumes at ${header.nrecvd}, 0x0205 ${last(asked.packets)} asked for ${wanted}`,
        expected: `nrecvd ${wanted} or 0`,
        found: `nrecvd ${header.nrecvd}`,
      })
    },
  },
})
