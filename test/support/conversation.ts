import { bytesOf, type Bytes } from './bytes.ts'
import { ars } from './ars.ts'
import { endpoint } from './address.ts'
import type { SnacOptions } from './bos.ts'
import { clientError, hostAck, icbmToClient, icbmToHost, requestHostAck, snacError, tlv } from './oscar.ts'
import * as rv from './rendezvous.ts'
import type { Person, Scenario } from './scenario.ts'
import type { Connection } from './tcp.ts'

/** The two of a conversation: who made the offer, and to whom. */
export type Party = 'from' | 'to'

export const otherParty = (party: Party): Party => (party === 'from' ? 'to' : 'from')

/** A person's key, or a party. */
export type Who = string

export interface ConversationOptions {
  from: Person
  to: Person
  cookie: Bytes
  service: rv.Service
}

/** How a rendezvous message travels. */
export interface Delivery {
  by?: Who
  /** What is other than right about the frame to the host. */
  frame?: SnacOptions
  /** Cookie of the ICBM. */
  cookie?: Bytes
  /** Cookie of the block. */
  blockCookie?: Bytes
  service?: rv.Service
  /** All tags of the block, instead of the right ones. */
  tags?: readonly Uint8Array[]
  /** Tags at the end of it. */
  extra?: readonly Uint8Array[]
  /** False: the sender does not ask the host to acknowledge it. */
  requestAck?: boolean
  /** False: the host says nothing to the sender. */
  hostAck?: boolean
  /** False: it never reaches the other side. */
  deliver?: boolean
  /** False: the copy to the host does not exist. */
  send?: boolean
}

export interface Proposal extends Delivery {
  /** Default is one more than the last proposal's; null leaves the tag out. */
  sequence?: number | null
  /** Where the proposer listens; default is its address and the next port from 5190 on. A null port leaves the tag out. */
  ip?: string
  port?: number | null
  /** Tag 0x0003; default is `ip`, with the proxy none; null leaves it out. */
  requester?: string | null
  /** Tag 0x0004, which the host adds to a 0x0003; default is the proposer's address, null leaves it out. */
  verified?: string | null
  /** Tag 0x0010. */
  useArs?: boolean
}

/** One way of the connected pair's bytes: a connection and which side of it the party is. */
interface Way {
  tcp: Connection
  near: Record<Party, 'client' | 'server' | null>
}

/** All messages and connections of one cookie. */
export class Conversation {
  readonly scenario: Scenario
  readonly from: Person
  readonly to: Person
  readonly cookie: Uint8Array
  readonly service: rv.Service
  /** SEQUENCE_NUM of the last proposal. */
  sequence = 0
  /** Who made it, and where that side listens. */
  proposer: Party = 'from'
  listener = { ip: '', port: 0 }
  /** Request id of the last message to the host, on the connection of who sent it. */
  requestId = 0
  /** The connections that carry the bytes between the two: one, or one to the proxy for each. */
  private ways: Way[] = []
  private proposals = 0

  constructor(scenario: Scenario, { from, to, cookie, service }: ConversationOptions) {
    this.scenario = scenario
    this.from = from
    this.to = to
    this.cookie = bytesOf(cookie)
    this.service = service
  }

  /** Tags that come after the reserved ones in the first proposal. */
  protected get offer(): readonly Uint8Array[] {
    return []
  }

  /** The TCP connections between the two, or of each with the proxy (the proposer's first). */
  get connections(): readonly Connection[] {
    return this.ways.map(({ tcp }) => tcp)
  }

  propose(options: Proposal = {}): this {
    const by = this.party(options.by ?? 'from')
    const proposer = this[by]
    const { sequence = this.sequence + 1, ip = proposer.ip, port = 5190 + this.proposals } = options
    const { requester = options.useArs ? null : ip, verified = requester === null ? null : proposer.ip } = options
    const isFirst = this.proposals === 0
    const tags = [
      ...(sequence === null ? [] : [rv.sequenceNum(sequence)]),
      ...(isFirst ? [rv.requestHostCheck()] : []),
      ...rv.listenerTags(ip, port, requester),
      ...(options.useArs ? [rv.useArs()] : []),
      ...(isFirst ? this.offer : []),
    ]
    this.proposals++
    this.sequence = sequence ?? this.sequence + 1
    this.proposer = by
    this.listener = { ip, port: port ?? 0 }
    return this.post(0, by, tags, options, verified === null ? [] : [rv.verifiedIp(verified)])
  }

  /** Whoever completed the connection says so; `by` is the side that did not make the last proposal. */
  accept(options: Delivery = {}): this {
    return this.post(2, this.party(options.by ?? otherParty(this.proposer)), [], options)
  }

  cancel({ reason = 1, ...options }: Delivery & { reason?: number | null } = {}): this {
    const tags = reason === null ? [] : [rv.cancelReason(reason)]
    return this.post(1, this.party(options.by ?? 'from'), tags, options)
  }

  /** Says no: with a CANCEL, or with a client error as ICQ does. */
  decline(options: Delivery & { how?: 'cancel' | 'client-error'; code?: number; reason?: number | null } = {}): this {
    const { how = 'cancel', code, ...delivery } = options
    const by = this.party(options.by ?? 'to')
    if (how === 'cancel') return this.cancel({ ...delivery, by })
    const { reason = 1, cookie = this.cookie, send = true, deliver = true } = delivery
    const error = (name: string) =>
      clientError({ cookie, channel: 2, name, reason, ...(code === undefined ? {} : { code }) })
    if (send) this[by].bos.request(0x0004, 0x000b, error(this[otherParty(by)].name), delivery.frame)
    if (deliver) this[otherParty(by)].bos.push(0x0004, 0x000b, error(this[by].name))
    return this
  }

  /** The host could not pass the last message on. Use after `propose({ deliver: false, hostAck: false })`. */
  hostError({ code = 0x0004, subcode }: { code?: number; subcode?: number } = {}): this {
    this[this.proposer].bos.push(0x0004, 0x0001, snacError(code, subcode), { requestId: this.requestId })
    return this
  }

  /** The other side connects to where the last proposer listens. */
  connect(options: { ip?: string; port?: number; by?: Who } = {}): this {
    const by = this.party(options.by ?? otherParty(this.proposer))
    const tcp = this.attempt(options)
    this.ways = [
      { tcp: tcp.open(), near: { from: by === 'from' ? 'client' : 'server', to: by === 'to' ? 'client' : 'server' } },
    ]
    return this
  }

  /** It tries, and is answered by RST. */
  refused(options: { ip?: string; port?: number; by?: Who } = {}): this {
    this.attempt(options).refuse()
    return this
  }

  /** It tries, and is not answered at all. */
  unanswered(options: { ip?: string; port?: number; by?: Who } = {}): this {
    this.attempt(options).unanswered()
    return this
  }

  /** The other way round: the side that could not connect proposes to be connected to, and is, unless `connect` is false. */
  redirect({ connect = true, ...options }: Proposal & { connect?: boolean } = {}): this {
    this.propose({ by: otherParty(this.proposer), ...options })
    return connect ? this.connect() : this
  }

  /** Asks the other side to set up the proxy: a proposal with address zero and no port. */
  askForProxy(options: Proposal = {}): this {
    return this.propose({ by: otherParty(this.proposer), ip: '0.0.0.0', port: null, ...options })
  }

  /** Through the proxy: who proposes it creates it, the other side joins. `until` stops earlier. */
  proxy(options: Proposal & { token?: number; until?: 'created' | 'proposed' | 'joined' | 'ready' } = {}): this {
    const { token = 0x2337, until = 'ready', ...proposal } = options
    const by = this.party(options.by ?? 'from')
    const { ip } = endpoint(this.scenario.proxy)
    const creator = this[by]
    const joiner = this[otherParty(by)]
    const created = this.proxyConnection(by)
    const init = { cookie: this.cookie, service: this.service }
    created.send('client', ars.initSend({ ...init, name: creator.name }))
    created.send('server', ars.ack({ token, ip }))
    if (until === 'created') return this
    this.propose({ ip, port: token, useArs: true, ...proposal, by })
    if (until === 'proposed') return this
    const joined = this.proxyConnection(otherParty(by))
    joined.send('client', ars.initRecv({ ...init, name: joiner.name, token }))
    if (until === 'joined') return this
    created.send('server', ars.ready())
    joined.send('server', ars.ready())
    return this
  }

  /** Bytes of one side on every connection that carries them. */
  bytes(who: Who, bytes: Bytes, options?: { mss?: number; ack?: boolean }): this {
    const party = this.party(who)
    for (const { tcp, near } of this.inOrder(party)) {
      tcp.send(near[party] ?? 'server', bytesOf(bytes), options)
    }
    return this
  }

  /** Bytes that reach the other side although the capture misses them. */
  lose(who: Who, bytes: Uint8Array | number): this {
    const party = this.party(who)
    for (const { tcp, near } of this.ways) tcp.lose(near[party] ?? 'server', bytes)
    return this
  }

  /** Both sides drop the connection, the receiver first. */
  close(who: Who = 'to'): this {
    const first = this.party(who)
    for (const { tcp, near } of this.inOrder(first)) tcp.close(near[first] ?? 'server')
    return this
  }

  /** One side breaks the connection off. */
  reset(who: Who = 'from'): this {
    const by = this.party(who)
    for (const { tcp, near } of this.inOrder(by)) tcp.reset(near[by] ?? 'server')
    return this
  }

  protected party(who: Who): Party {
    if (who === 'from' || who === this.from.key) return 'from'
    if (who === 'to' || who === this.to.key) return 'to'
    throw new Error(`${who} has no part in this conversation`)
  }

  private post(
    type: number,
    by: Party,
    tags: readonly Uint8Array[],
    options: Delivery,
    added: readonly Uint8Array[] = [],
  ): this {
    const sender = this[by]
    const receiver = this[otherParty(by)]
    const { cookie = this.cookie, blockCookie = this.cookie, service = this.service } = options
    const sent = [...(options.tags ?? tags), ...(options.extra ?? [])]
    const data = (all: readonly Uint8Array[]) =>
      tlv(0x0005, rv.rendezvousBlock(type, { cookie: blockCookie, service, tags: all }))
    const head = { cookie, channel: 2 }
    if (options.send !== false) {
      const toHost = icbmToHost({
        ...head,
        to: receiver.name,
        tlvs: [data(sent), ...(options.requestAck === false ? [] : [requestHostAck()])],
      })
      this.requestId = sender.bos.request(0x0004, 0x0006, toHost, options.frame)
      if (options.hostAck !== false) {
        sender.bos.push(0x0004, 0x000c, hostAck({ ...head, name: receiver.name }), { requestId: this.requestId })
      }
    }
    if (options.deliver !== false) {
      const toClient = icbmToClient({ ...head, from: sender.name, tlvs: [data([...sent, ...added])] })
      receiver.bos.push(0x0004, 0x0007, toClient)
    }
    return this
  }

  private attempt({ ip = this.listener.ip, port = this.listener.port, by }: { ip?: string; port?: number; by?: Who }) {
    const connecting = this[this.party(by ?? otherParty(this.proposer))]
    const listener = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
    return this.scenario.connection(connecting.ip, listener, this.scenario.peers)
  }

  private proxyConnection(party: Party): Connection {
    const { ip, captured } = this[party]
    const tcp = this.scenario.connection(ip, this.scenario.proxy, captured).open()
    const way: Way = { tcp, near: { from: null, to: null } }
    way.near[party] = 'client'
    // The first leg replaces whatever connection was tried before.
    this.ways = this.ways.length === 1 && this.ways[0]!.near[party] === null ? [...this.ways, way] : [way]
    return tcp
  }

  /** The connections in the order in which bytes of `party` go over them. */
  private inOrder(party: Party): Way[] {
    return this.ways.toSorted((a, b) => Number(b.near[party] === 'client') - Number(a.near[party] === 'client'))
  }
}
