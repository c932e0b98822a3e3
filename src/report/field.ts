import type { Node, Scalar } from '../bytes/node.ts'
import type { Clock } from '../clock.ts'
import type { Decoded, TimelineEvent } from '../conversation/event.ts'
import type { Transfer } from '../conversation/transfer.ts'
import type { Finding } from '../rules/finding.ts'
import type { LineBuffer } from './line-buffer.ts'

const COLON = 0x3a
const COMMA = 0x2c
const DOT = 0x2e
const MINUS = 0x2d

/**
 * How a field's values compare. `time`: seconds. `word`: text of a small vocabulary, in any case. `name`: screen name, in any
 * case and spacing. `bytes`: hex. `uuid`: with the name of what it stands for. `presence`: it is there or not. `any`: as
 * different messages have it.
 */
export type FieldType = 'number' | 'time' | 'text' | 'word' | 'name' | 'bytes' | 'address' | 'uuid' | 'presence' | 'any'

/** Is shown a value of a field, with the name of its number and those of its bits; true when no other needs to be. */
export type Test = (value: Scalar, label?: string, flags?: readonly string[]) => boolean

/** What the fields of all lines share. */
export class FieldContext {
  readonly clock: Clock
  readonly secrets: boolean
  /** What is asked about, when it is more than an event. */
  finding: Finding | undefined
  transfer: Transfer | undefined
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

/** Something an event has, under one name: a column of text, empty when the event does not have it, and values to filter by. */
export interface Field {
  readonly name: string
  readonly title: string
  readonly type: FieldType
  /** Names that its values go by: all of them when `closed`. */
  readonly members?: readonly string[]
  readonly closed?: true
  /** It tells what the event answers, or of its rate class. */
  readonly isTalk?: true
  /** Its name in this project, when this one is Wireshark's. */
  readonly aliasOf?: string
  readonly write: WriteField
  /** Whether one of its values passes. */
  readonly some: (event: TimelineEvent, context: FieldContext, test: Test) => boolean
}

/** The same under Wireshark's name, which gives what Wireshark gives. */
export const alias = (field: Field, aliasOf: string): Field => ({ ...field, aliasOf })

export interface NumberOptions {
  /** Of hex; decimal without. */
  readonly digits?: number
  readonly names?: ReadonlyMap<number, string>
  readonly bits?: ReadonlyMap<number, string>
}

/** A whole number of the event's header, absent when negative. */
export function number(
  name: string,
  title: string,
  get: (event: TimelineEvent, context: FieldContext) => number,
  { digits = 0, names, bits }: NumberOptions = {},
): Field {
  return {
    name,
    title,
    type: 'number',
    members: [...(names ?? bits ?? NO_NAMES).values()],
    write: (line, event, context) => {
      const value = get(event, context)
      if (value < 0) return
      if (digits > 0) line.hex(value, digits)
      else line.decimal(value)
    },
    some: (event, context, test) => {
      const value = get(event, context)
      return value >= 0 && test(value, names?.get(value), bits && bitNames(value, bits))
    },
  }
}

const NO_NAMES: ReadonlyMap<number, string> = new Map()

function bitNames(value: number, bits: ReadonlyMap<number, string>): string[] {
  return [...bits].filter(([bit]) => (value & bit) !== 0).map(([, name]) => name)
}

type Text = (event: TimelineEvent, context: FieldContext) => string | undefined

/** Printable text, absent when undefined. */
export function text(name: string, title: string, get: Text, type: FieldType = 'text'): Field {
  return {
    name,
    title,
    type,
    write: (line, event, context) => {
      const value = get(event, context)
      if (value !== undefined && value !== '') line.text(value)
    },
    some: (event, context, test) => {
      const value = get(event, context)
      return value !== undefined && value !== '' && test(value)
    },
  }
}

/** One of these words. */
export function word(name: string, title: string, members: readonly string[], get: Text): Field {
  return { ...text(name, title, get, 'word'), members, closed: true }
}

/** Seconds with nine decimals, as tshark writes them. */
export function time(name: string, title: string, relative: boolean): Field {
  return {
    name,
    title,
    type: 'time',
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
    some: (event, { clock }, test) => test(relative ? since(clock, event) : epoch(event)),
  }
}

/** A span of time in seconds, absent when undefined. */
export function seconds(name: string, title: string, get: (event: TimelineEvent) => number | undefined): Field {
  return {
    name,
    title,
    type: 'time',
    write: (line, event) => {
      const value = get(event)
      if (value !== undefined) line.ascii(value.toFixed(9))
    },
    some: (event, _context, test) => {
      const value = get(event)
      return value !== undefined && test(value)
    },
  }
}

/** The nearest number to the seconds since the first packet, so that it equals what people write. */
function since({ firstSeconds, firstNanos }: Clock, { seconds, nanos }: TimelineEvent): number {
  return ((seconds - firstSeconds) * 1e9 + (nanos - firstNanos)) / 1e9
}

function epoch({ seconds, nanos }: TimelineEvent): number {
  return Number(`${seconds}.${String(nanos).padStart(9, '0')}`)
}

type End = (event: TimelineEvent) => string

export const SOURCE: End = (event) => event.track.ends[event.side]
export const TARGET: End = (event) => event.track.ends[event.side === 0 ? 1 : 0]

/** The address of `ip:port`, without the brackets of IPv6. */
export function address(name: string, title: string, ...ends: readonly End[]): Field {
  return {
    name,
    title,
    type: 'address',
    write: (line, event) => {
      ends.forEach((end, at) => {
        if (at > 0) line.byte(COMMA)
        const endpoint = end(event)
        const [from, to] = hostSpan(endpoint)
        line.ascii(endpoint, from, to)
      })
    },
    some: (event, _context, test) =>
      ends.some((end) => {
        const endpoint = end(event)
        return test(endpoint.slice(...hostSpan(endpoint)))
      }),
  }
}

export function endpoint(name: string, title: string, end: End): Field {
  return { ...text(name, title, end), write: (line, event) => line.ascii(end(event)) }
}

/** Where the address stands in `ip:port`. Ports have at most five digits. */
function hostSpan(endpoint: string): [from: number, to: number] {
  const bracket = endpoint.charCodeAt(0) === 0x5b ? 1 : 0
  let at = endpoint.length - 2
  while (endpoint.charCodeAt(at) !== COLON) at--
  return [bracket, at - bracket]
}

/** Names of the nodes from the top level down to the one that is meant; of each the names it may have. */
export type Path = readonly (readonly string[])[]

/** Whether one of the nodes that a path leads to passes. Items of lists are all gone through. */
export function someNode(nodes: readonly Node[], path: Path, test: (node: Node) => boolean, step = 0): boolean {
  const names = path[step]!
  const last = step === path.length - 1
  for (const node of nodes) {
    if (names.includes(node.name) && (last ? test(node) : someBelow(node, path, test, step + 1))) return true
  }
  return false
}

function someBelow(node: Node, path: Path, test: (node: Node) => boolean, step: number): boolean {
  const { children = [], list } = node
  return list === true
    ? children.some((item) => someBelow(item, path, test, step))
    : someNode(children, path, test, step)
}

/** Whether a value of the node passes; those of a list are its items'. A group has none, but it is there. */
function someValue(node: Node, test: Test): boolean {
  if (node.list === true && node.children!.length > 0) return node.children!.some((item) => someValue(item, test))
  return test(node.value ?? null, node.label, node.flags)
}

export interface DecodedOptions extends Partial<Pick<Field, 'type' | 'members'>> {
  /** What it says of events that cannot have the field; decoding them is saved. */
  readonly when?: (event: TimelineEvent) => boolean
}

/** A decoded field, found by the names of its ancestors; a column shows the first of several paths that is there. */
export function decoded(
  name: string,
  title: string,
  paths: readonly Path[],
  { type = 'any', members, when }: DecodedOptions = {},
): Field {
  return {
    name,
    title,
    type,
    ...(members === undefined ? {} : { members }),
    write: (line, event, context) => {
      if (when?.(event) === false) return
      const { nodes } = context.decode(event)
      const show = (node: Node): boolean => {
        writeNode(line, node, context.secrets)
        return true
      }
      paths.some((path) => someNode(nodes, path, show))
    },
    some: (event, context, test) => {
      if (when?.(event) === false) return false
      const { nodes } = context.decode(event)
      return paths.some((path) => someNode(nodes, path, (node) => someValue(node, test)))
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
