import type { Node } from '../bytes/node.ts'
import { u16 } from '../bytes/read.ts'
import { FLAP_CHANNEL, FLAP_HEADER } from '../oscar/flap.ts'
import { decodeSignoff, decodeSignon, decodeSnac } from '../oscar/index.ts'
import type { ArsFrame } from '../peer/ars.ts'
import type { OdcFrame } from '../peer/odc-stream.ts'
import type { OftFile } from '../peer/oft-file.ts'
import { oftNode, readOftHeader } from '../peer/oft-header.ts'
import type { Decoded } from './event.ts'

/** `12,008`: counts as people read them, the same in every locale. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `12,008 B` */
export function bytesText(count: number): string {
  return `${grouped(count)} B`
}

const checksumText = (sum: number): string => sum.toString(16).padStart(8, '0')

/** The FLAP frame `bytes[start, end)`, which has a whole header. Who sent it only matters to the summary. */
export function describeFrame(bytes: Uint8Array, start: number, end: number, fromClient?: boolean): Decoded {
  const channel = bytes[start + 1]!
  const body = Math.min(start + FLAP_HEADER, end)
  const stated = end - start < FLAP_HEADER ? 0 : u16(bytes, start + 4)
  const length: Node = { name: 'length', at: start + 4, end: body, value: stated }
  const missing = stated - (end - body)
  const head: Node = {
    name: 'flap',
    at: start,
    end: body,
    children: [
      { name: 'channel', at: start + 1, end: start + 2, value: channel },
      { name: 'sequence', at: start + 2, end: start + 4, value: u16(bytes, start + 2) },
      missing > 0 ? { ...length, problem: `${missing} of them missing` } : length,
    ],
  }
  if (channel === FLAP_CHANNEL.data) {
    const snac = decodeSnac(bytes, body, end, fromClient)
    return { summary: snac.summary, nodes: [head, ...(snac.node.children ?? [])] }
  }
  if (channel === FLAP_CHANNEL.signon || channel === FLAP_CHANNEL.signoff) {
    const payload = channel === FLAP_CHANNEL.signon ? decodeSignon(bytes, body, end) : decodeSignoff(bytes, body, end)
    return { summary: payload.summary, nodes: [head, ...(payload.node.children ?? [])] }
  }
  return { summary: '', nodes: [head] }
}

export function describeOft(bytes: Uint8Array, start: number, end: number): Decoded {
  const header = readOftHeader(bytes, start, end)
  const file = `file ${header.totalFiles - header.filesLeft + 1}/${header.totalFiles}`
  const received = `${bytesText(header.nrecvd)} received  cksum ${checksumText(header.recvcsum)}`
  const rest = header.act === 'prompt' || header.act === 'ack' ? `cksum ${checksumText(header.checksum)}` : received
  return {
    summary: `${header.filename} ${bytesText(header.size)}  ${file}  ${rest}`,
    nodes: [oftNode(bytes, start, end)],
  }
}

/** The body of a file is one event however many segments carried it. */
export function describeData(file: OftFile): Decoded {
  const { received, segments, start, size, holeBytes } = file
  const duration = Math.round((file.lastTime - file.firstTime) * 1e6) / 1e6
  const values: [string, number][] = [
    ['bytes', received],
    ['segments', segments],
    ['duration', duration],
    ['offset', start],
    ['size', size],
    ['missing', holeBytes],
  ]
  const children: Node[] = values.map(([name, value]) => ({ name, at: 0, end: 0, value }))
  const hole = holeBytes > 0 ? ` · ${bytesText(holeBytes)} not captured` : ''
  return {
    summary: `${bytesText(received)} · ${grouped(segments)} segment${segments === 1 ? '' : 's'}${hole}`,
    nodes: [{ name: 'data', at: 0, end: 0, children }],
  }
}

export function describeOdc({ header, node, missing }: Pick<OdcFrame, 'header' | 'node' | 'missing'>): Decoded {
  const text = node.children?.find((child) => child.name === 'text')?.value
  const picture = node.children?.some((child) => child.name === 'binary') === true ? ' with data' : ''
  const typing = (header.flags & 0x08) !== 0 ? 'typing' : (header.flags & 0x04) !== 0 ? 'typed' : 'stopped typing'
  const what = {
    CONFIRM: 'cookie confirmed',
    TYPING: typing,
    MESSAGE: `${typeof text === 'string' ? `"${text.length > 120 ? `${text.slice(0, 119)}…` : text}"` : ''} ${bytesText(header.payloadLength)}${picture}`,
  }[header.name]
  const cut = missing > 0 ? `, ${bytesText(missing)} missing` : ''
  return { summary: `${header.screenName}: ${what}${cut}`, nodes: [node] }
}

export function describeArs(frame: ArsFrame): Decoded {
  const parts = [
    frame.screenName,
    frame.token === undefined ? undefined : `token ${frame.token}`,
    frame.address,
    frame.cookie === undefined ? undefined : `cookie ${frame.cookie}`,
    frame.error === undefined ? undefined : `error 0x${frame.error.toString(16).padStart(4, '0')}`,
  ]
  return { summary: parts.filter((part) => part !== undefined).join('  '), nodes: [frame.node] }
}
