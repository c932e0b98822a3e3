/** 64-bit numbers, cookies and UUIDs are strings, byte strings are lower-case hex. */
export type Scalar = number | string | boolean | null

/**
 * One decoded thing of a message and the bytes it came from. A node is a leaf (`value`) or a group (`children`). The
 * leaves of a tree, together with the `head` of its groups, tile the root's bytes: no byte belongs to two of them or to none.
 */
export interface Node {
  /** Name of the protocol reference: TLVs and tags UPPER_CASE, fields camelCase. */
  readonly name: string
  /** Span in the frame's byte array, header of a TLV and length of a string included. */
  readonly at: number
  readonly end: number
  /** Of a leaf. */
  readonly value?: Scalar
  /** What the value means: name of an enumeration's member, of a capability; time of a time stamp. */
  readonly label?: string
  /** Names of the bits that are set, unknown ones as hex. */
  readonly flags?: readonly string[]
  /** Hex of a text that was not valid in its encoding. */
  readonly raw?: string
  /** Tag of a TLV. */
  readonly tag?: number
  /** Of a group: in wire order. */
  readonly children?: readonly Node[]
  /** How many bytes at the start of a group are its own (tag and length, a count) and no child's. */
  readonly head?: number
  /** The children are items of a list. */
  readonly list?: true
  /** What is wrong with these bytes (`length 500, 28 left`); decoding went on behind them. */
  readonly problem?: string
  /** Password, hash of one, or sign-on cookie: output masks it unless asked. */
  readonly secret?: true
}

export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json }

export interface JsonOptions {
  /** Give passwords and sign-on cookies in clear. */
  readonly secrets?: boolean
}

const MASK = '***'

/**
 * The plain JSON value of a node: a number with a label is its label, flags are an array of names, a list is an array, a
 * group an object keyed by child name where a repeated name holds an array. Beside a key stand `<name>Raw` (hex of invalid
 * text) and `<name>Problem`.
 */
export function toJson(node: Node, options: JsonOptions = {}): Json {
  if (node.secret && !options.secrets) return MASK
  if (node.list) return (node.children ?? []).map((item) => itemJson(item, options))
  if (node.children) return groupJson(node.children, options)
  if (node.flags) return node.flags
  if (node.label !== undefined && typeof node.value === 'number') return node.label
  return node.value ?? null
}

function itemJson(item: Node, options: JsonOptions): Json {
  const json = toJson(item, options)
  if (item.problem === undefined && item.raw === undefined) return json
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return { ...json, problem: item.problem ?? null }
  return groupJson([{ ...item, name: 'value' }], options)
}

function groupJson(children: readonly Node[], options: JsonOptions): Json {
  const object: Record<string, Json> = {}
  /** Under these names are lists of the values of several children. */
  let repeated: Set<string> | undefined
  for (const child of children) {
    repeated = put(object, child.name, toJson(child, options), repeated)
    if (child.raw !== undefined) {
      repeated = put(object, `${child.name}Raw`, child.secret && !options.secrets ? MASK : child.raw, repeated)
    }
    if (child.problem !== undefined) repeated = put(object, `${child.name}Problem`, child.problem, repeated)
  }
  return object
}

/** Gives the names that stand for several values now. */
function put(
  object: Record<string, Json>,
  key: string,
  json: Json,
  repeated: Set<string> | undefined,
): Set<string> | undefined {
  const before = object[key]
  if (before === undefined) object[key] = json
  else if (repeated?.has(key) === true) (before as Json[]).push(json)
  else {
    object[key] = [before, json]
    return (repeated ?? new Set()).add(key)
  }
  return repeated
}

/** The first descendant reached by following child names, the node itself for no names. */
export function find(node: Node, ...path: readonly string[]): Node | undefined {
  let found: Node | undefined = node
  for (const name of path) found = found?.children?.find((child) => child.name === name)
  return found
}

/** Every node of the tree that has a problem, in wire order. */
export function* problems(node: Node): Generator<Node> {
  if (node.problem !== undefined) yield node
  for (const child of node.children ?? []) yield* problems(child)
}
