import { ascii } from '../../test/support/bytes.ts'
import { CLIENT, SERVER, v6, type End } from './connection.ts'
import { FlapConnection } from './flap-connection.ts'
import { ACCEPT, CANCEL, CHAT, IDLE_OFFER, LOGIN, RENDEZVOUS_ACK, SIGN_ON, type RendezvousMessage } from './messages.ts'
import type { Filling, Template } from './template.ts'
import type { World } from './world.ts'

const OSCAR_PORT = 5190
const AUTHORIZER = Uint8Array.of(205, 188, 179, 233)
const HOSTS = [1, 2, 3, 4].map((number) => Uint8Array.of(205, 188, 7, number))
/** Things done in one session: minutes of some people, hours of others. */
const SHORTEST = 60
const LONGEST = 1_200
/** Request ids of what the host says unasked. */
const PUSHES = 0x80000000

/** Finds a person something is done with. */
export interface Company {
  /** Somebody else who is online; with `reachable` somebody who can be sent files. */
  besides(person: Person, reachable?: boolean): Person | undefined
}

/** Somebody who logs in, signs on, chats, makes offers, and signs off. */
export class Person {
  readonly name: string
  readonly address: Uint8Array
  online = false
  /** Offers and transfers in progress: nobody leaves in the middle of one. */
  engaged = 0
  leaving = false
  private readonly world: World
  private readonly company: Company
  private readonly isV6: boolean
  private readonly host: Uint8Array
  private readonly nameBytes: Uint8Array
  private bos!: FlapConnection
  private requests = 0
  private pushes = 0
  private ports: number
  /** Ends the offers that wait for an answer. */
  private readonly answers: (() => void)[] = []

  constructor(world: World, company: Company, number: number, isV6: boolean) {
    this.world = world
    this.company = company
    this.isV6 = isV6
    this.name = `buddy${String(number).padStart(5, '0')}`
    this.nameBytes = ascii(this.name)
    this.address = Uint8Array.of(10, 1 + (number >> 16), number >> 8, number)
    this.host = world.random.pick(HOSTS)
    this.ports = world.random.between(1_025, 40_000)
  }

  /** Files go between addresses of IPv4, the only ones that proposals can name. */
  get reachable(): boolean {
    return this.online && !this.isV6
  }

  /** One thing after the other, each at its own time. */
  *life(): Generator<void, void> {
    this.logIn()
    yield
    this.signOn()
    yield
    for (let left = this.world.random.between(SHORTEST, LONGEST); left > 0 || this.engaged > 0; left--) {
      if (this.leaving) break
      this.doSomething()
      yield
    }
    this.signOff()
  }

  /** Ends the own offers. */
  settle(): void {
    for (const answer of this.answers.splice(0)) answer()
  }

  newEnd(): End {
    this.ports = this.ports >= 60_000 ? 1_025 : this.ports + 1
    return { address: this.isV6 ? v6(this.address) : this.address, port: this.ports }
  }

  propose(to: Person, message: RendezvousMessage, cookie: Uint8Array, ip = this.address): void {
    this.world.truth.rendezvous.propose += 2
    this.post(to, message, { cookie, ip, mirror: ip.map((byte) => byte ^ 0xff) })
  }

  accept(to: Person, cookie: Uint8Array): void {
    this.world.truth.rendezvous.accept += 2
    this.post(to, ACCEPT, { cookie })
  }

  cancel(to: Person, cookie: Uint8Array): void {
    this.world.truth.rendezvous.cancel += 2
    this.post(to, CANCEL, { cookie })
  }

  private logIn(): void {
    const connection = this.connect(AUTHORIZER)
    const me = { me: this.nameBytes }
    connection.send(SERVER, LOGIN.signon.with({}))
    connection.send(CLIENT, LOGIN.signon.with({}))
    connection.send(CLIENT, LOGIN.keyRequest.with(me), 1)
    connection.send(SERVER, LOGIN.keyReply.with({}), 1)
    connection.send(CLIENT, LOGIN.request.with(me), 2)
    connection.send(SERVER, LOGIN.reply.with(me), 2)
    connection.close(SERVER)
  }

  private signOn(): void {
    this.bos = this.connect(this.host)
    this.bos.send(SERVER, LOGIN.signon.with({}))
    this.bos.send(CLIENT, SIGN_ON.cookie.with({}))
    this.push(SIGN_ON.hostOnline)
    this.ask(SIGN_ON.versions, SIGN_ON.hostVersions)
    this.ask(SIGN_ON.infoQuery, SIGN_ON.info, { me: this.nameBytes })
    this.ask(SIGN_ON.buddyRights, SIGN_ON.buddyRightsReply)
    this.say(SIGN_ON.setInfo)
    this.say(SIGN_ON.clientOnline)
    this.online = true
  }

  private signOff(): void {
    this.online = false
    this.bos.send(CLIENT, SIGN_ON.signoff.with({}))
    this.bos.close(CLIENT)
  }

  /** How often people do what, of 1000 things. */
  private doSomething(): void {
    const { random } = this.world
    const peer = this.company.besides(this) ?? this
    const filling = { peer: peer.nameBytes }
    const dice = random.below(1_000)
    if (this.answers.length > 0 && dice < 100) this.answers.shift()!()
    else if (dice < 420) this.chat(peer)
    else if (dice < 600) this.type(peer)
    else if (dice < 790) this.push(CHAT.arrived, filling)
    else if (dice < 850) this.push(CHAT.departed, filling)
    else if (dice < 900) this.bos.send(CLIENT, CHAT.keepAlive.with({}), 0, true)
    else if (dice < 940) this.ask(CHAT.infoQuery, CHAT.info, filling)
    else if (dice < 965) this.say(CHAT.idle)
    else if (dice < 985) this.ask(CHAT.insertItem, CHAT.feedbagStatus, filling)
    else this.makeOffer()
  }

  private chat(peer: Person): void {
    const cookie = this.world.newCookie()
    const { toHost, toClient } = this.world.random.pick(CHAT.texts)
    this.ask(toHost, CHAT.hostAck, { cookie, peer: peer.nameBytes })
    peer.push(toClient, { cookie, peer: this.nameBytes })
  }

  private type(peer: Person): void {
    const cookie = this.world.newCookie()
    const message = this.world.random.pick(CHAT.typing)
    this.say(message, { cookie, peer: peer.nameBytes })
    peer.push(message, { cookie, peer: this.nameBytes })
  }

  /** An offer that is taken back or declined some time later. */
  private makeOffer(): void {
    const peer = this.isV6 ? undefined : this.company.besides(this, true)
    if (peer === undefined) return
    const cookie = this.world.newCookie()
    this.world.truth.conversations++
    this.engaged++
    peer.engaged++
    this.propose(peer, IDLE_OFFER, cookie)
    this.answers.push(() => {
      if (this.world.random.chance(0.5)) this.cancel(peer, cookie)
      else peer.cancel(this, cookie)
      this.engaged--
      peer.engaged--
    })
  }

  /** A message whose copy must arrive before anything that follows from it. */
  private post(to: Person, message: RendezvousMessage, filling: Filling): void {
    const peer = to.nameBytes
    const requestId = ++this.requests
    this.bos.send(CLIENT, message.toHost.with({ ...filling, peer }), requestId)
    this.bos.send(SERVER, RENDEZVOUS_ACK.with({ ...filling, peer }), requestId)
    to.bos.send(SERVER, message.toClient.with({ ...filling, peer: this.nameBytes }), PUSHES + ++to.pushes)
  }

  /** A question and its answer. */
  private ask(question: Template, answer: Template, filling: Filling = {}): void {
    const requestId = ++this.requests
    this.bos.send(CLIENT, question.with(filling), requestId)
    this.bos.send(SERVER, answer.with(filling), requestId)
  }

  private say(message: Template, filling: Filling = {}): void {
    this.bos.send(CLIENT, message.with(filling), ++this.requests, true)
  }

  private push(message: Template, filling: Filling = {}): void {
    this.bos.send(SERVER, message.with(filling), PUSHES + ++this.pushes, true)
  }

  private connect(address: Uint8Array): FlapConnection {
    const server = { address: this.isV6 ? v6(address) : address, port: OSCAR_PORT }
    return new FlapConnection(this.world, this.newEnd(), server)
  }
}
