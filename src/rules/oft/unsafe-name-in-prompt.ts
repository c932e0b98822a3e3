import { printable } from '../../bytes/printable.ts'
import { defineRule } from '../define.ts'
import { checkHeaders, isEcho } from '../headers.ts'
import { dangerOf } from '../name-dangers.ts'

export default defineRule({
  code: 'OFT-39',
  name: 'unsafe-name-in-prompt',
  severity: 'warning',
  kind: 'violation',
  title: 'Name in the prompt would leave the folder of downloads',
  why: 'The receiver creates the file under the name of the prompt, not of the proposal that its user has seen and accepted.',
  fix: 'In the receiver, make folders only of the parts between bytes 0x01, and refuse "..", absolute paths, drives and devices.',
  spec: {
    doc: 'Miranda IM',
    item: 'checks of received names',
    says: 'A name is stripped of its path, and of what the file system gives a meaning.',
  },
  who: 'sender',
  step: 9,
  fixtures: {
    bad: ['prompt-name-climbs', 'prompt-name-absolute', 'prompt-name-of-drive', 'prompt-name-of-device'],
    good: ['direct', 'folder', 'prompt-name-with-dots'],
  },
  check: checkHeaders((header, place) => {
    const name = rawName(header.filenameBytes, header.encoding)
    const danger = dangerOf(name)
    if (danger === undefined || isEcho(header, place, (prompt) => prompt.filename === header.filename)) return undefined
    const shown = printable(name)
    return { says: `names ${shown}, ${danger}`, expected: 'a name within the folder', found: shown }
  }),
})

const DECODERS: Readonly<Record<number, string>> = { 2: 'utf-16be', 3: 'latin1' }

/** As it was sent: parts of a folder are between characters U+0001. */
function rawName(bytes: Uint8Array, encoding: number): string {
  return new TextDecoder(DECODERS[encoding] ?? 'utf-8').decode(bytes)
}
