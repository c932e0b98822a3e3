import { concat, utf8, zeros, type Bytes } from './bytes.ts'
import { Conversation, type ConversationOptions, type Party } from './conversation.ts'
import { OFT_TYPES, oftChecksumSlow, oftHeader, type OftFields } from './oft.ts'
import { charset, serviceData } from './rendezvous.ts'
import type { Scenario } from './scenario.ts'

export interface SharedFile {
  /** Folders are parted by the character U+0001. */
  name: string
  data: Uint8Array
}

export interface TransferParts extends ConversationOptions {
  files: readonly SharedFile[]
  /** In the proposal; default is the first file's. */
  name: string | undefined
}

/** Fields of an OFT header to be other than right. */
export type OftFault = Partial<OftFields>

export interface DataOptions {
  /** How many bytes; what the file does not have is zeros. Default is the rest of the file. */
  bytes?: number
  /** Other bytes than the file's. */
  payload?: Uint8Array
  mss?: number
  ack?: boolean
}

/** A file transfer, verb by verb. A verb's argument says what shall be other than right. */
export class Transfer extends Conversation {
  readonly files: readonly SharedFile[]
  readonly name: string
  /** Index of the file at hand; `done` goes to the next. */
  current = 0
  /** Where its data goes on. */
  private at = 0

  constructor(scenario: Scenario, { files, name, ...options }: TransferParts) {
    super(scenario, options)
    this.files = files
    this.name = name ?? files[0]!.name
  }

  get totalSize(): number {
    return this.files.reduce((size, { data }) => size + data.length, 0)
  }

  protected override get offer(): readonly Uint8Array[] {
    const isAscii = utf8(this.name).length === this.name.length
    const data = serviceData({ files: this.files.length, size: this.totalSize, name: this.name })
    return [data, charset(isAscii ? 'us-ascii' : 'utf-8')]
  }

  /** A header about the file at hand from either side; the receiver's carry the cookie, the sender's do not. */
  oft(type: OftFields['type'], fault: OftFault = {}): this {
    const number = typeof type === 'number' ? type : OFT_TYPES[type]
    const party: Party = (number & 0x0200) === 0 ? 'from' : 'to'
    return this.bytes(party, this.header(number, party === 'to' ? this.cookie : zeros(8), fault))
  }

  prompt(fault?: OftFault): this {
    this.at = 0
    return this.oft('prompt', fault)
  }

  ack(fault?: OftFault): this {
    return this.oft('ack', fault)
  }

  /** The receiver has `at` bytes already: 0205, 0106 and 0207 in place of 0202. */
  resume({ at, agreed = at }: { at: number; agreed?: number }): this {
    return this.askToResume(at).agreeToResume(agreed).confirmResume(agreed)
  }

  askToResume(at: number, fault?: OftFault): this {
    return this.oft('resume', { ...this.prefix(at), ...fault })
  }

  agreeToResume(at: number, fault?: OftFault): this {
    this.at = at
    return this.oft('resumeAccept', { ...this.prefix(at), ...fault })
  }

  confirmResume(at: number, fault?: OftFault): this {
    return this.oft('resumeAck', { ...this.prefix(at), ...fault })
  }

  /** File bytes, from where the last call stopped. */
  data({ bytes, payload, ...options }: DataOptions = {}): this {
    const rest = this.file.data.subarray(this.at)
    const body = payload ?? concat(rest.subarray(0, bytes), zeros(Math.max(0, (bytes ?? 0) - rest.length)))
    this.at = Math.min(this.file.data.length, this.at + body.length)
    return this.bytes('from', body, options)
  }

  done(fault?: OftFault): this {
    this.oft('done', fault)
    return this.nextFile()
  }

  /** Goes to the next file without a word. */
  nextFile(): this {
    this.current = Math.min(this.current + 1, this.files.length - 1)
    this.at = 0
    return this
  }

  /** All files, one after the other, on the connection there is. */
  exchange(): this {
    this.files.forEach(() => this.prompt().ack().data().done())
    return this
  }

  /** A whole direct transfer. */
  complete(): this {
    return this.propose().connect().accept().exchange().close()
  }

  private get file(): SharedFile {
    return this.files[this.current]!
  }

  private prefix(at: number): OftFault {
    return { nrecvd: at, recvcsum: oftChecksumSlow(this.file.data.subarray(0, at)) }
  }

  private header(type: number, cookie: Bytes, fault: OftFault): Uint8Array {
    return oftHeader({
      type,
      cookie,
      totalFiles: this.files.length,
      filesLeft: this.files.length - this.current,
      totalSize: this.totalSize,
      size: this.file.data.length,
      checksum: oftChecksumSlow(this.file.data),
      name: this.file.name,
      ...fault,
    })
  }
}
