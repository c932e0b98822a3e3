/** What is in messages and in no table: tags, subgroups, and bytes left over behind what is known. */
import type { Json, Node } from '../bytes/node.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import { FLAP_HEADER } from '../oscar/flap.ts'
import { FOODGROUPS } from '../oscar/index.ts'

/** Kinds of unknown things that are told apart; a hostile capture has as many as it likes. */
const MAX_UNKNOWN = 1_024

/** Bytes that no table explains, alike in where they were found. */
export interface UnknownThing {
  /** `OSERVICE__MOTD`, and the way to the node from there. */
  readonly message: string
  readonly path: string
  readonly tag: number | undefined
  count: number
  bytes: number
  /** The first packet it was in. */
  readonly packet: number
}

/** Counts them, one row for all that are alike in where they were found. */
export class Unknowns {
  /** All bytes of them. */
  bytes = 0
  private readonly rows = new Map<string, UnknownThing>()

  /** In the order in which they were first seen. */
  get things(): readonly UnknownThing[] {
    return [...this.rows.values()]
  }

  see(event: TimelineEvent): void {
    const { nodes } = event.decode()
    if (!holdsUnknown(nodes)) return
    for (const { node, path } of unknownNodes(nodes)) {
      if (isCut(event, node)) continue
      const bytes = node.end - node.at
      this.bytes += bytes
      this.add(event, isSubgroup(event, node) ? 'subgroup' : path, node.tag, bytes)
    }
  }

  private add({ name, packet }: TimelineEvent, path: string, tag: number | undefined, bytes: number): void {
    const key = `${name} ${path}`
    const known = this.rows.get(key)
    if (known !== undefined) {
      known.count++
      known.bytes += bytes
    } else if (this.rows.size < MAX_UNKNOWN) {
      this.rows.set(key, { message: name, path, tag, count: 1, bytes, packet })
    }
  }
}

/** As JSON; null where not every message was looked at. */
export function unknownRecords(unknowns: Unknowns | undefined): Json {
  if (unknowns === undefined) return null
  return unknowns.things.map(({ message, path, tag, count, bytes, packet }) => ({
    message,
    path,
    tag: tag ?? null,
    count,
    bytes,
    packet,
  }))
}

/** The capture, and not a table, lacks what would make sense of it: the last bytes of a message of which more was sent. */
function isCut({ channel, length, start, end }: TimelineEvent, node: Node): boolean {
  return channel >= 0 && node.end === end && end - start < FLAP_HEADER + length
}

/** All of the body, because nobody knows the SNAC. */
function isSubgroup({ protocol, foodgroup, subgroup }: TimelineEvent, node: Node): boolean {
  return protocol === 'snac' && node.name === 'undecoded' && FOODGROUPS.get(foodgroup)?.subgroups.has(subgroup) !== true
}

/** It says no more than that there are bytes: a tag that no table has, or what is left over. */
function isUnknown({ name, tag }: Node): boolean {
  return name === 'undecoded' || name === 'trailing' || (tag !== undefined && name.startsWith('TLV_0x'))
}

/** Most messages have none, and are asked without the ways to their nodes. Iterative, as depth is the sender's. */
function holdsUnknown(nodes: readonly Node[]): boolean {
  const todo = [nodes]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    for (const node of next) {
      if (isUnknown(node)) return true
      if (node.children !== undefined) todo.push(node.children)
    }
  }
  return false
}

/** The unknown nodes, in wire order. */
export function unknownNodes(nodes: readonly Node[]): { readonly node: Node; readonly path: string }[] {
  const found: { node: Node; path: string }[] = []
  const todo = nodes.map((node) => ({ node, path: node.name }))
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { node, path } = next
    if (isUnknown(node)) found.push(next)
    else
      for (const child of node.children ?? [])
        todo.push({ node: child, path: child.name === 'item' ? path : `${path}.${child.name}` })
  }
  return found.toReversed()
}
