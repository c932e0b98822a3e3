import { expected, FILE, type FileEvent } from '../../conversation/machine.ts'
import { defineRule } from '../define.ts'
import { typeText } from '../headers.ts'
import { last } from '../endings.ts'

/** What must have come before; without it the header is OFT-31's. */
const AFTER: Readonly<Partial<Record<FileEvent, FileEvent>>> = {
  'resume-accept': 'resume',
  'resume-ack': 'resume-accept',
}

const NAMES: Readonly<Record<FileEvent, string>> = {
  ack: '0x0202 ACK',
  resume: '0x0205 RESUME',
  'resume-accept': '0x0106 RESUME_ACCEPT',
  'resume-ack': '0x0207 RESUME_ACK',
  body: 'the file',
  done: '0x0204 DONE',
}

export default defineRule({
  code: 'OFT-48',
  name: 'header-out-of-order',
  severity: 'warning',
  kind: 'violation',
  title: 'Header came where the transfer has no place for it',
  why: 'The other side has gone on: it takes a second answer for one to the next file, or closes the connection.',
  fix: 'Send each header once, and only when it is due: an answer to the prompt, then, after the last byte, the DONE.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'steps 9 to 12',
    says: 'Prompt, answer, file and DONE follow each other.',
  },
  who: 'receiver',
  step: 10,
  fixtures: {
    bad: ['ack-twice', 'done-twice', 'resume-after-ack', 'ack-to-resume'],
    good: ['direct', 'resume', 'resume-from-zero', 'skip', 'folder', 'folder-skip', 'prompt-captured-late'],
  },
  check: {
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      // What follows the first is its consequence.
      const late = view?.outOfOrder
      if (view === undefined || late?.packets !== seen.packets || !seen.intact || !seen.inOrder) return
      const before = late.event === 'body' ? undefined : AFTER[late.event]
      if (before !== undefined && before !== 'body' && view.file.seen(before) === undefined) return
      const due = expected(FILE, late.state).map((event) => NAMES[event])
      report({
        seen,
        transfer,
        certainty: 'sure',
        who: header.from,
        step: header.act === 'done' ? 12 : 10,
        message: `${typeText(header)} ${last(seen.packets)} came when the file was ${late.state}`,
        expected: due.length === 0 ? 'the next prompt, or the end of the connection' : due.join(' or '),
        found: typeText(header),
      })
    },
  },
})
