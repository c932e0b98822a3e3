import { InvalidArgumentError } from 'commander'
import { printable } from '../bytes/printable.ts'
import { codePage, CODE_PAGES, setLocalCodePage } from '../bytes/code-page.ts'
import type { DecodeAs } from '../conversation/decode-as.ts'
import type { Protocol } from '../conversation/detect.ts'
import { nearest } from '../report/nearest.ts'

/** Names of protocols, and those that Wireshark has for them. */
const PROTOCOLS: ReadonlyMap<string, Protocol> = new Map<string, Protocol>([
  ['flap', 'flap'],
  ['oft2', 'oft2'],
  ['odc2', 'odc2'],
  ['ars', 'ars'],
  ['icq-http', 'icq-http'],
  ['tls', 'tls'],
  ['toc', 'toc'],
  ['p3', 'p3'],
  ['other', 'other'],
  ['aim', 'flap'],
  ['oft', 'oft2'],
  ['odc', 'odc2'],
  ['ssl', 'tls'],
  ['data', 'other'],
])

const LAST_PORT = 0xffff

/** `tcp.port==8080,flap`, `tcp.port==5190-5299,oft2`, `tcp.port==5190:3,ars`, as tshark takes it; adds to those before. */
export function decodeAs(text: string, before: readonly DecodeAs[] | undefined): DecodeAs[] {
  const [, layer, selector, name] = /^([^=,]*)==([^,]*),(.*)$/.exec(text.replaceAll(' ', '')) ?? []
  if (layer === undefined) throw new InvalidArgumentError('Not of the form tcp.port==PORT,PROTOCOL.')
  if (layer !== 'tcp.port') throw new InvalidArgumentError(`Only tcp.port can be chosen by, not '${printable(layer)}'.`)
  const protocol = PROTOCOLS.get(name!.toLowerCase())
  if (protocol === undefined) {
    const near = nearest(name!, PROTOCOLS.keys())
    const hint = near === undefined ? `it is one of ${[...PROTOCOLS.keys()].join(', ')}` : `did you mean ${near}?`
    throw new InvalidArgumentError(`There is no protocol '${printable(name!)}' (${hint}).`)
  }
  return [...(before ?? []), { ...portsOf(selector!), protocol }]
}

/** One port, `low-high`, or `low:count`. */
function portsOf(selector: string): { readonly low: number; readonly high: number } {
  const [, first, sign, second] = /^(\d{1,5})(?:([-:])(\d{1,5}))?$/.exec(selector) ?? []
  const low = Number(first)
  const high = sign === '-' ? Number(second) : sign === ':' ? low + Number(second) - 1 : low
  if (first === undefined || low < 1 || high < low || high > LAST_PORT)
    throw new InvalidArgumentError(
      `'${printable(selector)}' is no port from 1 to ${LAST_PORT}, nor a range such as 5190-5299 or 5190:110.`,
    )
  return { low, high }
}

/** Takes effect at once: text is decoded in many places. */
export function charset(name: string): string {
  const page = codePage(name)
  if (page === undefined) {
    const near = nearest(name, CODE_PAGES)
    const hint =
      near === undefined ? `such as ${CODE_PAGES.slice(0, 4).join(', ')}, koi8-r, shift_jis` : `did you mean ${near}?`
    throw new InvalidArgumentError(`There is no charset '${printable(name)}' (${hint}).`)
  }
  setLocalCodePage(page)
  return page
}
