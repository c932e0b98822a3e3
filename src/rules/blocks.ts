import { hexNumber } from '../bytes/hex.ts'
import { ipv4Text } from '../bytes/ipv4.ts'
import type { Facts } from '../conversation/facts.ts'
import type { Leg, Message } from '../conversation/message.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
import { RENDEZVOUS_TYPES } from '../oscar/rendezvous/reasons.ts'
import { SIGN } from '../oscar/rendezvous/signs.ts'
import { RENDEZVOUS_TAGS, TAG, type RendezvousTag, type RendezvousTagName } from '../oscar/rendezvous/tags.ts'
import { on, type Check, type Cue } from './define.ts'
import type { Report } from './finding.ts'

/** What is wrong with a block. `says` goes on where `the offerer's PROPOSE` stops. */
export interface Fault extends Partial<Omit<Report, 'message'>> {
  readonly says: string
}

/**
 * A check of the rendezvous block in every copy of a message. The message is reported once, at its first faulty copy, so
 * that the capture of either connection tells the same. A copy from the host is the author's word, unless the copy to the
 * host has no such fault.
 */
export function checkBlock(cue: Cue, judge: BlockJudge): Check {
  return {
    leg: on(cue, (fact, report) => {
      const { conversation, message, leg } = fact
      const fault = leg.rendezvous && judge(leg.rendezvous, leg, fact)
      if (fault === undefined || firstFaulty(fact, judge) !== leg) return
      const { says, ...rest } = fault
      const changed = !leg.toHost && hasToHost(message)
      const copy = changed ? "the host's copy of " : ''
      report({
        conversation,
        seen: leg.seen,
        certainty: 'sure',
        who: changed ? 'server' : conversation.rolesKnown ? message.from : 'client',
        step: message.step,
        message: `${copy}${nameOf(message, conversation.rolesKnown)} ${says}`,
        ...rest,
      })
    }),
  }
}

type BlockJudge = (block: Rendezvous, leg: Leg, fact: Facts['leg']) => Fault | undefined

// Functions of their own: what a closure needs is allocated even where it is never made, and most blocks have no fault.
function firstFaulty(fact: Facts['leg'], judge: BlockJudge): Leg | undefined {
  return fact.message.legs.find((leg) => leg.rendezvous && judge(leg.rendezvous, leg, fact) !== undefined)
}

const hasToHost = ({ legs }: Message): boolean => legs.some(({ toHost }) => toHost)

/** A check for tags that only the server adds, those of them that `wanted` names, in messages to the host. */
export function checkServerTag(wanted: (tag: number) => boolean): Check {
  const rows = [...RENDEZVOUS_TAGS.values()].filter(({ tag, addedBy }) => addedBy === 'server' && wanted(tag))
  return checkBlock({ signs: SIGN.addedByServer }, (block, { toHost }) => {
    const row = toHost ? rows.find(({ tag }) => block.has(tag)) : undefined
    return row && { says: `has ${row.name}, which only the server adds`, expected: 'none', found: tagText(row) }
  })
}

/** A check that a tag is the tag it mirrors with all bits inverted. `elsewhere` finds a mirror that is not in its place. */
export function checkMirror(name: RendezvousTagName, elsewhere: (block: Rendezvous) => number | undefined): Check {
  const mirror = rowOf(name)
  const mirrored = rowOf(mirror.mirrors!)
  return checkBlock({ signs: SIGN.mirror }, (block) => {
    const original = valueOf(block, mirrored)
    const mirrorImage = block.has(mirror.tag) ? valueOf(block, mirror) : elsewhere(block)
    if (original === undefined || mirrorImage === undefined || inverted(mirrorImage, mirror) === original)
      return undefined
    const [found, stated] = [textOf(original, mirror), textOf(inverted(mirrorImage, mirror), mirror)]
    return {
      who: 'network',
      says: `names ${mirrored.name} ${found}, and ${stated} by its mirror ${name}`,
      expected: stated,
      found,
    }
  })
}

/** `the offerer's PROPOSE 1`, or `one side's` where it cannot be told which. */
export function nameOf(message: Message, known = true): string {
  const type = message.first.rendezvous?.typeName ?? message.kind
  return `${known ? `the ${message.from}` : 'one side'}'s ${type}${message.sequence === undefined ? '' : ` ${message.sequence}`}`
}

/** `0x000a SEQUENCE_NUM` */
export function tagText({ tag, name }: RendezvousTag): string {
  return `tag ${hexNumber(tag)} ${name}`
}

export function rowOf(name: RendezvousTagName): RendezvousTag {
  return RENDEZVOUS_TAGS.get(TAG[name])!
}

/** Whether the table of tags requires this one in such a message, and it is not there. */
export function lacks(block: Rendezvous, { tag, required }: RendezvousTag): boolean {
  // Tags behind one that is too long cannot be read: that one is the fault.
  return !block.has(tag) && required?.some((type) => type === block.typeName) === true && fits(block)
}

/** Whether the table of tags has no place for this one in such a message, and it is there. */
export function misplaces(block: Rendezvous, { tag, only }: RendezvousTag): boolean {
  // That it is of a type which no client sends is another rule's fault.
  const known = block.type in RENDEZVOUS_TYPES && block.typeName !== 'NAK'
  return block.has(tag) && known && only?.every((type) => type !== block.typeName) === true
}

/** Every tag is as long as it says, and so is the block. */
export function fits({ overflow, missing }: Rendezvous): boolean {
  return overflow === 0 && missing === 0
}

/** Address or port as a number, when it has the right length. */
function valueOf(block: Rendezvous, { tag, type }: RendezvousTag): number | undefined {
  return block.lengthOf(tag) === type.size ? block.number(tag) : undefined
}

/** All bits of an address or a port inverted. */
function inverted(value: number, { type }: RendezvousTag): number {
  return type.size === 4 ? ~value >>> 0 : value ^ 0xffff
}

function textOf(value: number, { type }: RendezvousTag): string {
  return type.size === 4 ? ipv4Text(value) : String(value)
}
