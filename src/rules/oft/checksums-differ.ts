import { hexNumber } from '../../bytes/hex.ts'
import { sameChecksum } from '../../bytes/oft-checksum.ts'
import { defineRule } from '../define.ts'
import { checkFiles, doneOf, last, promptOf } from '../endings.ts'

export default defineRule({
  code: 'OFT-26',
  name: 'checksums-differ',
  severity: 'warning',
  kind: 'violation',
  title: 'Prompt and DONE state different checksums',
  why: 'Sender and receiver disagree about the file: one of them sums it wrongly, or it was damaged on the way.',
  fix: 'Compare what both sum with the OFT checksum of the file; recvcsum of a whole file is the checksum of its prompt.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, checksum and recvcsum',
    says: 'Once all of the file is received, the received checksum is that of the file.',
  },
  who: 'receiver',
  step: 12,
  knownFor: ['libpurple', 'qutIM', 'Digsby'],
  fixtures: {
    bad: ['resumed-checksums-differ', 'data-lost-by-capture'],
    good: ['direct', 'resume', 'done-checksum-wrong', 'checksum-zero'],
  },
  check: checkFiles(({ file, track }) => {
    const prompt = promptOf(file)
    const done = doneOf(file)
    // Where the bytes could be summed, OFT-24 and OFT-25 say who is wrong.
    if (file.checksum !== undefined || !file.accepted || prompt === undefined || done === undefined) return undefined
    const [stated, received] = [prompt.header.checksum, done.header.recvcsum]
    if (sameChecksum(stated, received)) return undefined
    return {
      certainty: track.intact ? 'sure' : 'likely',
      packets: [...prompt.packets, ...done.packets],
      message: `prompt ${last(prompt.packets)} says checksum ${hexNumber(stated, 8)}, DONE ${last(done.packets)} ${hexNumber(received, 8)}`,
      expected: hexNumber(stated, 8),
      found: hexNumber(received, 8),
      knownFor: sameChecksum(stated, 0) || sameChecksum(received, 0) ? ['Digsby'] : ['libpurple', 'qutIM'],
    }
  }),
})
