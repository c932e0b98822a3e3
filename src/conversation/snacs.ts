import { hex8 } from '../bytes/hex.ts'
import { u16, u32 } from '../bytes/read.ts'
import type { Side } from '../network/flow.ts'
import { tlvNumber } from '../oscar/find-tlv.ts'
import { FLAP_HEADER } from '../oscar/flap.ts'
import { missingTlv } from '../oscar/required-tlvs.ts'
import { snacBodyAt } from '../oscar/snac.ts'
import { isFollowed, ROLE, roleOf } from '../oscar/snac-roles.ts'
import { ODD, SERVER_ID, type SnacRows } from '../oscar/snac-rows.ts'
import { tlvFault } from '../oscar/tlv-shape.ts'
import type { Context } from './context.ts'
import type { Seen } from './seen.ts'
import type { Track } from './track.ts'

const OSERVICE = 0x0001
const HOST_ONLINE = 0x0003
const RATE_PARAMETERS = 0x0007
const RATE_CHANGE = 0x000a
const PAUSE_REQ = 0x000b
const PAUSE_ACK = 0x000c
const RESUME = 0x000d
const MIGRATE_GROUPS = 0x0012
const SUBCODE = 0x0008

/** What a rule has to know of a SNAC. */
export interface SnacFact {
  readonly seen: Seen
  readonly foodgroup: number
  readonly subgroup: number
  readonly requestId: number
  readonly fromClient: boolean
}

/** A SNAC of a frame on channel 2. */
interface Snac {
  track: Track
  side: Side
  packets: readonly number[]
  bytes: Uint8Array
  /** Where its header begins. */
  at: number
  end: number
  role: number
}

/**
 * Who may say what on a connection to a server, and what answers what. It is shown the SNACs that are not passed over;
 * those that are were found to be in order by the same `SnacRows`.
 */
export class Snacs {
  private readonly context: Context
  private readonly rows: SnacRows
  /** The one at hand: one object for all of them. */
  private snac: Snac | undefined

  constructor(context: Context) {
    this.context = context
    this.rows = context.snacs
  }

  /** The frame `bytes[start, end)` of channel 2 holds a SNAC; `packets` carried it when it came in pieces. */
  take(track: Track, side: Side, packets: readonly number[], bytes: Uint8Array, start: number, end: number): void {
    const at = start + FLAP_HEADER
    const role = roleOf(u16(bytes, at), u16(bytes, at + 2))
    const fromClient = side === track.client
    const snac = this.hold(track, side, packets, bytes, at, end, role)
    if (track.pause !== undefined && fromClient) this.paused(track, snac)
    if (fromClient) this.rows.rates.spend(track.flow.row, bytes, at)
    else if ((role & ROLE.read) !== 0) this.learn(snac)
    if ((role & ROLE.shaped) !== 0) this.shape(snac)
    const told = role & (fromClient ? ROLE.telling | ROLE.ofServer : ROLE.telling | ROLE.ofClient)
    const isNumberedAsServers = fromClient && (bytes[at + 6]! & 0x80) !== 0
    if (told !== 0 || isNumberedAsServers) this.look(snac)
    else if (fromClient && this.rows.judge(track.flow.row, fromClient, role, bytes, at) !== ODD.no) this.look(snac)
    else if ((role & ROLE.noted) !== 0 && !this.rows.pass(track.flow.row, fromClient, role, bytes, at, end)) {
      this.look(snac)
    }
  }

  /** The server says where a rate class is. */
  private limited(snac: Snac, code: number): void {
    snac.track.rateChanged = true
    this.context.judge.see('rateChange', { ...this.fact(snac), code })
  }

  /** The server says how fast its client may speak. */
  private learn({ track, bytes, at, end }: Snac): void {
    if (u16(bytes, at) !== OSERVICE || u16(bytes, at + 2) !== RATE_PARAMETERS) return
    this.rows.rates.learn(track.flow.row, bytes, snacBodyAt(bytes, at, end), end)
  }

  /** A message to the host on another channel than that of rendezvous. */
  sent({ flow }: Track, requestId: number, bytes: Uint8Array, body: number, end: number): void {
    this.rows.acks.sent(flow.row, requestId, bytes, body, end)
  }

  /** The host says that it passed such a message on. */
  acknowledged(seen: Seen, requestId: number, bytes: Uint8Array, body: number): void {
    const { acks } = this.rows
    const { row } = seen.track.flow
    if (acks.pass(row, requestId, bytes, body)) return
    const message = acks.acknowledge(row, requestId, bytes, body)
    if (message === undefined) return
    this.context.judge.see('hostAck', { seen, conversation: undefined, requestId, cookie: hex8(bytes, body), message })
  }

  private hold(
    track: Track,
    side: Side,
    packets: readonly number[],
    bytes: Uint8Array,
    at: number,
    end: number,
    role: number,
  ): Snac {
    const { snac } = this
    if (snac === undefined) return (this.snac = { track, side, packets, bytes, at, end, role })
    snac.track = track
    snac.side = side
    snac.packets = packets
    snac.bytes = bytes
    snac.at = at
    snac.end = end
    snac.role = role
    return snac
  }

  /** Looks at the TLVs of a SNAC. */
  private shape(snac: Snac): void {
    const { bytes, at, end, role } = snac
    const body = snacBodyAt(bytes, at, end)
    const [foodgroup, subgroup] = [u16(bytes, at), u16(bytes, at + 2)]
    const fault = tlvFault(foodgroup, subgroup, bytes, body, end)
    if (fault !== undefined) this.context.judge.see('tlvFault', { ...this.fact(snac), fault })
    const tag = (role & ROLE.read) === 0 ? undefined : missingTlv(foodgroup, subgroup, bytes, body, end)
    if (tag !== undefined) this.context.judge.see('tlvMissing', { ...this.fact(snac), tag })
  }

  /** A connection is over. */
  end(track: Track): void {
    const { row } = track.flow
    const { rows, context } = this
    if (track.early !== undefined) context.judge.see('snacEarly', { ...track.early, online: undefined })
    if (track.plain === 'flap') {
      context.judge.see('session', {
        track,
        begun: rows.isOffered(row),
        online: rows.online(row),
        unanswered: rows.open(row, 'requests'),
        strays: rows.open(row, 'replies'),
        // What is in no frame may have been what was asked.
        knowsAll: rows.knowsAll(row) && track.flaps[track.client]?.unknown === 0,
        rateFalls: rows.rates.falls(row),
        acknowledged: rows.acks.acknowledged(row),
        unacknowledged: rows.acks.open(row, 'messages'),
        strayAcks: rows.acks.open(row, 'acknowledgments'),
        owed: track.unacknowledged,
      })
    }
    rows.end(row)
  }

  /** A SNAC that tells something, or that something is odd about. */
  private look(snac: Snac): void {
    const { rows, context } = this
    const { judge } = context
    const { track, side, bytes, at, end, role } = snac
    const { row } = track.flow
    const fromClient = side === track.client
    const foodgroup = u16(bytes, at)
    const odd = rows.judge(row, fromClient, role, bytes, at)
    if ((role & ROLE.known) === 0) judge.see('snacUnknown', this.fact(snac))
    else if ((role & (fromClient ? ROLE.ofServer : ROLE.ofClient)) !== 0) judge.see('snacDirection', this.fact(snac))
    else if ((role & ROLE.error) !== 0) this.error(snac)
    else if ((odd & ODD.id) !== 0 || this.lacksServerId(snac)) judge.see('snacId', this.fact(snac))
    if ((odd & ODD.reply) !== 0) {
      judge.see('snacReply', { ...this.fact(snac), request: rows.request(row, u32(bytes, at + 6)) })
    }
    if ((odd & ODD.early) !== 0) track.early = this.fact(snac)
    if ((odd & (ODD.notOffered | ODD.notAnnounced)) !== 0) {
      const lacking = (odd & ODD.notOffered) !== 0 ? 'HOST_ONLINE' : 'CLIENT_ONLINE'
      judge.see('snacForeign', { ...this.fact(snac), lacking })
    }
    if ((odd & (ODD.early | ODD.notOffered | ODD.notAnnounced)) !== 0) rows.allow(row, foodgroup)
    rows.note(row, fromClient, role, bytes, at, end)
    if (foodgroup === OSERVICE) this.service(snac, u16(bytes, at + 2))
  }

  /** The server sends it on its own, with an id as clients make them. */
  private lacksServerId({ track, side, bytes, at, role }: Snac): boolean {
    const requestId = u32(bytes, at + 6)
    return side !== track.client && (role & ROLE.reply) === 0 && requestId !== 0 && requestId < SERVER_ID
  }

  private error(snac: Snac): void {
    const { track, bytes, at, end } = snac
    const body = snacBodyAt(bytes, at, end)
    const fact = this.fact(snac)
    if (!fact.fromClient) this.rows.acks.refuse(track.flow.row, fact.requestId)
    this.context.judge.see('snacError', {
      ...fact,
      code: body + 2 <= end ? u16(bytes, body) : undefined,
      subcode: tlvNumber(bytes, body + 2, end, SUBCODE),
      request: this.rows.request(track.flow.row, fact.requestId),
      followed: isFollowed(fact.foodgroup) && this.rows.knowsAll(track.flow.row),
    })
  }

  private service(snac: Snac, subgroup: number): void {
    const { track, side, bytes, at, end } = snac
    if (side === track.client) return
    if (subgroup === HOST_ONLINE) {
      this.rows.offer(track.flow.row, bytes, snacBodyAt(bytes, at, end), end)
      if (track.early !== undefined)
        this.context.judge.see('snacEarly', { ...track.early, online: this.fact(snac).seen })
      track.early = undefined
    } else if (subgroup === RATE_CHANGE) {
      const body = snacBodyAt(bytes, at, end)
      this.rows.rates.change(track.flow.row, bytes, body, end)
      if (body + 2 <= end) this.limited(snac, u16(bytes, body))
    } else if (subgroup === PAUSE_REQ) {
      track.pause = { seen: this.fact(snac).seen, acknowledged: false }
      this.attend(track, true)
    } else if (subgroup === RESUME || subgroup === MIGRATE_GROUPS) {
      track.pause = undefined
      this.attend(track, false)
    }
  }

  /** A client that was told to pause may say that it does, and nothing else. */
  private paused(track: Track, snac: Snac): void {
    const pause = track.pause!
    const { bytes, at } = snac
    if (u16(bytes, at) === OSERVICE && u16(bytes, at + 2) === PAUSE_ACK) pause.acknowledged = true
    else
      this.context.judge.see('snacPaused', { ...this.fact(snac), pause: pause.seen, acknowledged: pause.acknowledged })
  }

  private fact({ track, side, packets, bytes, at }: Snac): SnacFact {
    return {
      seen: this.context.seen(track, side, packets),
      foodgroup: u16(bytes, at),
      subgroup: u16(bytes, at + 2),
      requestId: u32(bytes, at + 6),
      fromClient: side === track.client,
    }
  }

  /** Whether every frame of the client is wanted. */
  private attend(track: Track, yes: boolean): void {
    track.flaps[track.client]?.attend(yes)
  }
}
