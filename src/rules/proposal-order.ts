import type { Leg, Message } from '../conversation/message.ts'
import { copiesOf, since } from './copies.ts'

/** A proposal whose number is not the one that was due. */
export interface Misnumbered {
  readonly message: Message
  readonly leg: Leg
  readonly due: number
}

/** Numbers whose predecessor no proposal has. The lowest needs none, and the order of copies says nothing. */
export function jumps(proposals: readonly Message[]): Misnumbered[] {
  const numbers = [...new Set(proposals.map(numberOf))].sort((a, b) => a - b)
  return numbers.flatMap((number, index) => {
    const below = numbers[index - 1]
    if (below === undefined || below === number - 1) return []
    const message = proposals.find((proposal) => numberOf(proposal) === number)!
    const earlier = proposals.slice(0, proposals.indexOf(message)).map(numberOf)
    const last = earlier.filter((known) => known < number).reduce((a, b) => Math.max(a, b), 0)
    return [{ message, leg: message.first, due: (last === 0 ? below : last) + 1 }]
  })
}

/** Proposals with a lower number than an earlier one in the same direction of the same connection. */
export function stepsBack(proposals: readonly Message[]): Misnumbered[] {
  const copies = copiesOf(proposals)
  return copies.flatMap(({ message, leg }) => {
    // With 1 another conversation begins, which happens to have the same cookie.
    if (numberOf(message) <= 1) return []
    const earlier = copies.filter((other) => sameDirection(other.leg, leg) && since(other.leg.seen, leg.seen) > 0)
    const numbers = earlier.toSorted((a, b) => since(b.leg.seen, a.leg.seen)).map((other) => numberOf(other.message))
    const highest = numbers.slice(Math.max(0, numbers.lastIndexOf(1))).reduce((a, b) => Math.max(a, b), 0)
    return numberOf(message) < highest ? [{ message, leg, due: highest + 1 }] : []
  })
}

/** Proposals with the number of one that the other side made: they crossed, or their author did not read the other's. */
export function sharedNumbers(proposals: readonly Message[]): Misnumbered[] {
  return proposals.flatMap((message, at) => {
    const other = proposals
      .slice(0, at)
      .find(({ from, sequence }) => sequence === message.sequence && from !== message.from)
    return other === undefined ? [] : [{ message, leg: message.first, due: numberOf(message) + 1 }]
  })
}

function numberOf({ sequence }: Message): number {
  return sequence ?? 0
}

function sameDirection(a: Leg, b: Leg): boolean {
  return a.seen.track === b.seen.track && a.toHost === b.toHost
}
