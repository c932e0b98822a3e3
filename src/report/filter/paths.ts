/**
 * The names of everything that the decoders can find, as a tree: the tables of the foodgroups say it of themselves, the
 * headers of the peer protocols are asked by reading an empty one.
 */
import type { Node } from '../../bytes/node.ts'
import { describeFrame } from '../../conversation/describe.ts'
import { ALL_FOODGROUPS, type Field as Layout, type Foodgroup, type Type } from '../../oscar/index.ts'
import { SIGNOFF_TLVS, SIGNON_PAYLOAD_TLVS } from '../../oscar/signon.ts'
import { SNAC_PREFIX_TLVS } from '../../oscar/snac.ts'
import type { TlvTable } from '../../oscar/types.ts'
import { readArsFrame } from '../../peer/ars.ts'
import { ODC_HEADER, readOdcHeader, readOdcPayload } from '../../peer/odc.ts'
import { OFT_FIXED, oftNode } from '../../peer/oft-header.ts'
import type { FieldType } from '../field.ts'
import { fieldTypeOf } from '../field-type.ts'

/** A name below another: what it can be and what it can hold. */
export class PathNode {
  /** As the decoders write it. More than one where they differ in case and underscores only. */
  readonly names: string[] = []
  readonly kinds: string[] = []
  readonly members: string[] = []
  /** Messages it occurs in. */
  readonly messages: string[] = []
  readonly children = new Map<string, PathNode>()
  private found: FieldType | undefined

  get type(): FieldType {
    return this.found ?? 'presence'
  }

  child(name: string): PathNode {
    const key = plainName(name)
    const known = this.children.get(key) ?? new PathNode()
    this.children.set(key, known)
    add(known.names, name)
    return known
  }

  is(kind: string, type: FieldType, members: readonly string[], message: string): void {
    this.found = this.found === undefined || this.found === type ? type : 'any'
    add(this.kinds, kind)
    for (const member of members) add(this.members, member)
    add(this.messages, message)
  }
}

function add(list: string[], item: string): void {
  if (!list.includes(item)) list.push(item)
}

/** Case and underscores do not matter: `screenName`, `SCREEN_NAME` and `screen_name` are the same. */
export const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase()

/** `screenName` as it is written in a filter. */
export const filterName = (name: string): string =>
  /[a-z]/.test(name) ? name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`) : name.toLowerCase()

const MAX_DEPTH = 8

export interface Paths {
  /** Names in all messages. */
  readonly everywhere: PathNode
  /** Names in the messages of each foodgroup. */
  readonly inFoodgroup: ReadonlyMap<number, PathNode>
}

let known: Paths | undefined

/** Made when the first filter asks for a name that is in no table of its own. */
export function knownPaths(): Paths {
  return (known ??= {
    everywhere: everywhere(),
    inFoodgroup: new Map(ALL_FOODGROUPS.map((row) => [row.foodgroup, bodiesOf(row)])),
  })
}

function addLayout(fields: readonly Layout[], into: PathNode, message: string, depth = 0): void {
  if (depth > MAX_DEPTH) return
  for (const field of fields) {
    if (!('readInto' in field)) {
      addType(field[0], field[1], into, message, depth)
      continue
    }
    const { kind, table, cases, fields: others = [] } = field
    if (kind === 'counted tlvs') into.child('tlvCount').is('u16', 'number', [], message)
    if (kind === 'sized tlvs') into.child('tlvLength').is('u16', 'number', [], message)
    if (table !== undefined) addTable(table, into, message, depth)
    for (const more of cases?.values() ?? []) addLayout(more, into, message, depth)
    addLayout(others, into, message, depth)
  }
}

function addTable({ rows }: TlvTable, into: PathNode, message: string, depth = 0): void {
  for (const { name, type } of rows.values()) addType(name, type, into, message, depth)
}

function addType(name: string, type: Type, into: PathNode, message: string, depth: number): void {
  const node = into.child(name)
  const { type: fieldType, members } = fieldTypeOf(type)
  let inner = type
  while (inner.item !== undefined) inner = inner.item
  node.is(type.kind, fieldType, members, message)
  if (inner.fields !== undefined) addLayout(inner.fields, node, message, depth + 1)
}

/** What a decoder found in an example stands for what it can find. */
function addNodes(nodes: readonly Node[], into: PathNode, message: string): void {
  for (const { name, value, children, list } of nodes) {
    const node = into.child(name)
    const below = list === true ? children!.flatMap((item) => item.children ?? []) : children
    if (below !== undefined) addNodes(below, node, message)
    else node.is('', typeof value === 'number' ? 'number' : 'any', [], message)
  }
}

function bodiesOf({ subgroups }: Foodgroup, into = new PathNode()): PathNode {
  for (const { name, body } of subgroups.values()) addLayout(body ?? [], into, name)
  return into
}

function everywhere(): PathNode {
  const root = new PathNode()
  for (const row of ALL_FOODGROUPS) bodiesOf(row, root)
  root.child('version').is('u32', 'number', [], 'SIGNON')
  addTable(SIGNON_PAYLOAD_TLVS, root, 'SIGNON')
  addTable(SIGNOFF_TLVS, root, 'SIGNOFF')
  addTable(SNAC_PREFIX_TLVS, root.child('prefix'), 'SNAC')
  addNodes(describeFrame(EMPTY_SNAC, 0, EMPTY_SNAC.length).nodes, root, 'SNAC')
  addNodes([oftNode(new Uint8Array(OFT_FIXED), 0, OFT_FIXED)], root, 'OFT2')
  addNodes(readOdcHeader(new Uint8Array(ODC_HEADER), 0, ODC_HEADER).nodes, root.child('odc'), 'ODC2')
  addNodes(readOdcPayload(ODC_PICTURE, 0, ODC_PICTURE.length, 0), root.child('odc'), 'ODC2')
  for (const frame of PROXY_FRAMES) addNodes([readArsFrame(frame, 0, frame.length).node], root, 'ARS')
  for (const name of DATA_FIELDS) root.child('data').child(name).is('', 'number', [], 'DATA')
  return root
}

const EMPTY_SNAC = Uint8Array.of(0x2a, 2, 0, 0, 0, 10, ...new Uint8Array(10))
const PROXY_FRAMES = [1, 3, 4].map((command) =>
  Uint8Array.of(0, 40, 4, 0x4a, 0, command, ...new Uint8Array(17), 0, 1, 0, 16, ...new Uint8Array(16)),
)
const ODC_PICTURE = new TextEncoder().encode('-<BINARY><DATA ID="1" SIZE="1">-</DATA></BINARY>')
const DATA_FIELDS = ['bytes', 'segments', 'duration', 'offset', 'size', 'missing']
