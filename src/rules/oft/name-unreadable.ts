import { defineRule } from '../define.ts'
import type { OftHeader } from '../../peer/oft-header.ts'
import { checkHeaders, isEcho, type HeaderFault } from '../headers.ts'

const ENCODINGS: readonly number[] = [0, 2, 3]
/** Field of names that are not long. */
const USUAL = 64

export default defineRule({
  code: 'OFT-38',
  name: 'name-unreadable',
  severity: 'warning',
  kind: 'violation',
  title: 'Name of the file cannot be read as the header says',
  why: 'The receiver stores the file under another name, or reads on behind the end of the field.',
  fix: 'Write the name in the encoding that byte 188 names (0 ASCII, 2 UTF-16BE, 3 ISO-8859-1), and a NUL behind it, two in UTF-16.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, name encoding and file name',
    says: 'The name is in the stated encoding, terminated and padded with NULs.',
  },
  who: 'sender',
  step: 9,
  knownFor: ['Miranda'],
  fixtures: {
    bad: ['name-encoding-unknown', 'name-of-invalid-bytes', 'name-unterminated', 'name-of-half-utf16'],
    good: ['direct', 'long-name', 'name-in-utf8', 'name-in-utf16', 'name-in-latin1'],
  },
  check: checkHeaders((header, place) => {
    const fault = faultOf(header)
    return fault === undefined || isEcho(header, place, (prompt) => faultOf(prompt)?.found === fault.found)
      ? undefined
      : fault
  }),
})

function faultOf({ encoding, filenameBytes, filenameValid, nameField }: OftHeader): HeaderFault | undefined {
  if (!ENCODINGS.includes(encoding))
    return { says: `has a name in encoding ${encoding}`, expected: 'encoding 0, 2 or 3', found: `encoding ${encoding}` }
  if (nameField.length > 0 && filenameBytes.length === nameField.length) {
    return {
      says: `has a name that fills its ${nameField.length} bytes, without a NUL behind it`,
      expected: encoding === 2 ? 'two NULs behind the name' : 'a NUL behind the name',
      found: 'none',
      knownFor: nameField.length >= USUAL ? ['Miranda'] : [],
    }
  }
  if (filenameValid) return undefined
  return {
    // Encoding 0 has been used for any set of 8-bit characters.
    ...(encoding === 0 && { certainty: 'likely' }),
    says: `has a name that is no text in encoding ${encoding}`,
    expected: 'a name in the encoding that is stated',
    found: 'other bytes',
  }
}
