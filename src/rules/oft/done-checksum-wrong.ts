import { hexNumber } from '../../bytes/hex.ts'
import { sameChecksum } from '../../bytes/oft-checksum.ts'
import { defineRule } from '../define.ts'
import { checkFiles, doneOf, last } from '../endings.ts'

export default defineRule({
  code: 'OFT-24',
  name: 'done-checksum-wrong',
  severity: 'warning',
  kind: 'violation',
  title: 'DONE states a checksum the data does not have',
  why: 'The file arrived, but its receiver claims that it was damaged: a sender that checks sends it again or reports a failure.',
  fix: 'Sum the file over absolute offsets: a byte at an odd offset is the low one of its word, however the reads were cut.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, recvcsum; checksum',
    says: 'The DONE carries the checksum of the bytes that were received.',
  },
  who: 'receiver',
  step: 12,
  knownFor: ['libpurple', 'qutIM', 'Digsby'],
  fixtures: {
    bad: ['done-checksum-wrong', 'done-checksum-start'],
    good: ['direct', 'checksum-zero', 'data-lost-by-capture'],
  },
  check: checkFiles(({ file, track }) => {
    const done = doneOf(file)
    const computed = file.checksum
    if (done === undefined || computed === undefined || sameChecksum(done.header.recvcsum, computed)) return undefined
    const stated = done.header.recvcsum
    return {
      // Behind a hole the bytes may be another file's.
      certainty: track.intact ? 'sure' : 'likely',
      packets: done.packets,
      message: `DONE ${last(done.packets)} says checksum ${hexNumber(stated, 8)}, the data has ${hexNumber(computed, 8)}`,
      expected: hexNumber(computed, 8),
      found: hexNumber(stated, 8),
      // libpurple loses count of odd offsets when a read was odd, qutIM adds bytes from 0x80 on as negative, Digsby adds none.
      knownFor: sameChecksum(stated, 0) ? ['Digsby'] : ['libpurple', 'qutIM'],
    }
  }),
})
