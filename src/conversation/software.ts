/**
 * Which program a user has, guessed from what it shows of itself. The surest comes first: the order of the tags in its
 * proposals (nobody else writes them so), the mark among its capabilities, the way it fills headers in, what it calls itself,
 * the shape of its cookies. Programs lie about their names, as servers want to see those of AOL's own.
 */
import { normalizeScreenName } from '../oscar/index.ts'
import { cookieClue, fileClue, proposalClue, type Clue } from './clues.ts'
import type { Conversation } from './conversation.ts'
import type { Role } from './message.ts'
import type { Track } from './track.ts'

export interface Software {
  readonly name: string
  readonly version: string | undefined
  /** What that is concluded from. */
  readonly evidence: string
}

/** The program at the client end of connections of one user. */
export function softwareOfTracks(tracks: readonly Track[]): Software | undefined {
  return conclude(ownClues(tracks))
}

/** The program of a person in a conversation. */
export function softwareOf(conversation: Conversation, role: Role): Software | undefined {
  const { order, mark, headers, identity, cookie } = cluesOf(conversation, role)
  return conclude([order, mark, headers, identity, cookie])
}

/** Names of AOL's own programs, by which others call themselves. */
const PRETENDED: ReadonlySet<string> = new Set(['Windows AIM', 'AIM for Macintosh', 'Java AIM', 'AIM', 'ICQ'])

/** Programs that a person may have, by what shows whether or not anybody looks at events; undefined when nothing tells. */
export function likelyPrograms(conversation: Conversation, role: Role): readonly string[] | undefined {
  const { order, headers, identity, cookie } = cluesOf(conversation, role)
  const isPretended = identity?.names.some((name) => PRETENDED.has(name)) === true
  return agreed([order, headers, isPretended ? undefined : identity, cookie])
}

function cluesOf(conversation: Conversation, role: Role) {
  const { tracks, screenName } = conversation.person(role)
  const block = conversation.proposals.find(({ from }) => from === role)?.first.rendezvous
  const [mark, identity] = ownClues(tracks)
  return {
    order: block && proposalClue(block),
    mark: mark ?? shownTo(conversation.person(role === 'offerer' ? 'target' : 'offerer').tracks, screenName),
    headers: headerClue(conversation, role),
    identity,
    cookie: role === 'offerer' ? cookieClue(conversation.cookie) : undefined,
  }
}

/** Mark among the capabilities, and own name. */
function ownClues(tracks: readonly Track[]): readonly [mark: Clue | undefined, identity: Clue | undefined] {
  const mark = tracks.find(({ marks }) => marks?.own !== undefined)?.marks?.own
  return [mark, tracks.find(({ identity }) => identity?.clue !== undefined)?.identity?.clue]
}

/** What a server told others of somebody's capabilities. */
function shownTo(tracks: readonly Track[], screenName: string | undefined): Clue | undefined {
  if (screenName === undefined) return undefined
  const name = normalizeScreenName(screenName)
  return tracks.map(({ marks }) => marks?.others.get(name)).find((clue) => clue !== undefined)
}

/** A program writes the headers of all its files alike. */
const FILES_ASKED = 64

function headerClue({ serviceName, transfers }: Conversation, role: Role): Clue | undefined {
  const isSender = (role === 'offerer') === (serviceName !== 'get-file')
  for (const { best } of transfers.slice(0, FILES_ASKED)) {
    const clue = fileClue(best.file, isSender)
    if (clue !== undefined) return clue
  }
  return undefined
}

/** Names by the first clue, narrowed down by those behind it that agree. */
function agreed(clues: readonly (Clue | undefined)[]): readonly string[] | undefined {
  let names: readonly string[] | undefined
  for (const clue of clues) {
    if (clue === undefined) continue
    const common = names?.filter((name) => clue.names.includes(name)) ?? clue.names
    if (common.length > 0) names = common
  }
  return names
}

/** The names that clues agree on, with the version by the first that has one; all are told. */
function conclude(clues: readonly (Clue | undefined)[]): Software | undefined {
  const names = agreed(clues)
  if (names === undefined) return undefined
  const found = clues.filter((clue) => clue !== undefined)
  const versioned = found.find((clue) => clue.version !== undefined && names.some((name) => clue.names.includes(name)))
  return {
    name: names.join(' or '),
    version: versioned?.version,
    evidence: found.map(({ evidence }) => evidence).join('; '),
  }
}

/** `libpurple 2.10.9`. */
export function softwareText({ name, version }: Software): string {
  return version === undefined ? name : `${name} ${version}`
}
