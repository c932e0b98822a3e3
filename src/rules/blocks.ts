import { hexNumber } from '../bytes/hex.ts'
import type { Node } from '../bytes/node.ts'
import type { Leg, Message } from '../conversation/message.ts'
import { tagOf, type Rendezvous } from '../oscar/rendezvous/block.ts'
import { RENDEZVOUS_TAGS, TAG, type RendezvousTagName } from '../oscar/rendezvous/tags.ts'
import type { Check } from './define.ts'
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
export function checkBlock(judge: (block: Rendezvous, leg: Leg) => Fault | undefined): Check {
  const faultOf = (leg: Leg): Fault | undefined => leg.rendezvous && judge(leg.rendezvous, leg)
  return {
    leg({ conversation, message, leg }, report) {
      const fault = faultOf(leg)
      if (fault === undefined || message.legs.find(faultOf) !== leg) return
      const { says, ...rest } = fault
      const changed = message.legs.some((other) => other.toHost && !leg.toHost)
      const copy = changed ? "the host's copy of " : ''
      report({
        conversation,
        seen: leg.seen,
        certainty: 'sure',
        who: changed ? 'server' : message.from,
        step: message.step,
        message: `${copy}${nameOf(message)} ${says}`,
        ...rest,
      })
    },
  }
}

/** A check for tags that only the server adds, those of them that `wanted` names, in messages to the host. */
export function checkServerTag(wanted: (tag: number) => boolean): Check {
  return checkBlock(({ tags }, { toHost }) => {
    const tag = tags.find((node) => RENDEZVOUS_TAGS.get(node.tag!)?.addedBy === 'server' && wanted(node.tag!))
    if (!toHost || tag === undefined) return undefined
    return { says: `has ${tag.name}, which only the server adds`, expected: 'none', found: describe(tag) }
  })
}

/** A check that a tag is the tag it mirrors with all bits inverted. `stated` finds a mirror that is not in its place. */
export function checkMirror(
  name: RendezvousTagName,
  misplaced: (block: Rendezvous) => number | undefined = () => undefined,
): Check {
  const mirrored = RENDEZVOUS_TAGS.get(TAG[name])!.mirrors!
  return checkBlock((block) => {
    const original = sound(block, TAG[mirrored])?.value
    const mirror = tagOf(block.tags, TAG[name]) === undefined ? misplaced(block) : sound(block, TAG[name])?.value
    const stated = inverted(mirror)
    if (original === undefined || stated === undefined || stated === original) return undefined
    return {
      who: 'network',
      says: `names ${mirrored} ${String(original)}, and ${String(stated)} by its mirror ${name}`,
      expected: String(stated),
      found: String(original),
    }
  })
}

/** `the offerer's PROPOSE 1` */
export function nameOf(message: Message): string {
  const type = message.first.rendezvous?.typeName ?? message.kind
  return `the ${message.from}'s ${type}${message.sequence === undefined ? '' : ` ${message.sequence}`}`
}

function describe({ tag, name, value }: Node): string {
  return `tag ${hexNumber(tag!)} ${name} ${String(value)}`
}

/** `0x000a SEQUENCE_NUM` */
export function tagText(name: RendezvousTagName): string {
  return `${hexNumber(TAG[name])} ${name}`
}

/** Whether the table of tags requires this one in such a message, and it is not there. */
export function lacks(block: Rendezvous, name: RendezvousTagName): boolean {
  const required = RENDEZVOUS_TAGS.get(TAG[name])?.required ?? []
  // Tags behind one that is too long cannot be read: that one is the fault.
  return required.some((type) => type === block.typeName) && !block.has(TAG[name]) && fits(block)
}

/** Whether the table of tags has no place for this one in such a message, and it is there. */
export function misplaces(block: Rendezvous, name: RendezvousTagName): boolean {
  const only = RENDEZVOUS_TAGS.get(TAG[name])?.only
  const known = !block.typeName.startsWith('0x')
  return known && only?.every((type) => type !== block.typeName) === true && block.has(TAG[name])
}

/** A TLV says that it is longer than the block it is in. */
export function overruns(node: Node): boolean {
  return node.problem?.endsWith(' left') === true
}

/** Every TLV is whole. */
export function fits(block: Rendezvous): boolean {
  return block.overflow === 0
}

/** Bytes in the value of a TLV, without its tag and length. */
export function valueLength(node: Node): number {
  return node.end - node.at - 4
}

/** The node of a tag whose value has the right size. */
function sound(block: Rendezvous, tag: number): Node | undefined {
  const node = tagOf(block.tags, tag)
  return node?.problem === undefined ? node : undefined
}

/** All bits of an address or a port inverted. */
function inverted(value: Node['value']): string | number | undefined {
  if (typeof value === 'number') return value ^ 0xffff
  if (typeof value !== 'string') return undefined
  return value
    .split('.')
    .map((byte) => 255 - Number(byte))
    .join('.')
}
