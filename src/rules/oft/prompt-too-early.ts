import { defineRule } from '../define.ts'
import { oftGhost } from '../ghosts.ts'
import { last, previousOf, promptOf, receiverOf, saidOtherwise } from '../endings.ts'

export default defineRule({
  code: 'OFT-06',
  name: 'prompt-too-early',
  severity: 'error',
  kind: 'violation',
  title: 'The next prompt came before the last file was done',
  why: 'A receiver that still counts bytes of the file takes the header for its content, and the rest of the connection is out of step.',
  fix: "Wait for the receiver's 0x0204 before the 0x0101 of the next file.",
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'several files',
    says: 'Each file has its own cycle of prompt, answer, data and DONE; the next begins after the DONE.',
  },
  who: 'sender',
  step: 9,
  fixtures: {
    bad: ['prompt-before-done', 'prompt-twice'],
    good: ['folder', 'folder-done-lost-by-capture', 'folder-skip'],
  },
  check: {
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      if (view === undefined || header.act !== 'prompt' || !seen.intact) return
      const before = previousOf(view)
      const open = before !== undefined && before.file.overtaken ? promptOf(before.file) : undefined
      if (open === undefined || open.side !== seen.side || saidOtherwise(seen.track, receiverOf(view.file))) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        packets: [...open.packets, ...seen.packets],
        message: `prompt ${last(seen.packets)} came while the file of prompt ${last(open.packets)} was not done`,
        expected: '0x0204 DONE before it',
        found: 'none',
        ghost: oftGhost(0x0204, before!),
      })
    },
  },
})
