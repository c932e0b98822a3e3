import { printable } from '../../bytes/printable.ts'
import { defineRule } from '../define.ts'
import { checkFiles, last, promptOf } from '../endings.ts'
import { offersOf } from '../file-offer.ts'

export default defineRule({
  code: 'OFT-40',
  name: 'name-differs-from-offer',
  severity: 'note',
  kind: 'violation',
  title: 'The prompt names another file than the proposal',
  why: 'The user has accepted a file of another name, and perhaps of another kind.',
  fix: 'Write the name of the proposal (tag 0x2711) into the header; as receiver, keep the name that the user has accepted.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, file name',
    says: 'It is the name of the file that was offered.',
  },
  who: 'sender',
  fixtures: {
    bad: ['prompt-name-differs'],
    good: ['direct', 'folder', 'long-name', 'name-in-utf16', 'offer-of-path', 'name-cut-in-prompt'],
  },
  check: checkFiles(({ file, track }, transfer) => {
    const prompt = promptOf(file)
    const offers = offersOf(transfer.conversation)
    // The proposal of several has the name of their folder, or a label.
    if (
      prompt === undefined ||
      track.joinedBy !== 'cookie' ||
      offers.some(({ kind, files }) => kind !== 1 || files !== 1)
    )
      return undefined
    const found = lastPart(prompt.header.filename)
    const offered = offers.map(({ name }) => printable(lastPart(name)))
    const isSame = (name: string): boolean => name === found || (found.length >= CUT && name.startsWith(found))
    if (offered.length === 0 || !prompt.header.filenameValid || offered.some(isSame)) return undefined
    const expected = offered.at(-1)!
    return {
      certainty: track.intact && transfer.conversation?.legsIntact === true ? 'sure' : 'likely',
      packets: prompt.packets,
      message: `prompt ${last(prompt.packets)} names ${found}, the proposal ${expected}`,
      expected,
      found,
    }
  }),
})

/** A name that fills the field of 64 bytes may have been longer. */
const CUT = 63

const lastPart = (name: string): string => name.split(/[\\/\u0001]/).at(-1)!
