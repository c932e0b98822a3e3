import { defineRule } from '../define.ts'
import { checkFiles, last, promptOf } from '../endings.ts'
import { offersOf, type FileOffer } from '../file-offer.ts'

export default defineRule({
  code: 'OFT-16',
  name: 'prompt-differs-from-offer',
  severity: 'warning',
  kind: 'violation',
  title: 'The prompt announces another total than the proposal',
  why: 'libpurple takes the size from the proposal and not from the prompt: it waits for bytes that do not come, or cuts the file short.',
  fix: 'Write the same total size and number of files into SERVICE_DATA (tag 0x2711) and into the header.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, total files and total size',
    says: 'They are the numbers of the proposal.',
  },
  who: 'sender',
  step: 9,
  knownFor: ['qutIM'],
  fixtures: {
    bad: ['prompt-total-differs', 'prompt-files-differ'],
    good: ['direct', 'folder', 'resume', 'huge-file', 'other-conversation-on-the-port'],
  },
  check: checkFiles(({ file, track }, transfer) => {
    const prompt = promptOf(file)
    const offers = offersOf(transfer.conversation)
    if (prompt === undefined || offers.length === 0 || track.joinedBy !== 'cookie') return undefined
    const { totalFiles, totalSize } = prompt.header
    const differs = ({ files, bytes }: FileOffer): boolean => files !== totalFiles || bytes !== totalSize
    const offer = offers.at(-1)!
    if (!offers.every(differs)) return undefined
    const [expected, found] = [amount(offer.files, offer.bytes), amount(totalFiles, totalSize)]
    return {
      certainty: track.intact && transfer.conversation?.legsIntact === true ? 'sure' : 'likely',
      packets: prompt.packets,
      message: `prompt ${last(prompt.packets)} announces ${found}, the proposal ${expected}`,
      expected,
      found,
      // Its first prompt always says one file.
      knownFor: file.index === 0 && totalFiles === 1 && totalSize === offer.bytes ? ['qutIM'] : [],
    }
  }),
})

const amount = (files: number, bytes: number): string => `${files} files of ${bytes} bytes`
