import { execFileSync } from 'node:child_process'
import type { Node } from '../../src/bytes/node.ts'

/** Whether there is a tshark to compare with. */
export const TSHARK = hasTshark()

function hasTshark(): boolean {
  try {
    execFileSync('tshark', ['--version'], { stdio: 'pipe' })
    return true
  } catch {
    return false
  }
}

interface Shown {
  readonly packet: number
  readonly field: string
  readonly value: string
}

/** Every value that tshark shows of OSCAR in a capture, with its packet. */
export function shownByTshark(path: string): Shown[] {
  const args = [
    '-r',
    path,
    '-d',
    'tcp.port==5190,aim',
    '-d',
    'tcp.port==443,aim',
    '-T',
    'json',
    '-Y',
    'aim',
    '--no-duplicate-keys',
  ]
  const text = execFileSync('tshark', args, { stdio: 'pipe', maxBuffer: 1 << 28 }).toString()
  const shown: Shown[] = []
  for (const { _source } of JSON.parse(text) as { _source: { layers: Record<string, unknown> } }[]) {
    const { frame, ...layers } = _source.layers
    const packet = Number((frame as Record<string, string>)['frame.number'])
    for (const [name, layer] of Object.entries(layers)) {
      if (name.startsWith('aim')) leaves(name, layer, (field, value) => shown.push({ packet, field, value }))
    }
  }
  return shown
}

/** A TLV's value is in the name of a key: `Value: 1000`. */
function leaves(name: string, value: unknown, each: (field: string, value: string) => void): void {
  if (Array.isArray(value)) for (const item of value) leaves(name, item, each)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) leaves(key, inner, each)
  } else if (name.startsWith('Value: ')) each('value', name.slice('Value: '.length))
  else if (name.includes('.')) each(name, String(value))
}

/** Everything that is said about a message: values, names, counts of lists, and the sizes of what they stand in. */
export function tokensOf(nodes: readonly Node[]): Set<string> {
  const tokens = new Set<string>()
  const add = (value: unknown): void => void tokens.add(String(value).toLowerCase())
  const visit = (node: Node): void => {
    const size = node.end - node.at
    for (const length of [size, size - 1, size - 2, size - 4, size - (node.head ?? 0), node.children?.length ?? 0])
      add(length)
    if (node.tag !== undefined) add(node.tag)
    if (node.value !== undefined) add(node.value)
    if (node.label !== undefined) add(node.label)
    if (node.flags !== undefined) add(node.value)
    for (const child of node.children ?? []) visit(child)
    const [id, version] = ['toolId', 'toolVersion'].map(
      (name) => node.children?.find((child) => child.name === name)?.value,
    )
    // It reads three of the four bytes as one number.
    if (typeof id === 'number' && typeof version === 'number') add((id * 0x10000 + version) >>> 8)
  }
  nodes.forEach(visit)
  return tokens
}

/** The same value as this project writes it, in the forms it may have. */
export function formsOf(value: string): string[] {
  const text = value.toLowerCase()
  const forms = [text, text.replaceAll(':', ''), text.replaceAll('-', '')]
  if (/^0x[0-9a-f]+$/.test(text)) forms.push(String(parseInt(text, 16)), text.slice(2))
  if (/^[0-9a-f]{2}(:[0-9a-f]{2})*$/.test(text)) forms.push(String(parseInt(text.replaceAll(':', ''), 16)))
  if (/ utc$/.test(text)) forms.push(String(Date.parse(value) / 1000))
  return forms
}
