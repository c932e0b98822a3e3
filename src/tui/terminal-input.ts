import { EventEmitter } from 'node:events'
import { StringDecoder } from 'node:string_decoder'

/** One key or one report of the mouse: a sequence as terminals send them, or a single character. */
const PIECE = /\x1b\[<[\d;]*[Mm]|\x1b\[M[^]{3}|\x1b(?:O|\[{1,2})[\d;]*[A-Za-z~^$]|[^]/gu

/** The beginning of such a sequence, at the end of what was read. */
const UNFINISHED = /\x1b(?:\[<[\d;]*|\[M[^]{0,2}|(?:O|\[{1,2})[\d;]*)$/

/** How long the rest of a sequence is waited for. */
const PATIENCE = 30

/** Text from a terminal as single keys and reports. A key after Esc is a key, not one with Alt: no such keys are used. */
export const splitKeys = (text: string): string[] => text.match(PIECE) ?? []

/**
 * The keyboard of the terminal, one key at a time. blessed takes what was read at once for one mouse report when one is in
 * it, and Esc with what follows for one key: of quick typing something would be lost.
 */
export class TerminalInput extends EventEmitter {
  private readonly source: NodeJS.ReadStream
  private readonly decoder = new StringDecoder('utf8')
  private rest = ''
  private timer: NodeJS.Timeout | undefined

  constructor(source: NodeJS.ReadStream) {
    super()
    this.source = source
    source.on('data', (data) => this.take(this.decoder.write(data)))
  }

  get isTTY(): boolean {
    return this.source.isTTY
  }

  get isRaw(): boolean {
    return this.source.isRaw
  }

  setRawMode(isRaw: boolean): void {
    this.source.setRawMode(isRaw)
  }

  resume(): void {
    this.source.resume()
  }

  pause(): void {
    this.source.pause()
  }

  /** What is read of it is of no interest any more, and must not keep the program. */
  release(): void {
    clearTimeout(this.timer)
    this.removeAllListeners()
    this.source.removeAllListeners('data')
    this.source.unref()
  }

  private take(text: string): void {
    clearTimeout(this.timer)
    const all = this.rest + text
    this.rest = UNFINISHED.exec(all)?.[0] ?? ''
    this.give(all.slice(0, all.length - this.rest.length))
    if (this.rest !== '') this.timer = setTimeout(() => this.giveUp(), PATIENCE)
  }

  private giveUp(): void {
    const { rest } = this
    this.rest = ''
    this.give(rest)
  }

  private give(text: string): void {
    for (const piece of splitKeys(text)) this.emit('data', Buffer.from(piece))
  }
}
