import { hexNumber } from '../../bytes/hex.ts'
import type { Conversation } from '../../conversation/conversation.ts'
import type { Message } from '../../conversation/message.ts'
import { TRAIT } from '../../conversation/traits.ts'
import type { Rendezvous } from '../../oscar/rendezvous/block.ts'
import { tagsOfService } from '../../oscar/rendezvous/service-data.ts'
import { RENDEZVOUS_TAGS, TAG } from '../../oscar/rendezvous/tags.ts'
import { fits, nameOf } from '../blocks.ts'
import { since } from '../copies.ts'
import { defineRule, on } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

/** Tags that are mirrored, and their mirrors: when only one of the two was changed, that is another rule's fault. */
const MIRRORED: ReadonlyMap<number, number> = new Map([
  [TAG.RENDEZVOUS_IP_ADDR, TAG.IP_ADDR_XOR],
  [TAG.IP_ADDR_XOR, TAG.RENDEZVOUS_IP_ADDR],
  [TAG.PORT, TAG.PORT_XOR],
  [TAG.PORT_XOR, TAG.PORT],
])

/** Text for people; what they are shown changes nothing between the clients. */
const TEXT: readonly number[] = [TAG.INVITATION, TAG.INVITE_MIME_CHARSET, TAG.INVITE_MIME_LANG]

/** Seconds in which a host hands a message on. */
const AT_ONCE = 2

export default defineRule({
  code: 'ICBM-07',
  name: 'copy-changed-by-host',
  severity: 'warning',
  kind: 'violation',
  title: 'Host changed a rendezvous message on its way',
  why: 'The receiver acts on something else than the sender said, and neither of them can notice.',
  fix: 'In the server, pass the block on as it is; add VERIFIED_IP_ADDR and VERIFIED_DOWNLOAD_URL, and nothing else.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'rendezvous block',
    says: 'The host hands the block to the receiver and adds what it has verified.',
  },
  who: 'server',
  fixtures: {
    bad: ['file-changed-by-host', 'tag-dropped-by-host', 'tag-added-by-host', 'requester-rewritten'],
    good: [
      'declined',
      'direct',
      'verified-by-host',
      'address-changed-behind-host',
      'invitation-changed-by-host',
      'proxied',
    ],
  },
  check: {
    leg: on({ signs: SIGN.copy }, ({ conversation, message, leg }, report) => {
      if (message.legs.length < 2) return
      const other = message.legs.find(({ toHost, rendezvous }) => toHost !== leg.toHost && rendezvous !== undefined)
      const [sent, received] = leg.toHost ? [leg, other] : [other, leg]
      const [before, after] = [sent?.rendezvous, received?.rendezvous]
      if (sent === undefined || received === undefined || before === undefined || after === undefined) return
      if (message.legs.find(({ toHost }) => toHost === leg.toHost) !== leg || !fits(before)) return
      const tag = changedTag(before, after)
      if (tag === undefined) return
      const name = tagsOfService(after.serviceName).rows.get(tag)?.name ?? hexNumber(tag)
      const verb = !after.has(tag) ? 'dropped' : before.has(tag) ? 'changed' : 'added'
      // open-oscar-server writes the public address over the one the client believes in.
      const rewritten = tag === TAG.REQUESTER_IP_ADDR && verb === 'changed'
      report({
        conversation,
        seen: received.seen,
        packets: message.packets,
        certainty: sent.seen.intact && received.seen.intact ? 'sure' : 'likely',
        step: message.step,
        message: `the server ${verb} ${name} in ${nameOf(message, conversation.rolesKnown)}`,
        expected: verb === 'added' ? 'none' : `${name} as it was sent`,
        found: verb === 'dropped' ? 'none' : 'another',
        ...(rewritten && {
          severity: 'note',
          knownFor: ['open-oscar-server'],
          expected: before.address(tag),
          found: after.address(tag),
        }),
      })
    }),
    conversation: on({ signs: TRAIT.countered }, ({ conversation }, report) => {
      const [sent, received] = renumbered(conversation)
      if (sent === undefined || received === undefined) return
      report({
        conversation,
        seen: received.first.seen,
        packets: [...sent.packets, ...received.packets],
        certainty: 'likely',
        step: received.step,
        message: `the server changed SEQUENCE_NUM in ${nameOf(sent, conversation.rolesKnown)}`,
        expected: String(sent.sequence),
        found: String(received.sequence),
      })
    }),
  },
})

/** A proposal that went to the host and came out nowhere, and the one with another number that came out in its place. */
function renumbered({ proposals, legsIntact }: Conversation): readonly Message[] {
  const isOnly = ({ legs }: Message, toHost: boolean): boolean => legs.every((leg) => leg.toHost === toHost)
  const sent = legsIntact ? proposals.find((message) => isOnly(message, true)) : undefined
  const received = proposals.find(
    (message) =>
      isOnly(message, false) && message.from === sent?.from && since(sent.first.seen, message.first.seen) < AT_ONCE,
  )
  return sent === undefined || received === undefined ? [] : [sent, received]
}

/** The first tag that is not in the other block as it is in this one. */
function changedTag(before: Rendezvous, after: Rendezvous): number | undefined {
  let changed: number | undefined
  const differs = (tag: number): boolean => {
    changed = tag
    if (before.agrees(after, tag) || TEXT.includes(tag)) return false
    if (RENDEZVOUS_TAGS.get(tag)?.addedBy === 'server') return false
    const partner = MIRRORED.get(tag)
    return partner === undefined || !before.has(partner) || !before.agrees(after, partner)
  }
  return before.some(differs) || after.some(differs) ? changed : undefined
}
