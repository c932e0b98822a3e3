import type { Node } from '../bytes/node.ts'

export interface TreeOptions {
  readonly secrets: boolean
  /** Spaces in front of the top level. */
  readonly indent: number
  /** Where each node begins and how many bytes it has, in front of it: `0006+10`. */
  readonly places?: boolean
}

const PLACE_WIDTH = 10

/** The lines of decoded nodes, one a field, indented by depth. Iterative: depth is the sender's to choose. */
export function treeLines(nodes: readonly Node[], { secrets, indent, places = false }: TreeOptions): string[] {
  const lines: string[] = []
  const todo: { readonly node: Node; readonly depth: number }[] = []
  const push = (children: readonly Node[], depth: number): void => {
    for (let at = children.length - 1; at >= 0; at--) todo.push({ node: children[at]!, depth })
  }
  push(nodes, 0)
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { node, depth } = next
    const place = places ? placeText(node).padEnd(PLACE_WIDTH) : ''
    lines.push(`${place}${' '.repeat(indent + depth * 2)}${nodeText(node, secrets)}`)
    if (node.children !== undefined && (secrets || node.secret !== true)) push(node.children, depth + 1)
  }
  return lines
}

const placeText = ({ at, end }: Node): string => `${at.toString(16).padStart(4, '0')}+${end - at}`

/** `0x000a SEQUENCE_NUM: 1`, `type: 0 PROPOSE`, with what is wrong about it. */
export function nodeText(node: Node, secrets: boolean): string {
  const { name, tag, problem, raw } = node
  const number = tag === undefined ? '' : `0x${tag.toString(16).padStart(4, '0')} `
  const value = valueText(node, secrets)
  const bytes = raw === undefined || (node.secret === true && !secrets) ? '' : ` [${raw}]`
  return `${number}${name}${value === '' ? '' : `: ${value}`}${bytes}${problem === undefined ? '' : `  (${problem})`}`
}

/** Value of a node with its meaning; empty for a group. */
export function valueText(node: Node, secrets: boolean): string {
  const { value, label, flags } = node
  if (node.secret === true && !secrets) return '***'
  if (node.children !== undefined || value === undefined) return ''
  if (flags !== undefined) return flags.length === 0 ? String(value) : `${value} ${flags.join(' ')}`
  return label === undefined ? String(value) : `${value} ${label}`
}

/** The nodes that hold secrets, topmost ones only. */
export function secretNodes(nodes: readonly Node[]): Node[] {
  const found: Node[] = []
  const todo = [...nodes]
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node.secret === true) found.push(node)
    else todo.push(...(node.children ?? []))
  }
  return found
}
