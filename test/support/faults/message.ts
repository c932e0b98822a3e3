/** Rendezvous messages of a recording, taken apart and put together again. */
import { concat, u16 } from '../bytes.ts'
import type { Recording } from '../recording.ts'
import { bytesAt, exchange, flapFrames, removeFrame, word, type Found } from './edit.ts'

export interface Tlv {
  tag: number
  value: Uint8Array
}

/** An ICBM with a rendezvous block, as a FLAP frame. Whatever is changed in it is written with the right lengths. */
export class Message {
  /** 6 from a client to the host, 7 from the host to a client. */
  readonly subgroup: number
  /** Everything before the TLVs. */
  head: Uint8Array
  tlvs: Tlv[]
  /** Of the rendezvous block. */
  type: number
  cookie: Uint8Array
  service: Uint8Array
  tags: Tlv[]

  private constructor(head: Uint8Array, tlvs: Tlv[], block: Uint8Array) {
    this.subgroup = word(head, 8)
    this.head = head
    this.tlvs = tlvs
    this.type = word(block, 0)
    this.cookie = block.slice(2, 10)
    this.service = block.slice(10, 26)
    this.tags = tlvsOf(block, 26, block.length)
  }

  static read(frame: Uint8Array): Message | undefined {
    const subgroup = word(frame, 8)
    const isIcbm = frame[1] === 2 && word(frame, 6) === 4 && (subgroup === 6 || subgroup === 7)
    if (!isIcbm || word(frame, 24) !== 2) return undefined
    let at = 27 + frame[26]!
    if (subgroup === 7) {
      const count = word(frame, at + 2)
      at += 4
      for (let n = 0; n < count; n++) at += 4 + word(frame, at + 2)
    }
    const tlvs = tlvsOf(frame, at, frame.length)
    const block = tlvs.find(({ tag }) => tag === 5)
    return block === undefined ? undefined : new Message(frame.slice(0, at), tlvs, block.value)
  }

  get block(): Uint8Array {
    return concat(u16(this.type), this.cookie, this.service, ...this.tags.map(tlvBytes))
  }

  /** `block` in place of the one made of the parts. */
  write(block: Uint8Array = this.block): Uint8Array {
    const frame = concat(
      this.head,
      ...this.tlvs.map(({ tag, value }) => tlvBytes({ tag, value: tag === 5 ? block : value })),
    )
    frame.set(u16(frame.length - 6), 4)
    return frame
  }

  get sequence(): number | undefined {
    const value = this.value(0x0a)
    return value === undefined ? undefined : word(value, 0)
  }

  /** The ICBM's own cookie. */
  get outer(): Uint8Array {
    return this.head.subarray(16, 24)
  }

  value(tag: number): Uint8Array | undefined {
    return this.tags.find((each) => each.tag === tag)?.value
  }

  has(tag: number): boolean {
    return this.value(tag) !== undefined
  }

  /** Sets a tag, where it stands or at the end of the reserved ones. */
  set(tag: number, value: Uint8Array): void {
    const known = this.tags.find((each) => each.tag === tag)
    if (known !== undefined) known.value = value
    else this.insert({ tag, value })
  }

  /** Adds a tag behind the reserved ones that are there, even when there is one already. */
  insert(tlv: Tlv): void {
    const end = this.tags.findIndex(({ tag }) => tag > 0x1a)
    this.tags.splice(end < 0 ? this.tags.length : end, 0, tlv)
  }

  drop(...tags: readonly number[]): void {
    this.tags = this.tags.filter(({ tag }) => !tags.includes(tag))
  }
}

export const PROPOSE = 0
export const CANCEL = 1
export const ACCEPT = 2

export interface Choice {
  readonly type: number
  /** Which message of the type, from 0. */
  readonly nth?: number
  /** The second of its cookie: the answering proposal. */
  readonly counter?: boolean
  /** Which copies: of both legs, or only what the client sends or only what the host hands on. */
  readonly legs?: 'both' | 'out' | 'in'
}

/** Frames of one message, one for each leg. */
export function copies(recording: Recording, { type, nth = 0, counter = false, legs = 'both' }: Choice): Found[] {
  const all = flapFrames(recording).flatMap((found) => {
    const message = Message.read(bytesAt(found))
    return message?.type === type ? [{ found, message, key: `${message.cookie.join()} ${message.sequence ?? ''}` }] : []
  })
  const distinct = [...new Map(all.map((copy) => [copy.key, copy])).values()]
  const cookie = distinct[0]?.message.cookie.join()
  const chosen = counter ? distinct.filter(({ message }) => message.cookie.join() === cookie)[1] : distinct[nth]
  return all
    .filter(({ key }) => key === chosen?.key)
    .filter(({ message }) => legs === 'both' || (message.subgroup === 6) === (legs === 'out'))
    .map(({ found }) => found)
}

/** Changes one message, in all its copies. A `change` that gives bytes gives those of the whole frame. */
export const inMessage =
  (choice: Choice, change: (message: Message) => Uint8Array | boolean | void) =>
  (recording: Recording): boolean => {
    const count = copies(recording, choice).length
    let changed = 0
    // A changed copy may no longer be like the others: they are looked for by their place.
    const places = copies(recording, choice).map(({ stream, at }) => ({ key: stream.key, first: stream.first, at }))
    for (const { key, first, at } of places) {
      const found = flapFrames(recording).find(
        (frame) => frame.stream.key === key && frame.stream.first === first && frame.at === at,
      )!
      const message = Message.read(bytesAt(found))!
      const result = change(message)
      if (result === false) continue
      exchange(recording, found, result instanceof Uint8Array ? result : message.write())
      changed++
    }
    return count > 0 && changed > 0
  }

/** Takes one message out of all its legs. */
export const withoutMessage =
  (choice: Choice) =>
  (recording: Recording): boolean => {
    // They are in different streams: taking one out moves no other.
    const all = copies(recording, choice)
    for (const copy of all) removeFrame(recording, copy)
    return all.length > 0
  }

export function tlvBytes({ tag, value }: Tlv): Uint8Array {
  return concat(u16(tag, value.length), value)
}

function tlvsOf(bytes: Uint8Array, start: number, end: number): Tlv[] {
  const tlvs: Tlv[] = []
  for (let at = start; at + 4 <= end; at += 4 + word(bytes, at + 2))
    tlvs.push({ tag: word(bytes, at), value: bytes.slice(at + 4, at + 4 + word(bytes, at + 2)) })
  return tlvs
}
