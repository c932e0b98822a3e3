import { u32 } from '../../bytes/read.ts'
import type { Message } from '../../conversation/message.ts'
import type { FileView } from '../../conversation/transfer.ts'
import { TAG } from '../../oscar/rendezvous/tags.ts'
import { defineRule } from '../define.ts'
import { checkFiles, last, previousOf, promptOf } from '../endings.ts'

/** Sizes are counted modulo this: the header has 32 bits for each. */
const WRAP = 2 ** 32

export default defineRule({
  code: 'OFT-17',
  name: 'sizes-differ-from-total',
  severity: 'warning',
  kind: 'violation',
  title: 'Sizes of the files do not add up to the total',
  why: 'The receiver shows a progress that never ends, or takes the transfer for complete while files are missing.',
  fix: 'Write the sum of all sizes into total size, the same in every prompt.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, total size',
    says: 'It is the number of bytes of all files together.',
  },
  who: 'sender',
  step: 9,
  fixtures: {
    bad: ['size-above-total', 'total-above-size', 'total-of-folder-wrong'],
    good: ['direct', 'folder', 'folder-skip', 'huge-file', 'folder-done-lost-by-capture'],
  },
  check: checkFiles((view, transfer) => {
    const { file, track } = view
    const prompt = promptOf(file)
    // Over 4 GiB the total of the header is what is left of it.
    if (prompt === undefined || !track.intact || transfer.conversation?.proposals.some(isHuge) === true)
      return undefined
    const { size, totalSize, totalFiles, filesLeft } = prompt.header
    const sum = filesLeft <= 1 && file.index === totalFiles - 1 ? sumUpTo(view) : undefined
    if (size <= totalSize && (sum === undefined || sum % WRAP === totalSize)) return undefined
    const found = sum === undefined ? `a file of ${size} bytes` : `${sum} bytes in ${totalFiles} files`
    return {
      certainty: 'sure',
      packets: prompt.packets,
      message: `prompt ${last(prompt.packets)} says ${totalSize} bytes in all, and there is ${found}`,
      expected: `total size ${sum ?? size}`,
      found: `total size ${totalSize}`,
    }
  }),
})

/** Bytes of this file and all before it; undefined when one of them was not announced. */
function sumUpTo(view: FileView): number | undefined {
  const size = promptOf(view.file)?.header.size
  if (size === undefined || view.file.index === 0) return size
  const previous = previousOf(view)
  const before = previous && sumUpTo(previous)
  return before === undefined ? undefined : before + size
}

/** The 64-bit total has something in its upper half. */
function isHuge({ first }: Message): boolean {
  const total = first.rendezvous?.bytesOf(TAG.TOTAL_SIZE_64)
  return total?.length === 8 && u32(total, 0) > 0
}
