import type { Conversation } from '../conversation/conversation.ts'
import type { Seen } from '../conversation/message.ts'
import type { Track } from '../conversation/track.ts'
import type { ArsFrame } from '../peer/ars.ts'
import { on, type Check } from './define.ts'
import type { Report } from './finding.ts'
import { TRAIT } from '../conversation/traits.ts'

export const ERROR = 0x0001
export const INIT_SEND = 0x0002
export const ACK = 0x0003
export const INIT_RECV = 0x0004
export const READY = 0x0005

/** Bytes of an acknowledgment behind its length. */
const ACK_LENGTH = 16

export interface SeenFrame {
  readonly frame: ArsFrame
  readonly seen: Seen
}

/** A connection to the rendezvous proxy and what was said to it and by it. */
export interface ProxyLeg {
  readonly track: Track
  readonly frames: readonly SeenFrame[]
  readonly conversation: Conversation | undefined
}

/**
 * A check of connections to the proxy once nothing can change any more: with the conversation's end, and with the
 * connection's where no conversation is known.
 */
export function checkProxies(judge: (leg: ProxyLeg, report: (found: Report) => void) => void): Check {
  return {
    conversation: on({ signs: TRAIT.connected }, ({ conversation }, report) => {
      for (const track of conversation.connections) {
        const frames = track.session?.proxyFrames ?? []
        if (frames.length > 0) judge({ track, frames, conversation }, report)
      }
    }),
    proxy(leg, report) {
      if (leg.conversation === undefined) judge(leg, report)
    },
  }
}

/** The first frame of a command. */
export function frameOf({ frames }: ProxyLeg, command: number): SeenFrame | undefined {
  return frames.find(({ frame }) => frame.command === command)
}

/** The tunnel that a leg created: what the proxy answered to its INIT_SEND. Undefined where only the endpoint ties it to the conversation. */
export function tunnelOf(
  leg: ProxyLeg,
): (SeenFrame & { readonly token: number; readonly address: string }) | undefined {
  const ack = frameOf(leg, ACK)
  if (ack === undefined || leg.track.joinedBy !== 'cookie' || frameOf(leg, INIT_SEND) === undefined) return undefined
  // An acknowledgment of another size, or one among bytes that are no frame, does not show what the proxy meant.
  const { track } = leg
  if (ack.frame.length !== ACK_LENGTH || (track.session?.strays[track.server] ?? 0) > 0) return undefined
  const { token, address } = ack.frame
  return token === undefined || address === undefined ? undefined : { ...ack, token, address }
}

/** Since when the two can talk on a connection: its SYN, or READY of the proxy; undefined where that was not seen. */
export function upSince({ flow, session, clientSure, protocol }: Track): number | undefined {
  if (!protocol.startsWith('ars')) return clientSure ? flow.startSeconds + flow.startNanos / 1e9 : undefined
  const ready = session?.proxyFrames.find(({ frame }) => frame.command === READY)?.seen
  return ready && ready.seconds + ready.nanos / 1e9
}
