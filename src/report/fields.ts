import type { Node } from '../bytes/node.ts'
import { find } from '../bytes/node.ts'
import type { Clock } from '../clock.ts'
import type { Decoded, TimelineEvent } from '../conversation/event.ts'
import type { Transfer } from '../conversation/transfer.ts'
import { RENDEZVOUS_TAGS } from '../oscar/rendezvous/tags.ts'
import type { LineBuffer } from './line-buffer.ts'

const COLON = 0x3a
const COMMA = 0x2c
const DOT = 0x2e
const MINUS = 0x2d

/** What the fields of all lines share. */
export class FieldContext {
  readonly clock: Clock
  readonly secrets: boolean
  private decodedEvent = 0
  private decoded: Decoded | undefined

  constructor(clock: Clock, secrets: boolean) {
    this.clock = clock
    this.secrets = secrets
  }

  /** The event's fields, decoded once for all columns of a line. */
  decode(event: TimelineEvent): Decoded {
    if (this.decodedEvent !== event.n || this.decoded === undefined) {
      this.decodedEvent = event.n
      this.decoded = event.decode()
    }
    return this.decoded
  }
}

type WriteField = (line: LineBuffer, event: TimelineEvent, context: FieldContext) => void

/** Something an event has, under one name, as a column of text; an event that does not have it leaves the column empty. */
export interface Field {
  readonly name: string
  readonly title: string
  readonly write: WriteField
}

/** A whole number of the event's header, absent when negative. `digits` are those of hex. */
function number(name: string, title: string, get: (event: TimelineEvent) => number, digits = 0): Field {
  const write: WriteField =
    digits === 0
      ? (line, event) => {
          const value = get(event)
          if (value >= 0) line.decimal(value)
        }
      : (line, event) => {
          const value = get(event)
          if (value >= 0) line.hex(value, digits)
        }
  return { name, title, write }
}

/** Printable text, absent when undefined. */
function text(name: string, title: string, get: (event: TimelineEvent, context: FieldContext) => string | undefined): Field {
  return {
    name,
    title,
    write: (line, event, context) => {
      const value = get(event, context)
      if (value !== undefined && value !== '') line.text(value)
    },
  }
}

/** Seconds with nine decimals, as tshark writes them. */
function time(name: string, title: string, relative: boolean): Field {
  return {
    name,
    title,
    write: (line, event, { clock }) => {
      let seconds = event.seconds - (relative ? clock.firstSeconds : 0)
      let nanos = event.nanos - (relative ? clock.firstNanos : 0)
      if (seconds < 0 || (seconds === 0 && nanos < 0)) {
        line.byte(MINUS)
        seconds = -seconds
        nanos = -nanos
      }
      if (nanos < 0) {
        seconds--
        nanos += 1_000_000_000
      }
      line.decimal(seconds)
      line.byte(DOT)
      line.padded(nanos, 9)
    },
  }
}

const SOURCE = (event: TimelineEvent): string => event.track.ends[event.side]
const TARGET = (event: TimelineEvent): string => event.track.ends[event.side === 0 ? 1 : 0]

/** The address of `ip:port`, without the brackets of IPv6. */
function address(name: string, title: string, end: (event: TimelineEvent) => string): Field {
  return {
    name,
    title,
    write: (line, event) => {
      const endpoint = end(event)
      const bracket = endpoint.charCodeAt(0) === 0x5b ? 1 : 0
      line.ascii(endpoint, bracket, colonOf(endpoint) - bracket)
    },
  }
}

function endpoint(name: string, title: string, end: (event: TimelineEvent) => string): Field {
  return { name, title, write: (line, event) => line.ascii(end(event)) }
}

/** The last colon: ports have at most five digits. */
function colonOf(endpoint: string): number {
  let at = endpoint.length - 2
  while (endpoint.charCodeAt(at) !== COLON) at--
  return at
}

/** A decoded field, found by the names of its ancestors; the first of several paths that is there. */
function decoded(name: string, title: string, paths: readonly (readonly string[])[], when?: (event: TimelineEvent) => boolean): Field {
  return {
    name,
    title,
    write: (line, event, context) => {
      if (when?.(event) === false) return
      const root: Node = { name: '', at: 0, end: 0, children: context.decode(event).nodes }
      for (const path of paths) {
        const node = find(root, ...path)
        if (node === undefined) continue
        writeNode(line, node, context.secrets)
        return
      }
    },
  }
}

/** Names of numbers and flags, else the value; several with commas. Groups and empty tags say that they are there. */
function writeNode(line: LineBuffer, node: Node, secrets: boolean): void {
  if (node.secret === true && !secrets) line.ascii('***')
  else if (node.list === true) {
    node.children?.forEach((item, at) => {
      if (at > 0) line.byte(COMMA)
      writeNode(line, item, secrets)
    })
  } else if (node.flags !== undefined) line.ascii(node.flags.join(','))
  else if (node.label !== undefined && typeof node.value === 'number') line.text(node.label)
  else line.text(node.value === undefined || node.value === null ? 'true' : String(node.value))
}

const inOft = (event: TimelineEvent): boolean => event.protocol === 'oft2'
const inIcbm = (event: TimelineEvent): boolean => event.foodgroup === 0x0004

const transferOf = ({ track }: TimelineEvent): Transfer | undefined => track.transfers.at(-1)

const OFT_NODES = {
  type: 'name of the header type',
  cookie: 'ICBM cookie in the header',
  length: 'length of the header',
  total_files: ['totalFiles', 'files of the connection'],
  files_left: ['filesLeft', 'files still to come, this one included'],
  total_size: ['totalSize', 'bytes of all files'],
  size: 'bytes of the file',
  checksum: 'checksum of the file, as the sender says',
  nrecvd: 'bytes received, as the receiver says',
  recvcsum: 'checksum of the received bytes, as the receiver says',
  flags: 'flags of the header',
  idstring: 'what the sending program calls itself',
  encoding: 'encoding of the name',
  filename: 'name of the file',
} as const satisfies Readonly<Record<string, string | readonly [node: string, title: string]>>

const ROWS: readonly Field[] = [
  number('frame.number', 'packet that completed the event', (event) => event.packet),
  time('time_relative', 'seconds since the first packet', true),
  time('time_epoch', 'seconds since 1970-01-01 UTC', false),
  time('frame.time_relative', 'seconds since the first packet', true),
  time('frame.time_epoch', 'seconds since 1970-01-01 UTC', false),
  number('flow', 'number of the TCP connection, from 1', (event) => event.track.id),
  number('tcp.stream', 'number of the TCP connection, from 0', (event) => event.track.id - 1),
  endpoint('src', 'where it comes from, ip:port', SOURCE),
  endpoint('dst', 'where it goes to, ip:port', TARGET),
  address('ip.src', 'address it comes from', SOURCE),
  address('ip.dst', 'address it goes to', TARGET),
  number('tcp.srcport', 'port it comes from', ({ track, side }) => track.flow.port(side)),
  number('tcp.dstport', 'port it goes to', ({ track, side }) => track.flow.port(side === 0 ? 1 : 0)),
  text('user', 'screen name at the client end of the connection', (event) => event.track.screenName),

  number('event.n', 'number of the event, from 1', (event) => event.n),
  text('event.name', 'SNAC, frame or header', (event) => event.name),
  text('event.protocol', 'flap snac oft2 odc2 ars tcp', (event) => event.protocol),
  text('summary', 'the line of the text output', (event, context) => context.decode(event).summary),
  number('step', 'step of the thirteen', (event) => event.step ?? -1),
  number('conversation', 'number of the conversation', (event) => event.conversation?.id ?? -1),
  text('service', 'service of the conversation', (event) => event.conversation?.serviceName),

  number('flap.channel', 'FLAP channel', (event) => event.channel),
  number('flap.seq', 'FLAP sequence number', (event) => event.sequence),
  number('flap.length', 'FLAP payload length', (event) => (event.channel < 0 ? -1 : event.length)),
  number('aim.channel', 'FLAP channel', (event) => event.channel, 2),
  number('aim.seqno', 'FLAP sequence number', (event) => event.sequence),
  number('aim.datalen', 'FLAP payload length', (event) => (event.channel < 0 ? -1 : event.length)),

  number('snac.foodgroup', 'foodgroup', (event) => event.foodgroup, 4),
  number('snac.subgroup', 'subgroup', (event) => event.subgroup, 4),
  number('snac.flags', 'SNAC flags', (event) => (event.foodgroup < 0 ? -1 : event.flags), 4),
  number('snac.request_id', 'request id', (event) => (event.foodgroup < 0 ? -1 : event.requestId)),
  number('aim.fnac.family', 'foodgroup', (event) => event.foodgroup, 4),
  number('aim.fnac.subtype', 'subgroup', (event) => event.subgroup, 4),
  number('aim.fnac.flags', 'SNAC flags', (event) => (event.foodgroup < 0 ? -1 : event.flags), 4),
  number('aim.fnac.id', 'request id', (event) => (event.foodgroup < 0 ? -1 : event.requestId), 8),

  decoded('icbm.cookie', 'cookie of the message', [['cookie']], inIcbm),
  decoded('aim_messaging.icbmcookie', 'cookie of the message', [['cookie']], inIcbm),
  decoded('icbm.channel', 'channel of the message', [['channel']], inIcbm),
  decoded('icbm.screen_name', 'who it is for, or who it is from', [['screenName'], ['userInfo', 'screenName']], inIcbm),
  decoded('rv.type', 'PROPOSE, CANCEL or ACCEPT', [['rendezvous', 'type']], inIcbm),
  decoded('rv.cookie', 'cookie of the rendezvous block', [['rendezvous', 'cookie']], inIcbm),
  decoded('rv.service', 'UUID of the service', [['rendezvous', 'service']], inIcbm),
  ...[...RENDEZVOUS_TAGS.values()].map(({ name, about }) =>
    decoded(`rv.${name.toLowerCase()}`, about, [['rendezvous', name]], inIcbm),
  ),

  ...Object.entries<string | readonly [string, string]>(OFT_NODES).map(([name, row]) => {
    const [node, title] = typeof row === 'string' ? [name, row] : row
    return decoded(`oft.${name}`, title, [['oft', node]], inOft)
  }),
  decoded('data.bytes', 'bytes of the file body', [['data', 'bytes']], inOft),
  decoded('data.segments', 'segments of the file body', [['data', 'segments']], inOft),
  number('transfer.id', 'number of the transfer', (event) => (inOft(event) ? (transferOf(event)?.id ?? -1) : -1)),
  text('transfer.state', 'what has become of the transfer so far', (event) => (inOft(event) ? transferOf(event)?.outcome : undefined)),
  text('transfer.name', 'name of its file', (event) =>
    inOft(event) ? transferOf(event)?.best.file.described?.header.filename : undefined,
  ),
  number('transfer.size', 'bytes of its file', (event) => (inOft(event) ? (transferOf(event)?.best.file.size ?? -1) : -1)),

  decoded('odc.cookie', 'cookie of a direct IM frame', [['odc', 'cookie']]),
  decoded('odc.screen_name', 'who sent a direct IM frame', [['odc', 'screenName']]),
  decoded('odc.length', 'payload of a direct IM frame', [['odc', 'payloadLength']]),
  decoded('ars.command', 'command of a proxy frame', [['ars', 'command']]),
  decoded('ars.cookie', 'cookie of a proxy frame', [['ars', 'cookie']]),
  decoded('ars.token', 'token of a proxy frame', [['ars', 'token']]),
  decoded('ars.address', 'address that the proxy names', [['ars', 'address']]),
  decoded('ars.error', 'error of the proxy', [['ars', 'error']]),
]

/** Every field by name; Wireshark's names give what Wireshark gives. */
export const FIELDS: ReadonlyMap<string, Field> = new Map(ROWS.map((field) => [field.name, field]))
