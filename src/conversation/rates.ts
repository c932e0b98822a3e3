/**
 * Rate limits of one connection, by the server's own parameters (0001/0007). With every SNAC of the client the level of its
 * class becomes min(max, (level * (window - 1) + milliseconds since the last one) / window): an average interval. Below the
 * alert level the server warns, below the limit it drops SNACs, below the disconnect level it hangs up.
 */
import { find, type Node } from '../bytes/node.ts'
import { sameBytes } from '../bytes/same-bytes.ts'
import { levelAfter, stateAt, type RateState } from '../oscar/rate-level.ts'
import type { TimelineEvent } from './event.ts'

/** Changes and words of the server that are kept of each class. */
const MAX_KEPT = 64

export interface RateReading {
  readonly classId: number
  readonly level: number
  readonly state: RateState
}

/** The level came into another band. */
interface Change {
  readonly packet: number
  readonly state: RateState
  readonly level: number
}

/** What the server said about the class, and what was computed at that moment. */
interface Told {
  readonly packet: number
  readonly code: string
  readonly level: number
  readonly computed: number
}

export class RateClass {
  readonly id: number
  window = 1
  clear = 0
  alert = 0
  limit = 0
  disconnect = 0
  max = 0
  level = 0
  state: RateState = 'clear'
  sent = 0
  lowest: Change | undefined
  readonly changes: Change[] = []
  readonly told: Told[] = []
  private last: number | undefined

  constructor(id: number) {
    this.id = id
  }

  set(record: Node): void {
    const value = (name: string): number => numberIn(record, name)
    this.window = Math.max(1, value('windowSize'))
    this.clear = value('clearLevel')
    this.alert = value('alertLevel')
    this.limit = value('limitLevel')
    this.disconnect = value('disconnectLevel')
    this.max = value('maxLevel')
    this.level = value('currentLevel')
  }

  /** A SNAC of the class at `time`, in milliseconds. */
  spend(time: number, packet: number): RateReading {
    const elapsed = this.last === undefined ? this.max : Math.max(0, time - this.last)
    this.last = time
    this.sent++
    this.level = levelAfter(this.level, elapsed, this)
    const state = stateAt(this.level, this.state, this)
    const change = { packet, state, level: Math.round(this.level) }
    if (this.lowest === undefined || change.level < this.lowest.level) this.lowest = change
    if (state !== this.state && this.changes.length < MAX_KEPT) this.changes.push(change)
    this.state = state
    return { classId: this.id, level: change.level, state }
  }

  hear(code: string, record: Node, packet: number): void {
    const computed = Math.round(this.level)
    const level = Number(find(record, 'currentLevel')?.value ?? 0)
    if (this.told.length < MAX_KEPT) this.told.push({ packet, code, level, computed })
    this.set(record)
  }
}

const OSERVICE = 0x0001
const PARAMETERS = 0x0007
const CHANGE = 0x000a

export class RateMeter {
  readonly classes = new Map<number, RateClass>()
  private members: Members = new Map()

  see(event: TimelineEvent): RateReading | undefined {
    if (event.fromClient) {
      const id = this.members.get(event.foodgroup * 0x10000 + event.subgroup)
      const spent = id === undefined ? undefined : this.classes.get(id)
      return spent?.spend(event.seconds * 1000 + event.nanos / 1e6, event.packet)
    }
    if (event.foodgroup === OSERVICE && event.subgroup === PARAMETERS) this.learn(event)
    if (event.foodgroup === OSERVICE && event.subgroup === CHANGE) this.hear(event)
    return undefined
  }

  private learn(event: TimelineEvent): void {
    const { nodes } = event.decode()
    for (const record of itemsOf(nodes, 'classes')) this.classOf(record).set(record)
    const groups = nodes.find(({ name }) => name === 'groups')
    if (groups !== undefined) this.members = membersOf(groups, event.bytes.subarray(groups.at, groups.end))
  }

  private hear(event: TimelineEvent): void {
    const { nodes } = event.decode()
    const code = nodes.find(({ name }) => name === 'code')
    for (const record of itemsOf(nodes, 'classes')) {
      this.classOf(record).hear(code?.label ?? String(code?.value), record, event.packet)
    }
  }

  private classOf(record: Node): RateClass {
    const id = numberIn(record, 'classId')
    const known = this.classes.get(id) ?? new RateClass(id)
    this.classes.set(id, known)
    return known
  }
}

/** Class of each SNAC, by foodgroup and subgroup. */
type Members = ReadonlyMap<number, number>

/** What a server tells one connection it tells all: a table of hundreds of SNACs for each would be most of their memory. */
let last: { readonly bytes: Uint8Array; readonly members: Members } = { bytes: new Uint8Array(0), members: new Map() }

/** The SNACs of the groups that `bytes` hold. */
function membersOf({ children = [] }: Node, bytes: Uint8Array): Members {
  if (sameBytes(last.bytes, bytes)) return last.members
  const members = new Map<number, number>()
  for (const group of children) {
    const id = numberIn(group, 'classId')
    for (const member of find(group, 'members')?.children ?? []) {
      members.set(numberIn(member, 'foodgroup') * 0x10000 + numberIn(member, 'subgroup'), id)
    }
  }
  last = { bytes: bytes.slice(), members }
  return members
}

const numberIn = (node: Node, name: string): number => Number(find(node, name)?.value ?? 0)

const itemsOf = (nodes: readonly Node[], name: string): readonly Node[] =>
  nodes.find((node) => node.name === name)?.children ?? []
