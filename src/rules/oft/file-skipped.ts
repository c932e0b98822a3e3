import { defineRule } from '../define.ts'
import { checkFiles, doneOf, last, promptOf } from '../endings.ts'

export default defineRule({
  code: 'OFT-10',
  name: 'file-skipped',
  severity: 'note',
  kind: 'violation',
  title: 'The receiver skipped the file',
  why: 'It has the file already, or its user did not want it: nothing travels, and the sender goes on as if it were delivered.',
  fix: 'Nothing, where that is what the user wants; as a sender take 0x0204 behind 0x0101 for an answer.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'exceptions',
    says: 'A receiver that does not need the file answers the prompt with 0x0204.',
  },
  who: 'receiver',
  knownFor: ['libpurple', 'Kopete', 'Miranda', 'qutIM'],
  fixtures: { bad: ['skip', 'folder-skip'], good: ['direct', 'resume', 'folder', 'data-lost-by-capture'] },
  check: checkFiles((view) => {
    const { file, track } = view
    const [prompt, done] = [promptOf(file), doneOf(file)]
    if (prompt === undefined || done === undefined || view.outcome !== 'skipped') return undefined
    return {
      certainty: track.intact ? 'sure' : 'capture-incomplete',
      packets: [...prompt.packets, ...done.packets],
      message: `DONE ${last(done.packets)} follows prompt ${last(prompt.packets)} without data: the file was skipped`,
      expected: '0x0202 ACK and the file',
      found: '0x0204 DONE',
    }
  }),
})
