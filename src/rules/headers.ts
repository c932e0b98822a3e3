import { hexNumber } from '../bytes/hex.ts'
import type { Seen } from '../conversation/message.ts'
import type { FileView } from '../conversation/transfer.ts'
import { OFT_FIXED, type OftAct, type OftHeader } from '../peer/oft-header.ts'
import { isAbout, last } from './endings.ts'
import type { Check } from './define.ts'
import type { Report } from './finding.ts'

/** Where a header stands. */
export interface Place {
  readonly seen: Seen
  readonly view: FileView | undefined
  /** The prompt of the same file, in front of a header that answers it. */
  readonly prompt: OftHeader | undefined
}

/** What is wrong with a header. `says` goes on where `0x0202 ACK #41` stops. */
export interface HeaderFault extends Partial<Omit<Report, 'message'>> {
  readonly says: string
}

const STEPS: Readonly<Partial<Record<OftAct, number>>> = { prompt: 9, done: 12 }

/** Step of the thirteen that a header takes. */
export const stepOf = ({ act }: OftHeader): number => STEPS[act] ?? 10

/**
 * A check of the fields of every OFT2 header that has them all. A transfer is reported once, at its first faulty header.
 * Behind a hole in the capture bytes of a file may look like a header.
 */
export function checkHeaders(judge: (header: OftHeader, place: Place) => HeaderFault | undefined): Check {
  return {
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      if (header.length < OFT_FIXED) return
      const prompt = view?.file.seen('prompt')?.header
      const isOwn = seen.intact || (view !== undefined && isAbout(header, view.file))
      const fault = judge(header, { seen, view, prompt: isOwn ? prompt : undefined })
      if (fault === undefined) return
      const { says, ...rest } = fault
      report({
        seen,
        transfer,
        certainty: seen.intact ? 'sure' : 'likely',
        who: header.from,
        message: `${typeText(header)} ${last(seen.packets)} ${says}`,
        ...rest,
      })
    },
  }
}

/** `0x0202 ACK` */
export function typeText({ type, name, known }: OftHeader): string {
  return known ? `${hexNumber(type)} ${name}` : hexNumber(type)
}

/** A receiver gives back what the sender wrote, as far as its prompt is known: that is the sender's doing. */
export function isEcho(header: OftHeader, { prompt }: Place, same: (prompt: OftHeader) => boolean): boolean {
  return header.from === 'receiver' && (prompt === undefined || same(prompt))
}
