import type { Person } from '../../conversation/conversation.ts'
import { normalizeScreenName } from '../../oscar/normalize.ts'
import type { Finding } from '../../rules/finding.ts'
import { nameOf } from '../finding-text.ts'

/**
 * What a finding is recognised by when the same thing is captured again: the rule, who is at fault and between whom it
 * happened. Times, packets, ports, addresses and cookies are other ones then, and do not count.
 *
 *     OFT-07 receiver send-file alice>bob noack.bin
 */
export function fingerprint({ code, who, certainty, conversation, transfer, track }: Finding): string {
  const parts = [code, who ?? '-']
  if (conversation !== undefined) {
    parts.push(conversation.serviceName, `${keyOf(conversation.offerer)}>${keyOf(conversation.target)}`)
  } else if (track !== undefined) {
    parts.push(track.protocol, normalizeScreenName(track.screenName ?? '-'))
  }
  if (transfer !== undefined) parts.push(nameOf(transfer))
  // What was not sure is another thing once it is.
  if (certainty !== 'sure') parts.push(`(${certainty})`)
  return parts.join(' ')
}

const keyOf = ({ screenName }: Person): string => normalizeScreenName(screenName ?? '-')

/** FNV-1a of 64 bits, for readers that expect a fingerprint to be short: 16 hex digits. */
export function shortFingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn
  return hash.toString(16).padStart(16, '0')
}
