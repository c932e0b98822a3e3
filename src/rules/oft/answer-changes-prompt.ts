import { hexNumber } from '../../bytes/hex.ts'
import { sameChecksum } from '../../bytes/oft-checksum.ts'
import type { OftHeader } from '../../peer/oft-header.ts'
import { defineRule } from '../define.ts'
import { checkHeaders, stepOf, type Place } from '../headers.ts'

type Field = keyof OftHeader &
  ('totalFiles' | 'totalParts' | 'filesLeft' | 'partsLeft' | 'totalSize' | 'size' | 'modtime')

/** What every answer repeats. */
const REPEATED: readonly Field[] = ['totalFiles', 'totalParts', 'totalSize', 'size', 'modtime']
/** joscar and qutIM count these down in their DONE. */
const COUNTED: readonly Field[] = ['filesLeft', 'partsLeft']

export default defineRule({
  code: 'OFT-15',
  name: 'answer-changes-prompt',
  severity: 'warning',
  kind: 'violation',
  title: "The answer does not repeat the prompt's fields",
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
    bad: ['ack-size-changed', 'ack-name-changed', 'ack-checksum-start', 'done-size-changed', 'resume-files-changed'],
    good: ['direct', 'resume', 'folder', 'done-counts-down', 'ack-name-in-utf16', 'sync-lost-by-capture'],
  },
  check: checkHeaders((header, place) => {
    const prompt = repeatedBy(header, place)
    if (prompt === undefined) return undefined
    const fields = header.act === 'done' ? REPEATED : [...REPEATED, ...COUNTED]
    const changes: (readonly [string, string])[] = fields
      .filter((field) => header[field] !== prompt[field])
      .map((field) => [`${field} ${prompt[field]}`, `${field} ${header[field]}`])
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

/** The prompt that a receiver's header is an answer to, where nothing between them was missed. */
function repeatedBy({ from, act }: OftHeader, { seen, view }: Place): OftHeader | undefined {
  if (from !== 'receiver' || act === 'other' || !seen.intact) return undefined
  return view?.file.seen('prompt')?.header
}
