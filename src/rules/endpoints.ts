import type { Facts } from '../conversation/facts.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
import { TAG } from '../oscar/rendezvous/tags.ts'
import { fits } from './blocks.ts'

/** Where a proposal may name an address to connect to. */
export const ADDRESSES = [TAG.RENDEZVOUS_IP_ADDR, TAG.REQUESTER_IP_ADDR, TAG.VERIFIED_IP_ADDR] as const

/** A whole proposal of a service whose peers connect to each other. */
export function proposesConnection(block: Rendezvous): boolean {
  const transport = block.known?.transport
  return block.type === 0 && (transport === 'oft' || transport === 'odc') && fits(block)
}

/** Its author names the address 0.0.0.0 and no other. */
export function isZero(block: Rendezvous): boolean {
  const named = block.has(TAG.RENDEZVOUS_IP_ADDR) ? TAG.RENDEZVOUS_IP_ADDR : TAG.REQUESTER_IP_ADDR
  return block.word(named) === 0
}

/** [network, bits] of the addresses that are not routed: RFC 1918, 3927, 6598 and loopback. */
const PRIVATE = [
  [0x0a000000, 8],
  [0xac100000, 12],
  [0xc0a80000, 16],
  [0xa9fe0000, 16],
  [0x64400000, 10],
  [0x7f000000, 8],
] as const

/** Nobody outside of its network can reach this address. */
export function isPrivate(word: number): boolean {
  return PRIVATE.some(([network, bits]) => (word ^ network) >>> (32 - bits) === 0)
}

/** Addresses of a direct proposal. */
export interface AddressView {
  readonly offered: number | undefined
  readonly requester: number
  readonly verified: number
}

/**
 * What a side's first direct proposal says of its address, and what the server adds: once, at the first copy to a client.
 * libpurple writes the address of the proxy into all of them, so proposals of the proxy say nothing.
 */
export function addressesSeenBy({ conversation, message, leg }: Facts['leg']): AddressView | undefined {
  const block = leg.rendezvous
  if (leg.toHost || block === undefined || !proposesConnection(block) || block.has(TAG.USE_ARS)) return undefined
  const requester = block.word(TAG.REQUESTER_IP_ADDR) ?? 0
  const verified = block.word(TAG.VERIFIED_IP_ADDR) ?? 0
  if (requester === 0 || verified === 0) return undefined
  const earlier = conversation.messages.find(({ kind, from }) => kind === 'propose' && from === message.from)
  if (earlier !== message || message.legs.find(({ toHost }) => !toHost) !== leg) return undefined
  return { offered: block.word(TAG.RENDEZVOUS_IP_ADDR), requester, verified }
}
