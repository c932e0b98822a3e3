import { NameCache } from '../bytes/name-cache.ts'
import { u16 } from '../bytes/read.ts'
import { LIMITS } from '../limits.ts'
import { countedTlvsEnd, findTlv } from '../oscar/find-tlv.ts'
import { FLAP_HEADER } from '../oscar/flap.ts'
import { normalizeScreenName } from '../oscar/index.ts'
import { snacBodyAt } from '../oscar/snac.ts'
import { uuidText } from '../oscar/types.ts'
import { capabilityClue, mayBeMark, type Clue } from './clues.ts'
import type { TimelineEvent } from './event.ts'
import { Recent } from './recent.ts'

const OWN_CAPABILITIES = 0x0005
const CAPABILITIES = 0x000d

/** Where in the body the info of a user stands, by foodgroup and subgroup: arrivals, profiles, messages. */
const USER_INFO_AT: ReadonlyMap<number, number> = new Map([
  [0x0003_000b, 0],
  [0x0002_0006, 0],
  [0x0004_0007, 10],
])
const SET_INFO = 0x0002_0004

const names = new NameCache()

/** Programs by the marks among the capabilities that go by on a connection to a server. */
export class Marks {
  /** Of the user whose connection it is. */
  own: Clue | undefined
  /** Of those that its server told of, by normalised name. */
  readonly others = new Recent<string, Clue>(LIMITS.tombstones.value)

  see({ bytes, start, end, fromClient }: TimelineEvent, at: number | undefined): void {
    const body = snacBodyAt(bytes, start + FLAP_HEADER, end)
    if (at === undefined) this.own = clueIn(bytes, body, end, OWN_CAPABILITIES) ?? this.own
    else if (!fromClient) this.userInfo(bytes, body + at, end)
  }

  private userInfo(bytes: Uint8Array, start: number, end: number): void {
    const name = start + 1
    const level = name + (bytes[start] ?? 0)
    if (level + 4 > end) return
    const stop = Math.min(countedTlvsEnd(bytes, level + 2, end), end)
    const clue = clueIn(bytes, level + 4, stop, CAPABILITIES)
    if (clue !== undefined) this.others.set(normalizeScreenName(names.text(bytes, name, level)), clue)
  }
}

/** Notes the marks in a message. */
export function noteMarks(event: TimelineEvent): void {
  const kind = event.foodgroup * 0x10000 + event.subgroup
  const at = USER_INFO_AT.get(kind)
  if (at !== undefined || kind === SET_INFO) (event.track.marks ??= new Marks()).see(event, at)
}

/** The mark in a TLV with a list of capabilities. */
function clueIn(bytes: Uint8Array, start: number, end: number, tag: number): Clue | undefined {
  const at = findTlv(bytes, start, end, tag)
  if (at < 0) return undefined
  const marks: string[] = []
  const stop = at + u16(bytes, at - 2)
  for (let one = at; one + 16 <= stop; one += 16) if (mayBeMark(bytes, one)) marks.push(uuidText(bytes, one))
  return marks.length === 0 ? undefined : capabilityClue(marks)
}
