import { hexNumber } from '../../bytes/hex.ts'
import { checksumBefore, sameChecksum } from '../../bytes/oft-checksum.ts'
import type { OftFile, SeenHeader } from '../../peer/oft-file.ts'
import { defineRule } from '../define.ts'
import { checkFiles, isAbout, last, promptOf, type Verdict } from '../endings.ts'

export default defineRule({
  code: 'OFT-29',
  name: 'resume-prefix-wrong',
  severity: 'warning',
  kind: 'violation',
  title: 'Resuming starts from bytes that are not those of the file',
  why: 'What the receiver has is not the beginning of this file: behind it the rest makes a file that is damaged.',
  fix: 'As receiver sum the bytes that are there, and ask for no more than size; as sender compare and answer nrecvd 0 when they differ.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'resume',
    says: 'The receiver states how many bytes it has and their checksum, and the sender verifies it with its own.',
  },
  who: 'receiver',
  step: 10,
  knownFor: ['Digsby'],
  fixtures: {
    bad: ['resume-beyond-size', 'resume-prefix-wrong', 'resume-of-nothing-with-checksum'],
    good: ['resume', 'resume-from-zero', 'resume-refused-for-other-bytes', 'resume-data-lost-by-capture'],
  },
  check: checkFiles(({ file, track }) => {
    const asked = file.seen('resume')
    if (asked === undefined || !isAbout(asked.header, file) || promptOf(file) === undefined) return undefined
    const { nrecvd, recvcsum } = asked.header
    const at = `0x0205 RESUME ${last(asked.packets)}`
    const verdict = { certainty: track.intact ? 'sure' : 'likely', packets: asked.packets } as const
    if (nrecvd > file.size) {
      const [expected, found] = [`nrecvd at most ${file.size}`, `nrecvd ${nrecvd}`]
      return { ...verdict, message: `${at} has ${nrecvd} bytes of ${file.size}`, expected, found }
    }
    if (nrecvd === 0) return sameChecksum(recvcsum, 0) ? undefined : differs(verdict, at, 0, recvcsum, 0xffff0000)
    const computed = prefixOf(file, asked)
    if (computed === undefined || sameChecksum(computed, recvcsum)) return undefined
    // The sender agreed to what it should have refused; Digsby does so without a look.
    return { ...differs(verdict, at, nrecvd, recvcsum, computed), who: 'sender', knownFor: ['Digsby'] }
  }),
})

/** Checksum that the bytes before the place of resuming must have: the prompt's less that of all others. */
function prefixOf(file: OftFile, asked: SeenHeader): number | undefined {
  const agreed = file.seen('resume-accept') ?? file.seen('resume-ack')
  const rest = file.bodyChecksum
  // Who starts over says that they are other bytes.
  if (rest === undefined || agreed?.header.nrecvd !== asked.header.nrecvd || file.start !== asked.header.nrecvd)
    return undefined
  return checksumBefore(promptOf(file)!.header.checksum, rest)
}

function differs(
  verdict: Pick<Verdict, 'certainty' | 'packets'>,
  at: string,
  count: number,
  stated: number,
  computed: number,
): Verdict {
  return {
    ...verdict,
    message: `${at} says checksum ${hexNumber(stated, 8)} of its ${count} bytes, by prompt and data it is ${hexNumber(computed, 8)}`,
    expected: hexNumber(computed, 8),
    found: hexNumber(stated, 8),
  }
}
