import { find, type Node } from '../bytes/node.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import { LIMITS } from '../limits.ts'
import { normalizeScreenName } from '../oscar/index.ts'
import { plainText } from '../oscar/summary.ts'
import { isoTime } from './time.ts'

/** What two people, or those in a room, said: a line for each message, HTML taken out. */
export interface Transcript {
  /** Names of the two, or the room's. */
  readonly who: readonly string[]
  readonly lines: string[]
}

interface Said {
  readonly from: string
  readonly who: readonly string[]
  readonly text: string
  /** Tells copies of one message apart from other messages. */
  readonly cookie: string
}

const NOBODY = '?'

/** Collects transcripts from the events of a capture: of instant messages, direct IMs and chat rooms. */
export class Transcripts {
  /** Something was left out because there is too much. */
  full = false
  private readonly byPeople = new Map<string, Transcript>()
  private readonly copies = new Map<string, { transcript: Transcript; at: number; from: string }>()
  private readonly rooms = new Map<number, string>()
  private size = 0

  get all(): readonly Transcript[] {
    return [...this.byPeople.values()]
  }

  event(event: TimelineEvent): void {
    const said = this.said(event)
    if (said === undefined || said.text === '') return
    const key = said.who.map(normalizeScreenName).sort().join('\n')
    const copy = `${key}\n${said.cookie}`
    const line = `${isoTime(event.seconds, event.nanos).slice(0, 19).replace('T', ' ')}  ${said.from}: ${said.text}`
    const before = this.copies.get(copy)
    if (before !== undefined) {
      // The copy to a room's host does not say whose it is, those to the others do.
      if (before.from === NOBODY) before.transcript.lines[before.at] = line
      return
    }
    this.size += 2 * (line.length + copy.length)
    if (this.size > LIMITS.transcripts.value) {
      this.full = true
      return
    }
    const transcript = this.byPeople.get(key) ?? { who: said.who, lines: [] }
    this.byPeople.set(key, transcript)
    this.copies.set(copy, { transcript, at: transcript.lines.push(line) - 1, from: said.from })
  }

  private said(event: TimelineEvent): Said | undefined {
    switch (event.name) {
      case 'ICBM__CHANNEL_MSG_TOHOST':
      case 'ICBM__CHANNEL_MSG_TOCLIENT':
        return message(event)
      case 'CHAT__ROOM_INFO_UPDATE':
        this.rooms.set(event.track.id, textOf(rootOf(event), 'roomCookie'))
        return undefined
      case 'CHAT__CHANNEL_MSG_TOHOST':
      case 'CHAT__CHANNEL_MSG_TOCLIENT':
        return this.inRoom(event)
      case 'MESSAGE':
        return event.protocol === 'odc2' ? directIm(event) : undefined
      default:
        return undefined
    }
  }

  private inRoom(event: TimelineEvent): Said {
    const root = rootOf(event)
    const room = this.rooms.get(event.track.id)?.replace(/^.*-/, '') ?? `room of connection ${event.track.id}`
    const from = textOf(root, 'SENDER_INFORMATION', 'screenName') || (event.track.screenName ?? NOBODY)
    return { from, who: [room], text: wordsOf(root, 'MESSAGE_INFO', 'TEXT'), cookie: textOf(root, 'cookie') }
  }
}

function message(event: TimelineEvent): Said {
  const root = rootOf(event)
  const own = event.track.screenName ?? event.track.ends[event.track.client]
  const [from, to] = event.name.endsWith('TOHOST')
    ? [own, textOf(root, 'screenName')]
    : [textOf(root, 'userInfo', 'screenName'), own]
  return { from, who: [from, to], text: wordsOf(root, 'IM_DATA', 'TEXT', 'text'), cookie: textOf(root, 'cookie') }
}

function directIm(event: TimelineEvent): Said {
  const { track, side } = event
  const root = rootOf(event)
  const { offerer, target } = track.conversation ?? {}
  const from = textOf(root, 'odc', 'screenName') || track.ends[side]
  const others = [offerer?.screenName, target?.screenName].filter((name) => name !== undefined)
  const to =
    others.find((name) => normalizeScreenName(name) !== normalizeScreenName(from)) ?? track.ends[side === 0 ? 1 : 0]
  return { from, who: [from, to], text: wordsOf(root, 'odc', 'text'), cookie: `event ${event.n}` }
}

const rootOf = (event: TimelineEvent): Node => ({
  name: '',
  at: event.start,
  end: event.end,
  children: event.decode().nodes,
})

/** Values of texts are printable; a name that is not there is empty. */
const textOf = (root: Node, ...path: readonly string[]): string => String(find(root, ...path)?.value ?? '')

const wordsOf = (root: Node, ...path: readonly string[]): string => plainText(textOf(root, ...path), Infinity)

/** The whole file. */
export const transcriptText = ({ lines }: Transcript): string => `${lines.join('\n')}\n`
