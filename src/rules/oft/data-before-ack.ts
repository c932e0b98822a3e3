import { defineRule } from '../define.ts'

export default defineRule({
  code: 'OFT-09',
  name: 'data-before-ack',
  severity: 'error',
  kind: 'violation',
  title: 'File data left before the receiver agreed',
  why: 'The receiver may still want to skip the file or to resume it; bytes it has not agreed to are lost, or taken for headers.',
  fix: 'Push the file only when 0x0202, or 0x0207 of a resumed transfer, has arrived.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'step 11',
    says: "The sender begins to push the file after the receiver's answer.",
  },
  who: 'sender',
  step: 11,
  fixtures: {
    bad: ['data-before-ack', 'data-before-resume-ack'],
    good: [
      'direct',
      'resume',
      'ack-captured-late',
      'ack-missing',
      'ack-lost-by-capture',
      'listing-answers-lost-by-capture',
    ],
  },
  check: {
    file({ transfer, view }, report) {
      const { file, goAheadLate } = view
      if (goAheadLate === undefined) return
      report({
        transfer,
        track: view.track,
        certainty: 'sure',
        packets: [file.firstPacket, goAheadLate],
        message: `data #${file.firstPacket} was sent before the answer #${goAheadLate} was there: it does not acknowledge it`,
        expected: 'data after 0x0202 or 0x0207',
        found: 'data first',
      })
    },
  },
})
