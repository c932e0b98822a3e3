import { hexNumber } from '../../bytes/hex.ts'
import { sameChecksum } from '../../bytes/oft-checksum.ts'
import { defineRule } from '../define.ts'
import { checkFiles, last, promptOf } from '../endings.ts'

export default defineRule({
  code: 'OFT-25',
  name: 'prompt-checksum-wrong',
  severity: 'warning',
  kind: 'violation',
  title: 'The prompt states a checksum the data does not have',
  why: 'A receiver that checks takes a file that arrived whole for damaged, and cannot resume it.',
  fix: 'Sum the file before the prompt with the OFT checksum, and prompt again when the file has changed since.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, checksum',
    says: 'The prompt carries the checksum of the whole file.',
  },
  who: 'sender',
  step: 9,
  knownFor: ['Digsby', 'qutIM'],
  fixtures: { bad: ['prompt-checksum-wrong', 'prompt-checksum-start'], good: ['direct', 'checksum-zero', 'resume'] },
  check: checkFiles(({ file, track }) => {
    const prompt = promptOf(file)
    const computed = file.checksum
    if (prompt === undefined || computed === undefined || sameChecksum(prompt.header.checksum, computed))
      return undefined
    const stated = prompt.header.checksum
    return {
      // Behind a hole the bytes may be another file's.
      certainty: track.intact ? 'sure' : 'likely',
      packets: prompt.packets,
      message: `prompt ${last(prompt.packets)} says checksum ${hexNumber(stated, 8)}, the data has ${hexNumber(computed, 8)}`,
      expected: hexNumber(computed, 8),
      found: hexNumber(stated, 8),
      knownFor: sameChecksum(stated, 0) ? ['Digsby'] : ['qutIM'],
    }
  }),
})
