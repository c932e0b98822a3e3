import type { Node } from '../../bytes/node.ts'
import { valueText } from '../../report/tree.ts'
import type { State } from '../state.ts'
import type { Line } from '../style.ts'
import { fit } from '../text.ts'

/** Two messages, field by field; what differs is marked. */
export function compareLines(state: State): Line[] {
  const chosen = [...state.chosen]
  if (chosen.length !== 2) return [[[`Select two messages with Space first; ${chosen.length} selected.`]]]
  const [left, right] = chosen.map((n) => state.rows.get(n))
  const { secrets } = state.settings
  const mine = leaves(left!.decoded.nodes, secrets)
  const other = leaves(right!.decoded.nodes, secrets)
  const names = [...new Set([...mine.keys(), ...other.keys()])]
  const differing = names.filter((name) => mine.get(name) !== other.get(name)).length
  const column = (text: string): string => fit(text, 24)
  return [
    [
      ['left   ', 'dim'],
      [`#${left!.entry.packet} ${left!.text}`, 'strong'],
    ],
    [
      ['right  ', 'dim'],
      [`#${right!.entry.packet} ${right!.text}`, 'strong'],
    ],
    [[`${names.length} fields, ${differing} differ`]],
    [],
    ...names.map((name): Line => {
      const [a, b] = [mine.get(name), other.get(name)]
      const sign = a === b ? ' ' : a === undefined ? '+' : b === undefined ? '-' : '≠'
      return [
        [`${sign} `, a === b ? 'dim' : 'warning'],
        [`${column(name)} `, 'heading'],
        [`${column(a ?? '')} `, a === b ? 'dim' : 'wire'],
        [b ?? '', a === b ? 'dim' : 'wire'],
      ]
    }),
  ]
}

/** Values by path; the second field of a name gets a number. */
function leaves(nodes: readonly Node[], secrets: boolean): Map<string, string> {
  const values = new Map<string, string>()
  const todo = nodes.map((node) => ({ node, path: node.name })).reverse()
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { node, path } = next
    const children = node.secret === true && !secrets ? undefined : node.children
    if (children === undefined) {
      let name = path
      for (let count = 2; values.has(name); count++) name = `${path}[${count}]`
      values.set(name, valueText(node, secrets))
      continue
    }
    for (let at = children.length - 1; at >= 0; at--)
      todo.push({ node: children[at]!, path: `${path}.${children[at]!.name}` })
  }
  return values
}
