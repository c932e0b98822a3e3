import { defineRule } from '../define.ts'
import { checkFiles, promptOf } from '../endings.ts'

export default defineRule({
  code: 'OFT-21',
  name: 'excess-data',
  severity: 'error',
  kind: 'violation',
  title: 'More bytes came than the prompt promised',
  why: 'The receiver takes what follows the file for a header: the next file fails, or the end of this one is lost.',
  fix: 'Send exactly as many bytes as size says; when the file has grown, stop at the size that was announced.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'file data',
    says: "The sender pushes as many bytes as the header's size says, and nothing but headers follows.",
  },
  who: 'sender',
  step: 11,
  fixtures: { bad: ['excess-data'], good: ['direct', 'folder', 'resource-fork'] },
  check: checkFiles(({ file, track }) => {
    const prompt = promptOf(file)
    // A Mac resource fork follows the data.
    if (prompt === undefined || prompt.header.totalParts > 1 || file.excess === 0 || !track.intact) return undefined
    return {
      certainty: 'sure',
      packets: [file.lastPacket],
      message: `${file.excess} bytes follow the ${file.size} bytes of the file`,
      expected: `${file.size - file.start} bytes`,
      found: `${file.received + file.excess} bytes`,
    }
  }),
})
