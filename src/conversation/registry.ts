import { LIMITS } from '../limits.ts'
import type { ClientError, Icbm, Rendezvous } from '../oscar/index.ts'
import type { Context } from './context.ts'
import { Conversation } from './conversation.ts'
import { longer } from './short-list.ts'
import { Message, type Leg, type MessageKind, type Role, type Seen } from './message.ts'
import { Offers } from './offers.ts'
import { isCarried, learn, partiesOf, roleOfSender, samePair, type Parties } from './parties.ts'
import { Recent } from './recent.ts'
import type { ConversationEvent, ConversationState } from './machine.ts'
import type { Track } from './track.ts'
import { dropLeft, Transfer, type FileView } from './transfer.ts'
import { traitsOf } from './traits.ts'
import { SIGN } from '../oscar/rendezvous/signs.ts'

const RENDEZVOUS_CHANNEL = 2
const NO_OTHERS: readonly Conversation[] = []
const NO_CANCELS: Tombstone['cancels'] = []
/** Connections with one cookie that wait for a proposal of it: a transfer has two, and another cookie than the next. */
const ALIKE = 16
/** Late messages of a finished conversation that are told apart. */
const LATE = 8
const KINDS: Readonly<Record<number, MessageKind>> = { 0: 'propose', 1: 'cancel', 2: 'accept', 3: 'nak' }

/** Seconds of capture time in which late copies of a concluded conversation's messages are still taken in. */
export const LINGER = 2

/** A message's conversation and its step of the thirteen. */
export interface Placed {
  readonly conversation: Conversation
  readonly step: number | undefined
}

/** What is kept of a finished conversation. */
interface Tombstone {
  readonly service: string
  /** Copies of its CANCELs: on which flow, and when. */
  readonly cancels: readonly { readonly flow: number; readonly seconds: number }[]
  /** Kinds and numbers of the messages that came after its CANCEL, the first few. */
  late: string[] | undefined
}

/**
 * Joins what belongs together: both copies of an ICBM, the endpoints it proposes, the connections that try them, the
 * peer protocol on them and its files. Key is the cookie with the pair of names and the service; a connection is found
 * by the cookie in it, and until one was seen by its endpoint.
 */
export class Registry {
  private readonly context: Context
  private readonly byCookie = new Map<string, Conversation[]>()
  private readonly offers = new Offers()
  /** Peer connections that nobody proposed so far. */
  private readonly orphans = new Set<Track>()
  private readonly orphanCookies = new Recent<string, Set<Track>>(LIMITS.tombstones.value)
  /** Files on connections without a conversation: judged when the connection leaves. */
  private readonly unjudged = new Map<Track, FileView[]>()
  private waiting: { readonly conversation: Conversation; readonly due: number }[] = []
  private readonly tombstones = new Recent<string, Tombstone>(LIMITS.tombstones.value)
  private readonly open = new Map<number, Conversation>()
  private ending = false
  conversations = 0
  transfers = 0
  /** Conversations concluded because there were too many. */
  evicted = 0
  /** Files told before their connection ended, because there were too many. */
  filesLeft = 0

  /** Ended conversations that are no longer remembered. */
  get forgotten(): number {
    return this.tombstones.forgotten
  }

  constructor(context: Context) {
    this.context = context
  }

  /** A channel-2 ICBM. */
  rendezvous(seen: Seen, icbm: Icbm, requestId: number): Placed | undefined {
    const { rendezvous } = icbm
    if (icbm.dataTlvs !== 1 || rendezvous === undefined) {
      const { dataTlvs, dataLength, toHost } = icbm
      this.context.judge.see('icbmBlock', { seen, dataTlvs, length: dataLength, toHost })
    }
    if (rendezvous === undefined) return undefined
    const parties = partiesOf(seen.track, icbm.toHost, icbm.screenName)
    const { sequence } = rendezvous
    const kind = KINDS[rendezvous.type] ?? 'nak'
    const leg: Leg = {
      seen,
      toHost: icbm.toHost,
      outerCookie: icbm.cookie,
      dataTlvs: icbm.dataTlvs,
      requestId,
      requestAck: icbm.requestAck,
      acknowledged: icbm.toHost && seen.track.wasAcknowledged(requestId),
      rendezvous,
    }
    const first = kind === 'propose' && (sequence === 1 || sequence === undefined)
    const known = this.match(rendezvous.cookie, parties, rendezvous.service, first)
    const conversation = known ?? this.create(rendezvous, parties, kind, sequence, seen)
    if (conversation === undefined) return undefined
    const placed = this.take(conversation, kind, leg, parties)
    const others = known === undefined ? (this.byCookie.get(rendezvous.cookie) ?? NO_OTHERS) : NO_OTHERS
    if (others.length > 1) {
      this.context.judge.see('cookieShared', { conversation, others: others.filter((other) => other !== conversation) })
    }
    return placed
  }

  /** SNAC 0004/000c: the host passed a message on; false when it was none of a conversation. Only on the channel of rendezvous the cookie tells. */
  hostAck(seen: Seen, cookie: string, requestId: number, isRendezvous: boolean): boolean {
    const { track } = seen
    const byCookie = isRendezvous ? this.byCookie.get(cookie) : undefined
    const conversation = track.requested(requestId) ?? byCookie?.findLast((candidate) => isCarried(candidate, track))
    if (conversation === undefined) {
      if (track.settles(requestId)) return true
      if (isRendezvous) track.acknowledgesEarly(requestId)
      return false
    }
    const legs = conversation.messages.flatMap((message) => message.legs)
    const sent = legs.filter((leg) => leg.toHost && leg.seen.track === track)
    const leg = sent.findLast((candidate) => candidate.requestId === requestId)
    // Under another id it is still an answer to the last one.
    const answered = leg ?? sent.at(-1)
    if (answered === undefined) return false
    answered.acknowledged = true
    if (leg === undefined) track.acknowledgesEarly(requestId)
    track.acknowledges ||= leg !== undefined
    const message = leg && {
      requestId,
      asks: leg.requestAck,
      cookie: leg.outerCookie,
      packet: leg.seen.packets.at(-1)!,
      seconds: leg.seen.seconds,
    }
    this.context.judge.see('hostAck', { seen, conversation, requestId, cookie, message })
    return true
  }

  /** SNAC 0004/000b: the target refuses, or a client reports an error. */
  clientError(seen: Seen, error: ClientError, toHost: boolean, requestId: number): Placed | undefined {
    const parties = partiesOf(seen.track, toHost, error.screenName)
    const conversation = this.match(error.cookie, parties, undefined, false)
    if (error.channel === RENDEZVOUS_CHANNEL) {
      const known = this.byCookie.has(error.cookie) || this.tombstones.get(error.cookie) !== undefined
      this.context.judge.see('clientError', { seen, error, toHost, conversation, known })
      if (!known) this.tombstones.set(error.cookie, { service: '', cancels: NO_CANCELS, late: undefined })
    }
    if (conversation === undefined) return undefined
    const leg = bareLeg(seen, toHost, error.cookie, requestId)
    return this.take(conversation, 'client-error', leg, parties, error.code, error.reason)
  }

  /** SNAC 0004/0001 in answer to a rendezvous message. */
  hostError(seen: Seen, requestId: number, code: number): Placed | undefined {
    const { track } = seen
    const conversation = track.requested(requestId)
    if (conversation === undefined) track.settles(requestId)
    if (conversation === undefined || seen.side === track.client) return undefined
    const leg = bareLeg(seen, false, conversation.cookie, requestId)
    const message = new Message('host-error', 'target', leg, undefined, code)
    conversation.add(message)
    this.changed(conversation, 'hostError')
    this.context.judge.see('message', { conversation, message })
    return { conversation, step: undefined }
  }

  /** A flow begins: perhaps somebody tries a proposed endpoint. */
  opened(track: Track): void {
    const { listener } = track
    const offer = listener === undefined || !track.clientSure ? undefined : this.offers.find(listener)
    if (offer === undefined || offer.conversation.final) return
    const { conversation, proposal } = offer
    conversation.attempts.push({ track, proposal })
    conversation.happens('attempt')
    track.tries(conversation)
    const step = proposal.usesProxy ? 7 : proposal.from === 'offerer' ? 2 : 5
    this.tellTcp(track, track.client, 'CONNECT', step, conversation)
  }

  /** A flow carries a peer protocol, or turns out not to. */
  recognised(track: Track): void {
    if (track.peer === undefined) {
      for (const conversation of track.attempts) {
        const at = conversation.attempts.findIndex((attempt) => attempt.track === track)
        if (at >= 0) conversation.attempts.splice(at, 1)
      }
      track.triesNone()
      return
    }
    const conversation = [...track.attempts].at(-1)
    if (conversation !== undefined && !conversation.final) this.join(track, conversation, 'endpoint')
    else this.orphans.add(track)
  }

  /** A cookie was seen in a peer protocol: the proof of where a connection belongs. */
  joinByCookie(track: Track, cookie: string): void {
    if (track.joinedBy === 'cookie' || track.conversation?.cookie === cookie) {
      if (track.conversation?.cookie === cookie) track.joinedBy = 'cookie'
      return
    }
    const conversation = this.byCookie.get(cookie)?.findLast((candidate) => !candidate.final)
    if (conversation !== undefined) {
      this.join(track, conversation, 'cookie')
      return
    }
    const tracks = this.orphanCookies.get(cookie) ?? new Set()
    if (tracks.size >= ALIKE) for (const other of tracks) if (other.flow.retired) tracks.delete(other)
    if (tracks.size < ALIKE) this.orphanCookies.set(cookie, tracks.add(track))
  }

  /** The transfer of file number `index` of a connection: the same one for both legs of a proxied transfer. */
  transfer(track: Track, index: number): Transfer {
    const { conversation } = track
    const carrier = conversation?.connections.find((other) => other.transferOf(index) !== undefined)
    let transfer = carrier?.transferOf(index)
    if (transfer === undefined) {
      transfer = new Transfer(++this.transfers, index)
      transfer.conversation = conversation
      conversation?.transfers.push(transfer)
    }
    track.transfers.push(transfer)
    return transfer
  }

  /** DONE was seen on a connection. */
  delivered(track: Track): void {
    const { conversation } = track
    if (conversation === undefined || !isDelivered(track)) return
    this.changed(conversation, 'delivered')
  }

  fileEnded(track: Track, view: FileView): void {
    if (track.conversation !== undefined) this.context.judge.see('file', { transfer: view.transfer, view })
    else {
      const views = this.unjudged.get(track)
      if (views === undefined) this.unjudged.set(track, [view])
      else views.push(view)
    }
  }

  /**
   * There are too many files on a connection: those that are over are judged and told, and leave; where most of them have
   * something wrong, the older half of these.
   */
  lighten(track: Track): void {
    this.judgeFiles(track)
    const over = track.transfers.slice(0, -1).filter(({ views }) => views.every((view) => view.ended))
    const isFlagged = (transfer: Transfer): boolean => transfer.reported.size > 0 || !transfer.isDelivered
    const clean = over.filter((transfer) => !isFlagged(transfer))
    const leaving = clean.length * 2 > over.length ? clean : over.slice(0, Math.ceil(over.length / 2))
    for (const transfer of leaving) {
      transfer.left = true
      for (const view of transfer.views) this.context.judge.see('file', { transfer, view })
      this.context.output.transfer(transfer)
    }
    for (const each of new Set(leaving.flatMap(({ views }) => views.map((view) => view.track)))) each.dropLeft()
    if (track.conversation !== undefined) dropLeft(track.conversation.transfers)
    this.filesLeft += leaving.length
  }

  /** Both sides of a flow are done. */
  over(track: Track): void {
    const { conversation, flow } = track
    if (track.peer === undefined) {
      for (const tried of track.attempts) {
        this.tellTcp(track, track.server, flow.refused ? 'REFUSED' : 'CLOSED', undefined, tried)
        if (tried.connections.length > 0 || !tried.attempts.every((attempt) => attempt.track.over)) continue
        this.changed(tried, 'refused')
      }
      return
    }
    if (flow.closed === 'open') return
    if (conversation === undefined) {
      this.context.tell(
        track,
        flow.resetBy === -1 ? track.client : flow.resetBy,
        'tcp',
        CLOSES[flow.closed],
        [],
        13,
        () => NOTHING,
      )
      return
    }
    this.tellTcp(track, flow.resetBy === -1 ? track.client : flow.resetBy, CLOSES[flow.closed], 13, conversation)
    const whole = track.peer.odc === undefined ? isDelivered(track) : flow.closed === 'fin'
    const proxyLegOpen = conversation.connections.some((other) => other !== track && !other.over)
    if (whole) this.changed(conversation, 'delivered')
    else if (!proxyLegOpen) this.changed(conversation, 'broken')
  }

  /** A flow has left: what hangs on it alone is over. */
  retired(track: Track): void {
    this.judgeFiles(track)
    this.orphans.delete(track)
    if (track.conversation === undefined) for (const transfer of track.transfers) this.context.output.transfer(transfer)
    if (this.ending) return
    for (const conversation of [...track.legs]) this.finishIfLeft(conversation)
    if (track.conversation === undefined) return
    if (track.unloaded) this.finish(track.conversation)
    else this.finishIfLeft(track.conversation)
  }

  /** Capture time has passed: concluded conversations are finished once no late copy is to be expected. `now`: on a silent link, which time it would be. */
  tick(now = this.context.clock.seconds): void {
    const next = this.waiting.findIndex(({ due }) => due > now)
    const due = this.waiting.splice(0, next < 0 ? this.waiting.length : next)
    for (const { conversation } of due) {
      if (conversation.final) continue
      if (conversation.connections.every((track) => track.over)) this.finish(conversation)
      else this.waiting.push({ conversation, due: now + LINGER })
    }
  }

  /** The capture is over: flows are about to leave one after the other, and what the last of them holds may still come. */
  prepareEnd(): void {
    this.ending = true
  }

  end(): void {
    for (const conversation of this.open.values()) this.finish(conversation)
  }

  private match(
    cookie: string,
    parties: Parties,
    service: string | undefined,
    first: boolean,
  ): Conversation | undefined {
    const candidates = this.byCookie.get(cookie)
    if (candidates === undefined) return undefined
    for (let at = candidates.length - 1; at >= 0; at--) {
      const conversation = candidates[at]!
      if (service !== undefined && conversation.service !== service) continue
      if (samePair(conversation, parties) && (!first || this.continues(conversation, parties))) return conversation
    }
    return undefined
  }

  /** Whether a first proposal with a known cookie is a copy of that conversation's first, not a new conversation. */
  private continues(conversation: Conversation, parties: Parties): boolean {
    const opening = conversation.proposals.find((message) => message.sequence === 1 || message.sequence === undefined)
    if (opening === undefined) return true
    const again = opening.legs.some((leg) => leg.toHost === parties.toHost && leg.seen.track === parties.track)
    return !again || !conversation.concluded
  }

  private create(
    rendezvous: Rendezvous,
    parties: Parties,
    kind: MessageKind,
    sequence: number | undefined,
    seen: Seen,
  ): Conversation | undefined {
    const { cookie, service, serviceName } = rendezvous
    const ended = kind === 'propose' && sequence === 1 ? undefined : this.tombstones.get(cookie)
    if (ended?.service === service) {
      const cancelled = ended.cancels.findLast(({ flow }) => flow === seen.track.id)?.seconds
      const key = `${kind} ${sequence}`
      const told = ended.late?.includes(key) === true || ended.late?.length === LATE
      if (cancelled !== undefined && (kind === 'propose' || kind === 'accept') && !told) {
        ;(ended.late ??= []).push(key)
        this.context.judge.see('afterCancel', { seen, kind, rendezvous, cancelled: seen.seconds - cancelled })
      }
      return undefined
    }
    const conversation = new Conversation(++this.conversations, cookie, service, serviceName, seen)
    const others = this.byCookie.get(cookie)
    if (others === undefined) this.byCookie.set(cookie, [conversation])
    else others.push(conversation)
    this.open.set(conversation.id, conversation)
    // An even number is the target's, and it is the target who accepts.
    const senderIsOfferer = kind === 'propose' ? sequence === undefined || sequence % 2 === 1 : kind !== 'accept'
    learn(conversation, parties, senderIsOfferer ? 'offerer' : 'target')
    if (this.open.size > LIMITS.conversations.value) this.makeRoom(conversation)
    if (this.orphanCookies.isEmpty) return conversation
    for (const track of this.orphanCookies.get(cookie) ?? []) this.join(track, conversation, 'cookie')
    this.orphanCookies.delete(cookie)
    return conversation
  }

  private take(
    conversation: Conversation,
    kind: MessageKind,
    leg: Leg,
    parties: Parties,
    code?: number,
    reason?: number,
  ): Placed {
    if (++conversation.copies > LIMITS.history.value) {
      this.context.forgotten++
      return { conversation, step: undefined }
    }
    const role = roleOfSender(conversation, parties)
    learn(conversation, parties, role)
    const sequence = leg.rendezvous?.sequence
    const known = copied(conversation, kind, role, sequence, leg)
    const message = known ?? new Message(kind, role, leg, sequence, code, reason ?? cancelReason(leg))
    if (known !== undefined) known.add(leg)
    else conversation.add(message)
    if (kind === 'propose') this.offer(conversation, message)
    if (known === undefined) {
      const { state } = conversation
      apply(conversation, message)
      this.settle(conversation, state)
      this.context.judge.see('message', { conversation, message })
    }
    this.context.judge.see(
      'leg',
      { conversation, message, leg },
      signsOf(leg, known !== undefined),
      leg.rendezvous?.low,
    )
    return { conversation, step: message.step }
  }

  private offer(conversation: Conversation, proposal: Message): void {
    this.offers.add(conversation, proposal)
    for (const track of this.orphans) {
      if (track.listener === undefined || !proposal.endpoints.includes(track.listener)) continue
      conversation.attempts.push({ track, proposal })
      track.tries(conversation)
      this.join(track, conversation, 'endpoint')
    }
  }

  private join(track: Track, conversation: Conversation, by: 'cookie' | 'endpoint'): void {
    const before = track.conversation
    if (before !== undefined) this.leave(track, before)
    track.conversation = conversation
    track.joinedBy = by
    this.orphans.delete(track)
    conversation.connections.push(track)
    for (const [at, transfer] of track.transfers.entries()) {
      const known = conversation.transfers.find((other) => other.index === transfer.index && other !== transfer)
      transfer.conversation = conversation
      if (known === undefined) conversation.transfers.push(transfer)
      else {
        known.views.push(...transfer.views)
        track.transfers[at] = known
      }
    }
    conversation.happens('joined')
    this.judgeFiles(track)
    this.delivered(track)
  }

  /** A connection turns out to be another conversation's: it takes along what was seen on it, and nothing else. */
  private leave(track: Track, conversation: Conversation): void {
    const { connections, transfers } = conversation
    connections.splice(connections.indexOf(track), 1)
    for (const [at, transfer] of track.transfers.entries()) {
      const views = transfer.views.filter((view) => view.track === track)
      if (views.length === transfer.views.length) transfers.splice(transfers.indexOf(transfer), 1)
      else {
        const own = new Transfer(++this.transfers, transfer.index)
        own.views.push(...views)
        transfer.views.splice(0, transfer.views.length, ...transfer.views.filter((view) => view.track !== track))
        track.transfers[at] = own
      }
    }
  }

  private judgeFiles(track: Track): void {
    for (const view of this.unjudged.get(track) ?? []) this.context.judge.see('file', { transfer: view.transfer, view })
    this.unjudged.delete(track)
  }

  /** What happens to a conversation may conclude it: then it is put in line to be finished. */
  private changed(conversation: Conversation, event: ConversationEvent): void {
    const before = conversation.state
    conversation.happens(event)
    this.settle(conversation, before)
  }

  private settle(conversation: Conversation, before: ConversationState): void {
    conversation.touched = this.context.clock.seconds
    if (conversation.state === before || !conversation.concluded) return
    this.waiting.push({ conversation, due: this.context.clock.seconds + LINGER })
  }

  private finishIfLeft(conversation: Conversation): void {
    if (conversation.final) return
    const legs = conversation.messages.flatMap((message) => message.legs.map((leg) => leg.seen.track))
    const tracks = [...legs, ...conversation.connections, ...conversation.attempts.map((attempt) => attempt.track)]
    if (tracks.every((track) => track.flow.retired)) this.finish(conversation)
  }

  /**
   * Conversations are concluded: those that nobody connected for first, of each kind those with nothing wrong in them, the
   * oldest first. Many at once, so that each costs little.
   */
  private makeRoom(newest: Conversation): void {
    const worth = ({ connections, findings }: Conversation): number =>
      (connections.length > 0 ? 2 : 0) + (findings.error + findings.warning > 0 ? 1 : 0)
    const all = [...this.open.values()].filter((conversation) => conversation !== newest)
    const ranked = all.map((conversation) => ({ conversation, worth: worth(conversation) }))
    ranked.sort((a, b) => a.worth - b.worth || a.conversation.id - b.conversation.id)
    for (const { conversation } of ranked.slice(0, Math.max(1, all.length >> 3))) {
      this.evicted++
      this.finish(conversation)
    }
  }

  private finish(conversation: Conversation): void {
    if (conversation.final) return
    conversation.final = true
    conversation.finished = this.context.clock.seconds
    this.open.delete(conversation.id)
    this.context.judge.see('conversation', { conversation }, traitsOf(conversation))
    this.context.output.conversation(conversation)
    for (const transfer of conversation.transfers) this.context.output.transfer(transfer)
    this.forget(conversation)
  }

  private forget(conversation: Conversation): void {
    const { cookie } = conversation
    const others = this.byCookie.get(cookie)
    if (others === undefined || others.length === 1) this.byCookie.delete(cookie)
    else others.splice(others.indexOf(conversation), 1)
    this.offers.remove(conversation)
    for (const message of conversation.messages) {
      for (const leg of message.legs) {
        const isOwed = leg.toHost && leg.requestAck && !leg.acknowledged
        if (isOwed && !leg.seen.track.flow.retired) leg.seen.track.owes({ conversation, message, leg })
      }
    }
    for (const track of conversation.offerer.tracks) track.forget(conversation)
    for (const track of conversation.target.tracks) track.forget(conversation)
    this.tombstones.set(cookie, {
      service: conversation.service,
      cancels: conversation.cancelled ? cancelsOf(conversation) : NO_CANCELS,
      late: undefined,
    })
  }

  private tellTcp(track: Track, side: 0 | 1, name: string, step: number | undefined, conversation: Conversation): void {
    const before = track.conversation
    track.conversation ??= conversation
    this.context.tell(track, side, 'tcp', name, [], step, () => NOTHING)
    track.conversation = before
  }
}

function cancelsOf({ messages }: Conversation): Tombstone['cancels'] {
  let cancels = NO_CANCELS
  for (const { kind, legs } of messages) {
    if (kind !== 'cancel') continue
    for (const { seen } of legs) cancels = longer(cancels, { flow: seen.track.id, seconds: seen.seconds })
  }
  return cancels
}

const CLOSES = { fin: 'CLOSE', rst: 'RESET' } as const
const NOTHING = { summary: '', nodes: [] }

/** Of a message without a block. */
function bareLeg(seen: Seen, toHost: boolean, outerCookie: string, requestId: number): Leg {
  return {
    seen,
    toHost,
    outerCookie,
    dataTlvs: 0,
    requestId,
    requestAck: false,
    acknowledged: false,
    rendezvous: undefined,
  }
}

/** What stands out in a copy of a message, for the rules. */
function signsOf({ rendezvous, toHost, outerCookie }: Leg, copy: boolean): number {
  if (rendezvous === undefined) return 0
  let signs = rendezvous.signs & ~(toHost ? SIGN.notVerified : SIGN.addedByServer | SIGN.late)
  if (copy) signs |= SIGN.copy
  if (outerCookie !== rendezvous.cookie) signs |= SIGN.otherCookie
  return signs
}

/** The message that a leg is another copy of. */
function copied(
  { messages }: Conversation,
  kind: MessageKind,
  role: Role,
  sequence: number | undefined,
  { toHost, seen }: Leg,
): Message | undefined {
  for (const message of messages) {
    if (message.kind !== kind || message.from !== role || message.sequence !== sequence) continue
    if (!message.legs.some((other) => other.toHost === toHost && (toHost || other.seen.track === seen.track)))
      return message
  }
  return undefined
}

function cancelReason(leg: Leg): number | undefined {
  return leg.rendezvous?.number(0x000b)
}

function apply(conversation: Conversation, { kind, from }: Message): void {
  if (kind === 'propose') conversation.happens('propose')
  else if (kind === 'accept') conversation.happens('accept')
  else if (kind === 'cancel') conversation.happens(from === 'offerer' ? 'offererCancel' : 'targetCancel')
  else conversation.happens('nak')
}

/** Every file that the connection announced is acknowledged or was skipped. */
function isDelivered(track: Track): boolean {
  const last = track.transfers.at(-1)
  const prompt = last?.best.file.described?.header
  if (last === undefined || prompt === undefined) return false
  const isLast = prompt.filesLeft <= 1 || last.index + 1 >= Math.max(prompt.totalFiles, 1)
  return isLast && track.deliversAll
}
