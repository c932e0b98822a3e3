import type { Conversation } from '../conversation/conversation.ts'
import type { Opening } from '../conversation/peer-session.ts'
import type { Track } from '../conversation/track.ts'
import type { Side } from '../network/flow.ts'
import { on, type Check } from './define.ts'
import type { Report } from './finding.ts'
import { TRAIT } from '../conversation/traits.ts'

/** How one side of a direct IM began. */
export interface SideOpening extends Opening {
  readonly track: Track
  readonly side: Side
  readonly conversation: Conversation | undefined
  /** It opened the connection, directly to the other. */
  readonly connected: boolean
}

/**
 * A check of the first frame of each side of a direct IM once it is clear which conversation it belongs to: with the
 * conversation's end, and with the connection's where no conversation is known.
 */
export function checkOpenings(
  judge: (opening: SideOpening) => Omit<Report, 'seen' | 'conversation'> | undefined,
): Check {
  const check = (track: Track, conversation: Conversation | undefined, report: (found: Report) => void): void => {
    if (track.session === undefined) return
    for (const side of [0, 1] as const) {
      const opening = track.session.openings[side]
      if (opening === undefined) continue
      const connected = track.clientSure && side === track.client && track.protocol === 'odc2'
      const found = judge({ ...opening, track, side, conversation, connected })
      if (found !== undefined) report({ seen: opening.seen, conversation, ...found })
    }
  }
  return {
    conversation: on({ signs: TRAIT.connected }, ({ conversation }, report) => {
      for (const track of conversation.connections) check(track, conversation, report)
    }),
    flow({ track }, report) {
      if (track.conversation === undefined) check(track, undefined, report)
    },
  }
}
