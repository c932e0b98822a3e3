import { least } from '../certainty.ts'
import { defineRule } from '../define.ts'
import { checkFiles, closedThere, endedBy, last, previousOf, promptOf, unexplained, whoClosed } from '../endings.ts'

const ended = checkFiles((view, transfer) => {
  const { file, track } = view
  const prompt = promptOf(file)
  const isLast = track.transfers.at(-1) === transfer
  if (prompt === undefined || !isLast || !file.done || !view.closed || endedBy(transfer) !== undefined) return undefined
  // What is left may come on another connection.
  const later = transfer.conversation?.connections.some((other) => other.flow.firstPacket > track.flow.firstPacket)
  const { filesLeft, totalFiles } = prompt.header
  if (filesLeft <= 1 || filesLeft > totalFiles || later === true) return undefined
  const who = whoClosed(view)
  return {
    certainty: least(closedThere(view), unexplained(view, transfer)),
    who,
    step: 13,
    packets: prompt.packets,
    message: `the ${who} closed the connection when ${filesLeft - 1} of ${totalFiles} files were left`,
    expected: '0x0101 PROMPT of the next file',
    found: 'the end of the connection',
    // It takes the first file for the whole.
    knownFor: who === 'receiver' ? ['libpurple'] : [],
  }
})

export default defineRule({
  code: 'OFT-18',
  name: 'files-left-wrong',
  severity: 'warning',
  kind: 'violation',
  title: 'Files left does not count down to the last file',
  why: 'The receiver closes when one file is left and done: a wrong count loses the files behind it, or leaves it waiting.',
  fix: 'Count the file at hand: total files in the first prompt, one less in each, 1 in the last.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, files left',
    says: 'It starts at the number of files and is one less with each.',
  },
  who: 'sender',
  step: 9,
  knownFor: ['qutIM', 'libpurple'],
  fixtures: {
    bad: ['files-left-jumps', 'files-left-of-first', 'folder-cut-short'],
    good: ['direct', 'folder', 'folder-skip', 'folder-cancelled', 'folder-done-lost-by-capture'],
  },
  check: {
    ...ended,
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      if (view === undefined || header.type !== 0x0101 || !seen.intact) return
      const previous = previousOf(view)
      const before = previous && promptOf(previous.file)?.header.filesLeft
      // A prompt behind the last file is OFT-22's, one in the middle of a file OFT-06's.
      if (view.file.index > 0 && (before === undefined || before <= 1 || previous?.file.overtaken === true)) return
      const wanted = before === undefined ? header.totalFiles : before - 1
      if (header.filesLeft === wanted) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        message: `prompt ${last(seen.packets)} is the one of ${header.filesLeft} files left, ${wanted} of ${header.totalFiles} are`,
        expected: `files left ${wanted}`,
        found: `files left ${header.filesLeft}`,
        // It counts only behind the prompt.
        knownFor: header.filesLeft === wanted + 1 ? ['qutIM'] : [],
      })
    },
  },
})
