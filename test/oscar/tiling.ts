import type { Node } from '../../src/bytes/node.ts'

/** Fails unless the leaves of the tree, with the heads of its groups, tile its bytes: in order, none twice, none left out. */
export function checkTiling(node: Node): void {
  if (!node.children) {
    if (node.end < node.at) throw new Error(`${node.name} ends before it begins`)
    return
  }
  let at = node.at + (node.head ?? 0)
  for (const child of node.children) {
    if (child.at !== at) throw new Error(`${child.name} in ${node.name} begins at ${child.at}, not at ${at}`)
    checkTiling(child)
    at = child.end
  }
  if (at !== node.end) throw new Error(`${node.name} ends at ${node.end}, its children at ${at}`)
}
