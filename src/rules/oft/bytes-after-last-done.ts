import { defineRule } from '../define.ts'
import { last, previousOf, promptOf } from '../endings.ts'

export default defineRule({
  code: 'OFT-22',
  name: 'bytes-after-last-done',
  severity: 'warning',
  kind: 'violation',
  title: 'The sender goes on after the last file was done',
  why: 'The receiver has closed, or takes what comes for another file: the user gets what was not offered.',
  fix: 'Close the connection when the last file is confirmed; announce further files in total files and files left.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'step 13',
    says: 'When the receiver has confirmed the file the connection is dropped.',
  },
  who: 'sender',
  step: 13,
  knownFor: ['qutIM'],
  fixtures: {
    bad: ['data-after-done', 'prompt-after-last-done'],
    good: ['direct', 'folder', 'folder-skip', 'sync-lost-by-capture', 'capture-ends-before-done'],
  },
  check: {
    oftStray({ seen, bytes, view }, report) {
      const prompt = view && promptOf(view.file)
      if (view === undefined || prompt === undefined || view.file.sender !== seen.side || !seen.intact) return
      if (!view.file.done || prompt.header.filesLeft > 1) return
      report({
        seen,
        transfer: view.transfer,
        certainty: 'sure',
        message: `the sender sent ${bytes} bytes in ${last(seen.packets)}, after the DONE of the last file`,
        expected: 'the end of the connection',
        found: `${bytes} bytes`,
      })
    },
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      if (view === undefined || header.type !== 0x0101 || !seen.intact) return
      const previous = previousOf(view)
      const before = previous && promptOf(previous.file)
      if (previous === undefined || before === undefined || !previous.file.done) return
      // Of get file each request has a prompt of its own.
      if (before.header.filesLeft > 1 || before.side !== seen.side || isRequested(seen.track.conversation)) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        packets: [...before.packets, ...seen.packets],
        message: `prompt ${last(seen.packets)} follows the DONE of the last file, that of ${last(before.packets)}`,
        expected: 'the end of the connection',
        found: '0x0101 PROMPT',
        // Its first prompt says that there is one file.
        knownFor: header.totalFiles !== before.header.totalFiles ? ['qutIM'] : [],
      })
    },
  },
})

const isRequested = (conversation: { readonly serviceName: string } | undefined): boolean =>
  conversation?.serviceName === 'get-file'
