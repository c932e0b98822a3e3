import type { Node } from '../bytes/node.ts'
import type { TimelineEvent } from '../conversation/event.ts'

/** A picture that somebody sent otherwise than as a file. */
export interface Picture {
  readonly kind: 'picture' | 'icon'
  readonly from: string
  readonly bytes: Uint8Array
  /** Bytes it should have. */
  readonly size: number
}

/** Pictures in direct IMs, and buddy icons on their way to or from the host. */
export function picturesIn(event: TimelineEvent): Picture[] {
  if (event.protocol === 'odc2' && event.name === 'MESSAGE') return direct(event)
  return ICONS.has(event.name) ? icon(event) : []
}

const ICONS = new Set(['BART__UPLOAD_QUERY', 'BART__DOWNLOAD_REPLY', 'BART__DOWNLOAD2_REPLY'])

function direct(event: TimelineEvent): Picture[] {
  const fields = event.decode().nodes[0]?.children ?? []
  const from = String(fields.find(({ name }) => name === 'screenName')?.value ?? '')
  const items = fields.find(({ name }) => name === 'binary')?.children ?? []
  return items.flatMap(({ children = [] }) => {
    const bytes = children.find(({ name }) => name === 'bytes')
    const size = children.find(({ name }) => name === 'size')?.value
    if (bytes === undefined || bytes.end === bytes.at) return []
    return [{ kind: 'picture', from, bytes: cut(event, bytes.at, bytes.end), size: Number(size) }]
  })
}

function icon(event: TimelineEvent): Picture[] {
  const { nodes } = event.decode()
  const data = nodes.find(({ name }) => name === 'data')
  const from = String(nodes.find(({ name }) => name === 'screenName')?.value ?? event.track.screenName ?? '')
  const bytes = contentOf(data)
  if (data === undefined || bytes === 0) return []
  const size = bytes + (data.problem === undefined ? 0 : 1)
  return [{ kind: 'icon', from, bytes: cut(event, data.end - bytes, data.end), size }]
}

/** Bytes of a byte string, whose value is their hex. */
const contentOf = (node: Node | undefined): number => (typeof node?.value === 'string' ? node.value.length >> 1 : 0)

/** A copy: the event's bytes are good for as long as it is. */
const cut = ({ bytes }: TimelineEvent, at: number, end: number): Uint8Array => bytes.slice(at, end)

const MAGICS = [
  ['gif', 'GIF8'],
  ['jpg', '\u00ff\u00d8\u00ff'],
  ['png', '\u0089PNG'],
  ['bmp', 'BM'],
] as const

/** Extension by the first bytes; `bin` for what is none of the pictures that clients sent. */
export function extensionOf(bytes: Uint8Array): string {
  const is = (magic: string): boolean => Array.from(magic).every((letter, at) => bytes[at] === letter.charCodeAt(0))
  return MAGICS.find(([, magic]) => is(magic))?.[0] ?? 'bin'
}
