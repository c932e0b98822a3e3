import { defineRule } from '../define.ts'
import { oftGhost } from '../ghosts.ts'
import { checkFiles, doneOf, last, promptOf } from '../endings.ts'

export default defineRule({
  code: 'OFT-43',
  name: 'empty-file-not-acknowledged',
  severity: 'note',
  kind: 'violation',
  title: 'Empty file was confirmed without being acknowledged',
  why: 'DONE behind the prompt means that the file was skipped: the sender cannot tell whether the empty file was created.',
  fix: 'Answer the prompt of a file of 0 bytes with 0x0202 too, and send 0x0204 at once.',
  spec: {
    doc: 'Miranda IM',
    item: 'files of no bytes',
    says: 'They have their ACK and their DONE, with no data between.',
  },
  who: 'receiver',
  fixtures: { bad: ['empty-file-skipped'], good: ['empty-file', 'skip', 'empty-file-ack-lost-by-capture'] },
  check: checkFiles((view) => {
    const { file, track } = view
    const [prompt, done] = [promptOf(file), doneOf(file)]
    if (prompt === undefined || done === undefined || file.size > 0 || file.accepted) return undefined
    return {
      certainty: track.intact ? 'sure' : 'capture-incomplete',
      packets: [...prompt.packets, ...done.packets],
      message: `DONE ${last(done.packets)} follows prompt ${last(prompt.packets)} of an empty file without 0x0202`,
      expected: '0x0202 ACK',
      found: '0x0204 DONE',
      ghost: oftGhost(0x0202, view),
    }
  }),
})
