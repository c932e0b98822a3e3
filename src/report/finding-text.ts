import type { Transfer } from '../conversation/transfer.ts'
import type { Finding } from '../rules/finding.ts'
import type { Paint } from './signs.ts'

/** `OFT-07 ack-missing` */
export function findingName({ code, name }: Finding): string {
  return `${code} ${name}`
}

/** `[step 10, sure]` */
export function findingTags({ step, certainty, knownFor }: Finding): string {
  const tags = [...(step === undefined ? [] : [`step ${step}`]), certainty]
  if (knownFor.length > 0) tags.push(`known for ${knownFor.join(', ')}`)
  return `[${tags.join(', ')}]`
}

/** What it is about: `transfer 2 noack.bin alice→bob`, `conversation 3 alice→bob`, `flow 4`. */
export function findingSubject({ transfer, conversation, track }: Finding): string {
  const people =
    conversation === undefined
      ? ''
      : ` ${conversation.offerer.screenName ?? '?'}→${conversation.target.screenName ?? '?'}`
  if (transfer !== undefined) return `transfer ${transfer.id} ${nameOf(transfer)}${people}`
  if (conversation !== undefined) return `conversation ${conversation.id} ${conversation.serviceName}${people}`
  return track === undefined ? '' : `flow ${track.id} ${track.ends[track.client]}→${track.ends[track.server]}`
}

export function nameOf(transfer: Transfer): string {
  return transfer.best.file.described?.header.filename ?? '(unnamed)'
}

/** `packet 41`, `packets 41, 42` */
export function packetsText(packets: readonly number[]): string {
  if (packets.length === 0) return ''
  return `packet${packets.length === 1 ? '' : 's'} ${packets.join(', ')}`
}

/** Name, tags, message and packets on one line. */
export function findingLine(finding: Finding, paint: Paint): string {
  const { severity, message, packets } = finding
  const head = paint(severity, findingName(finding))
  const where = packets.length === 0 ? '' : ` ${paint('dim', `(${packetsText(packets)})`)}`
  return `${head} ${findingTags(finding)} ${message}${where}`
}
