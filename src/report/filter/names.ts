import type { EventProtocol, TimelineEvent } from '../../conversation/event.ts'
import { ALL_FOODGROUPS } from '../../oscar/index.ts'
import { decoded, type Field, type Path } from '../field.ts'
import { FIELDS } from '../fields.ts'
import { nearest } from '../nearest.ts'
import { filterName, knownPaths, plainName, type PathNode } from './paths.ts'

/** A first part of names that says which events are meant. */
interface Prefix {
  readonly title: string
  readonly when: (event: TimelineEvent) => boolean
  readonly root: () => PathNode
  /** Names of the node that it stands for itself; none when names go on at the top level. */
  readonly path: Path
}

const everywhere = (): PathNode => knownPaths().everywhere

const protocols =
  (...wanted: readonly EventProtocol[]) =>
  (event: TimelineEvent): boolean =>
    wanted.includes(event.protocol)

function group(title: string, name: string, when: Prefix['when']): Prefix {
  return { title, when, root: () => everywhere().child(name), path: [[name]] }
}

const inMessage = (event: TimelineEvent): boolean =>
  event.foodgroup === 0x0004 && (event.subgroup === 0x0006 || event.subgroup === 0x0007)

const PREFIXES: ReadonlyMap<string, Prefix> = new Map([
  ['flap', group('FLAP frames', 'flap', protocols('flap', 'snac'))],
  ['aim', group('FLAP frames', 'flap', protocols('flap', 'snac'))],
  ['snac', group('SNACs', 'snac', protocols('snac'))],
  ['oft', group('OFT2 headers', 'oft', protocols('oft2'))],
  ['oft2', group('OFT2 headers', 'oft', protocols('oft2'))],
  ['data', group('file bodies', 'data', protocols('oft2'))],
  ['odc', group('direct IM frames', 'odc', protocols('odc2'))],
  ['odc2', group('direct IM frames', 'odc', protocols('odc2'))],
  ['ars', group('frames of the rendezvous proxy', 'ars', protocols('ars'))],
  ['rv', group('rendezvous blocks', 'rendezvous', inMessage)],
  ['rendezvous', group('rendezvous blocks', 'rendezvous', inMessage)],
  ...ALL_FOODGROUPS.filter(({ name }) => name !== 'ARS').map(({ foodgroup, name }): [string, Prefix] => [
    plainName(name),
    {
      title: `SNACs of the foodgroup ${name}`,
      when: (event) => event.foodgroup === foodgroup,
      root: () => knownPaths().inFoodgroup.get(foodgroup)!,
      path: [],
    },
  ]),
])

/** A TLV that no table names, as the decoder calls it. */
const UNNAMED = /^tlv0x([0-9a-f]{1,4})$/

/** The field of this name: of the table, or any that the decoders know, by the way to it. */
export function fieldNamed(name: string): Field | undefined {
  return FIELDS.get(name) ?? FIELDS.get(name.toLowerCase()) ?? pathField(name)
}

function pathField(name: string): Field | undefined {
  const steps = name.split('.').map(plainName)
  const prefix = PREFIXES.get(steps[0]!)
  if (prefix !== undefined && steps.length === 1) return prefixField(name, prefix)
  const found = prefix === undefined ? follow(everywhere(), steps) : follow(prefix.root(), steps.slice(1))
  if (found === undefined) return undefined
  const path = prefix === undefined ? found.path : [...prefix.path, ...found.path]
  return fieldOf(name, found.node, path, prefix?.when)
}

function fieldOf(name: string, node: PathNode | undefined, path: Path, when: Prefix['when'] | undefined): Field {
  const { type = 'any', members = [] } = node ?? {}
  return decoded(name, node === undefined ? 'a TLV without a name' : titleOf(node), [path], {
    type,
    ...(members.length > 0 && { members }),
    ...(when && { when }),
  })
}

function prefixField(name: string, { title, when, path }: Prefix): Field {
  if (path[0]?.[0] === 'rendezvous') return { ...decoded(name, title, [path], { type: 'presence', when }), name }
  return {
    name,
    title,
    type: 'presence',
    write: (line, event) => {
      if (when(event)) line.ascii('true')
    },
    some: (event, _context, test) => when(event) && test(true),
  }
}

function titleOf({ kinds, messages }: PathNode): string {
  const what = kinds.filter((kind) => kind !== '').join(' or ')
  const where = messages.length > 2 ? `${messages[0]!} and ${messages.length - 1} more` : messages.join(' and ')
  return `${what === '' ? '' : `${what}, `}in ${where}`
}

/** The way from a node by these plain names; the node is undefined for a TLV that no table names. */
function follow(
  from: PathNode,
  steps: readonly string[],
): { readonly path: Path; readonly node: PathNode | undefined } | undefined {
  const path: string[][] = []
  let node: PathNode | undefined = from
  for (const step of steps) {
    const next: PathNode | undefined = node?.children.get(step)
    const [, tag] = UNNAMED.exec(step) ?? []
    if (next === undefined && tag === undefined) return undefined
    path.push(next?.names ?? [`TLV_0x${tag!.padStart(4, '0')}`])
    node = next
  }
  return { path, node }
}

/** The known name that a misspelt one most likely means. */
export function nearestField(name: string): string | undefined {
  return nearest(name, FIELDS.keys()) ?? nearestPath(name)
}

/** The same among the names that can follow as much of it as is right. */
function nearestPath(name: string): string | undefined {
  const steps = name.split('.')
  const prefix = PREFIXES.get(plainName(steps[0]!))
  let node = prefix?.root() ?? everywhere()
  for (let at = prefix === undefined ? 0 : 1; at < steps.length; at++) {
    const next = node.children.get(plainName(steps[at]!))
    if (next === undefined)
      return mended(steps, at, at === 0 ? [...PREFIXES.keys(), ...namesBelow(node)] : namesBelow(node))
    node = next
  }
  return undefined
}

/** The name with another step at a place, when that makes it one. */
function mended(steps: readonly string[], at: number, candidates: readonly string[]): string | undefined {
  const near = nearest(steps[at]!, candidates)
  const name = near === undefined ? undefined : steps.with(at, near).join('.')
  return name === undefined || fieldNamed(name) === undefined ? undefined : name
}

const namesBelow = (node: PathNode): string[] => [...node.children.values()].map(({ names }) => filterName(names[0]!))

/** Every field, those of the table first, then all that the decoders know. */
export function allFields(): Field[] {
  const fields = [...FIELDS.values()]
  const known = new Set(fields.map(({ name }) => plainName(name)))
  for (const [key, { root, path, when }] of PREFIXES) {
    if (REPEATED.has(key)) continue
    const name =
      path.length > 0 ? key : (ALL_FOODGROUPS.find((row) => plainName(row.name) === key)?.name.toLowerCase() ?? key)
    for (const [below, node, way] of descendants(root(), name, path)) {
      if (!known.has(plainName(below))) fields.push(fieldOf(below, node, way, when))
    }
  }
  return fields
}

/** Other words for prefixes that are listed. */
const REPEATED = new Set(['aim', 'oft2', 'odc2', 'rendezvous'])

function* descendants(node: PathNode, name: string, path: Path): Generator<[name: string, node: PathNode, path: Path]> {
  for (const child of node.children.values()) {
    const below = `${name}.${filterName(child.names[0]!)}`
    const way = [...path, child.names]
    yield [below, child, way]
    yield* descendants(child, below, way)
  }
}

/** Names that begin with what was typed, shortest first. */
export function completions(start: string, most = 20): string[] {
  const key = start.toLowerCase()
  const names = (key.includes('.') ? allFields().map(({ name }) => name) : [...FIELDS.keys()]).filter((name) =>
    name.startsWith(key),
  )
  return names.toSorted((left, right) => left.length - right.length || (left < right ? -1 : 1)).slice(0, most)
}
