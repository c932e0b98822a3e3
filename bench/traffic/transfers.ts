import { ars } from '../../test/support/ars.ts'
import { oftHeader, type OFT_TYPES } from '../../test/support/oft.ts'
import { CLIENT, Connection, other, SERVER, type Side } from './connection.ts'
import { proposal, proxyProposal, redirection } from './messages.ts'
import type { People } from './people.ts'
import type { Person } from './person.ts'
import { fold, sum16 } from './sum16.ts'
import { tally } from './truth.ts'
import type { World } from './world.ts'

const PROXY = Uint8Array.of(64, 12, 225, 10)
const OSCAR_PORT = 5190
/** Paths, as often as they are here. */
const PATHS = ['direct', 'direct', 'direct', 'redirect', 'proxy'] as const
const SEVERAL_FILES = 0.15
/** File contents are pieces of this many random bytes, read in a circle. An even number: words stay words. */
const POOL = 1 << 22
/** What a file's bytes become with headers and acknowledgments. */
const HEADERS = 1.1

/** A connection that carries the bytes, and the sender's side of it. */
interface Way {
  readonly tcp: Connection
  readonly sender: Side
}

/** File transfers, a certain number of them at any time. */
export class Transfers {
  private readonly world: World
  private readonly people: People
  private readonly count: number
  private readonly sizes: readonly [number, number]
  private readonly pool: Uint8Array
  private readonly active: { readonly transfer: Transfer; readonly steps: Generator<void, void> }[] = []

  constructor(world: World, people: People, count: number, sizes: readonly [number, number]) {
    this.world = world
    this.people = people
    this.count = count
    this.sizes = sizes
    this.pool = count === 0 ? new Uint8Array(0) : world.random.bytes(POOL)
  }

  /** Bytes that the transfers in progress will still send. */
  get committed(): number {
    return this.active.reduce((sum, { transfer }) => sum + transfer.left, 0)
  }

  /** A step of one of them; `room` is what new ones may use. False when there is none and none can begin. */
  turn(room: number): boolean {
    const { random } = this.world
    if (this.active.length < this.count) this.begin(room)
    if (this.active.length === 0) return false
    const at = random.below(this.active.length)
    if (this.active[at]!.steps.next().done === true) {
      const last = this.active.pop()!
      if (at < this.active.length) this.active[at] = last
    }
    return true
  }

  end(): void {
    while (this.active.length > 0) this.turn(0)
  }

  private begin(room: number): void {
    const { random } = this.world
    const [least, most] = this.sizes
    const sizes = Array.from({ length: random.chance(SEVERAL_FILES) ? random.between(2, 4) : 1 }, () =>
      random.magnitude(least, most),
    )
    const sender = this.people.besides(undefined, true)
    const receiver = sender && this.people.besides(sender, true)
    if (receiver === undefined) return
    const transfer = new Transfer(this.world, sender!, receiver, sizes, this.pool)
    if (room < HEADERS * (this.committed + transfer.left)) return
    sender!.engaged++
    receiver.engaged++
    this.world.truth.conversations++
    this.active.push({ transfer, steps: transfer.steps() })
  }
}

class Transfer {
  /** Bytes of files to come; through the proxy they go by twice. */
  left: number
  private readonly world: World
  private readonly sender: Person
  private readonly receiver: Person
  private readonly sizes: readonly number[]
  private readonly total: number
  private readonly pool: Uint8Array
  private readonly cookie: Uint8Array
  private readonly path: (typeof PATHS)[number]
  private ways: readonly Way[] = []

  constructor(world: World, sender: Person, receiver: Person, sizes: readonly number[], pool: Uint8Array) {
    this.world = world
    this.sender = sender
    this.receiver = receiver
    this.sizes = sizes
    this.total = sizes.reduce((sum, size) => sum + size, 0)
    this.path = world.random.pick(PATHS)
    this.left = this.path === 'proxy' ? 2 * this.total : this.total
    this.pool = pool
    this.cookie = world.newCookie()
  }

  *steps(): Generator<void, void> {
    yield* this[this.path]()
    for (let at = 0; at < this.sizes.length; at++) yield* this.file(at)
    for (const { tcp, sender } of this.ways) tcp.close(other(sender))
    this.sender.engaged--
    this.receiver.engaged--
  }

  private *direct(): Generator<void, void> {
    const { sender, receiver, cookie } = this
    const { port } = sender.newEnd()
    sender.propose(receiver, proposal(port, this.offer), cookie)
    yield
    this.ways = [{ tcp: this.connection(receiver, sender.address, port), sender: SERVER }]
    receiver.accept(sender, cookie)
    yield
  }

  private *redirect(): Generator<void, void> {
    const { sender, receiver, cookie } = this
    sender.propose(receiver, proposal(sender.newEnd().port, this.offer), cookie)
    yield
    const { port } = receiver.newEnd()
    receiver.propose(sender, redirection(port), cookie)
    yield
    this.ways = [{ tcp: this.connection(sender, receiver.address, port), sender: CLIENT }]
    sender.accept(receiver, cookie)
    yield
  }

  private *proxy(): Generator<void, void> {
    const { sender, receiver, cookie } = this
    const token = this.world.random.between(1, 0xffff)
    const created = this.connection(sender, PROXY, OSCAR_PORT)
    this.proxyFrame(created, CLIENT, 'init_send', ars.initSend({ name: sender.name, cookie }))
    this.proxyFrame(created, SERVER, 'ack', ars.ack({ token, ip: PROXY.join('.') }))
    yield
    sender.propose(receiver, proxyProposal(token, this.offer), cookie, PROXY)
    yield
    const joined = this.connection(receiver, PROXY, OSCAR_PORT)
    this.proxyFrame(joined, CLIENT, 'init_recv', ars.initRecv({ name: receiver.name, cookie, token }))
    this.proxyFrame(created, SERVER, 'ready', ars.ready())
    this.proxyFrame(joined, SERVER, 'ready', ars.ready())
    this.ways = [
      { tcp: created, sender: CLIENT },
      { tcp: joined, sender: SERVER },
    ]
    yield
    receiver.accept(sender, cookie)
    yield
  }

  private *file(at: number): Generator<void, void> {
    const { world, pool } = this
    const size = this.sizes[at]!
    const start = 2 * world.random.below(POOL / 2)
    const checksum = this.checksum(start, size)
    const name = this.name(at)
    const header = (type: keyof typeof OFT_TYPES, fromSender: boolean) => {
      const fields = { totalFiles: this.sizes.length, filesLeft: this.sizes.length - at, totalSize: this.total }
      const cookie = fromSender ? new Uint8Array(8) : this.cookie
      this.send(fromSender, oftHeader({ type, ...fields, cookie, size, checksum, name }))
      tally(world.truth.headers, type, this.ways.length)
    }
    header('prompt', true)
    yield
    header('ack', false)
    yield
    const segment = this.ways[0]!.tcp.mss
    for (let sent = 0; sent < size;) {
      const from = (start + sent) % POOL
      const count = Math.min(size - sent, POOL - from, segment * world.random.between(2, 16))
      this.send(true, pool, from, from + count)
      sent += count
      this.left -= count * this.ways.length
      yield
    }
    header('done', false)
    world.truth.transfers.push({
      sender: this.sender.name,
      receiver: this.receiver.name,
      name,
      size,
      checksum: checksum.toString(16).padStart(8, '0'),
    })
    yield
  }

  /** On every connection that carries them: through the proxy first to it, then from it. */
  private send(fromSender: boolean, bytes: Uint8Array, start = 0, end = bytes.length): void {
    const ways = fromSender ? this.ways : this.ways.toReversed()
    for (const { tcp, sender } of ways) tcp.send(fromSender ? sender : other(sender), bytes, start, end)
  }

  private proxyFrame(tcp: Connection, side: Side, command: string, frame: Uint8Array): void {
    tcp.send(side, frame)
    tally(this.world.truth.proxy, command, 1)
  }

  private connection(client: Person, address: Uint8Array, port: number): Connection {
    const { capture, random } = this.world
    return new Connection(capture, random, client.newEnd(), { address, port }).open()
  }

  private get offer() {
    return { files: this.sizes.length, size: this.total, name: this.name(0) }
  }

  private name(at: number): string {
    return `${String.fromCharCode(...this.cookie)}-${at + 1}.bin`
  }

  private checksum(start: number, size: number): number {
    let sum = 0
    for (let done = 0; done < size;) {
      const from = (start + done) % POOL
      const count = Math.min(size - done, POOL - from)
      sum = fold(sum + sum16(this.pool, from, from + count))
      done += count
    }
    return ((0xffff - sum) << 16) >>> 0
  }
}
