import { hex } from '../../bytes/hex.ts'
import type { OftHeader } from '../../peer/oft-header.ts'
import { defineRule } from '../define.ts'
import { checkHeaders, isEcho } from '../headers.ts'

export default defineRule({
  code: 'OFT-37',
  name: 'reserved-bytes-set',
  severity: 'note',
  kind: 'violation',
  title: 'Bytes of the OFT2 header that should be zero are not',
  why: 'They may be left over from memory of the sender, and show to the other side what was in it.',
  fix: 'Fill bytes 103 to 171 with zeros, and bytes 172 to 187 too, except for the Finder information of a Macintosh.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, dummy and mac file info',
    says: 'The dummy block is zero, and so is the file information of other systems than the Macintosh.',
  },
  who: 'client',
  fixtures: { bad: ['dummy-set', 'file-info-set'], good: ['direct', 'file-info-of-mac', 'resource-fork'] },
  check: checkHeaders((header, place) => {
    const set = setIn(header)
    if (set === undefined || isEcho(header, place, (prompt) => setIn(prompt)?.bytes === set.bytes)) return undefined
    return { says: `has something in its ${set.name}`, expected: 'zeros', found: set.bytes }
  }),
})

const isSet = (bytes: Uint8Array): boolean => bytes.some((byte) => byte !== 0)

function setIn({ dummy, macFileInfo }: OftHeader): { readonly name: string; readonly bytes: string } | undefined {
  if (isSet(dummy)) return { name: 'dummy block', bytes: hex(dummy) }
  if (isSet(macFileInfo) && !isFinderInfo(macFileInfo)) return { name: 'file information', bytes: hex(macFileInfo) }
  return undefined
}

/** Type and creator of a Macintosh file are four characters each. */
function isFinderInfo(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 8).every((byte) => byte >= 0x20 && byte < 0x7f)
}
