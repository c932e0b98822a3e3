import { hexNumber } from '../../bytes/hex.ts'
import { sameChecksum } from '../../bytes/oft-checksum.ts'
import type { OftHeader } from '../../peer/oft-header.ts'
import { defineRule } from '../define.ts'
import { checkHeaders, stepOf, type Place } from '../headers.ts'

type Field = 'totalFiles' | 'totalParts' | 'filesLeft' | 'partsLeft' | 'totalSize' | 'size' | 'modtime'

/** What the sender's own second header, 0x0106, repeats; clients make it anew. */
const OWN: readonly Field[] = ['totalFiles', 'totalParts', 'totalSize', 'size']
/** What every header of the receiver gives back. */
const GIVEN_BACK: readonly Field[] = [...OWN, 'modtime', 'filesLeft', 'partsLeft']
/** joscar and qutIM count these down in the DONE itself. */
const COUNTED: ReadonlySet<Field> = new Set<Field>(['filesLeft', 'partsLeft'])

export default defineRule({
  code: 'OFT-15',
  name: 'answer-changes-prompt',
  severity: 'warning',
  kind: 'violation',
  title: 'A header does not repeat the fields of its prompt',
  why: 'The sender tells by them which file is answered, and joscar compares the checksum: another one looks like a damaged file.',
  fix: 'Send the header of the prompt back, and change only type, cookie, flags, nrecvd and recvcsum.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'step 10',
    says: 'The receiver sends the same packet back, with another type and the cookie.',
  },
  who: 'receiver',
  knownFor: ['Digsby'],
  fixtures: {
    bad: [
      'ack-size-changed',
      'ack-name-changed',
      'ack-checksum-start',
      'done-size-changed',
      'resume-files-changed',
      'resume-accept-size-changed',
    ],
    good: ['direct', 'resume', 'folder', 'done-counts-down', 'ack-name-in-utf16', 'sync-lost-by-capture'],
  },
  check: checkHeaders((header, place) => {
    const prompt = repeatedBy(header, place)
    if (prompt === undefined) return undefined
    const fields = header.from === 'sender' ? OWN : GIVEN_BACK
    const changed = fields.filter((field) => {
      const isCounted = header.act === 'done' && COUNTED.has(field) && header[field] === prompt[field] - 1
      return header[field] !== prompt[field] && !isCounted
    })
    const changes = changed.map((field) => [`${field} ${prompt[field]}`, `${field} ${header[field]}`])
    const checksumChanged = !sameChecksum(header.checksum, prompt.checksum)
    if (checksumChanged)
      changes.push([`checksum ${hexNumber(prompt.checksum, 8)}`, `checksum ${hexNumber(header.checksum, 8)}`])
    if (header.filename !== prompt.filename) changes.push([`name ${prompt.filename}`, `name ${header.filename}`])
    if (changes.length === 0) return undefined
    const expected = changes.map(([was]) => was).join(', ')
    const found = changes.map(([, is]) => is).join(', ')
    return {
      step: stepOf(header),
      says: `has ${found}, its prompt ${expected}`,
      expected,
      found,
      // Digsby writes the start value.
      knownFor: changes.length === 1 && checksumChanged && sameChecksum(header.checksum, 0) ? ['Digsby'] : [],
    }
  }),
})

/** The prompt that a header belongs to, where nothing between them was missed. */
function repeatedBy({ act }: OftHeader, { seen, view }: Place): OftHeader | undefined {
  if (act === 'prompt' || act === 'other' || !seen.intact) return undefined
  return view?.file.seen('prompt')?.header
}
