import { createHash } from 'node:crypto'
import type { TimelineEvent } from '../conversation/event.ts'
import type { LimitName } from '../limits.ts'
import { extensionOf, picturesIn } from '../report/pictures.ts'
import { safeName } from '../report/safe-name.ts'
import { Transcripts, transcriptText } from '../report/transcripts.ts'
import type { OutputDirectory } from './output-directory.ts'

/** What was written besides transferred files. */
export interface Extra {
  readonly kind: 'picture' | 'icon' | 'chat'
  readonly file: string
  /** Whose picture, or who spoke. */
  readonly who: readonly string[]
  readonly bytes: number
  readonly complete: boolean
  readonly sha256: string
  /** Packets that carried it; none of a transcript. */
  readonly packets: readonly number[]
}

export interface ExtrasOptions {
  readonly pictures: boolean
  readonly chat: boolean
  /** Asks for room for one more file of so many bytes. */
  readonly room: (bytes: number) => boolean
  readonly reach: (limit: LimitName) => void
}

/** Writes pictures and icons as they go by, each once, and what people said at the end. */
export class Extras {
  readonly entries: Extra[] = []
  private readonly directory: OutputDirectory
  private readonly options: ExtrasOptions
  private readonly transcripts = new Transcripts()
  private readonly known = new Set<string>()

  constructor(directory: OutputDirectory, options: ExtrasOptions) {
    this.directory = directory
    this.options = options
  }

  event(event: TimelineEvent): void {
    if (this.options.chat) this.transcripts.event(event)
    if (!this.options.pictures) return
    for (const { kind, from, bytes, size } of picturesIn(event)) {
      const complete = bytes.length === size
      const name = `${safeName(from)}.${extensionOf(bytes)}${complete ? '' : '.incomplete'}`
      this.write(kind, [from], bytes, complete, name, event.carriedBy)
    }
  }

  end(): void {
    if (!this.options.chat) return
    for (const transcript of this.transcripts.all) {
      const { who } = transcript
      const name = `${who.map((each) => safeName(each).slice(0, 40)).join('-')}.txt`
      this.write('chat', who, new TextEncoder().encode(transcriptText(transcript)), true, name, [])
    }
    if (this.transcripts.full) this.options.reach('transcripts')
  }

  private write(
    kind: Extra['kind'],
    who: readonly string[],
    bytes: Uint8Array,
    complete: boolean,
    name: string,
    packets: readonly number[],
  ): void {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (this.known.has(sha256) || !this.options.room(bytes.length)) return
    this.known.add(sha256)
    const count = this.entries.filter((entry) => entry.kind === kind).length + 1
    const file = `${kind}-${count}-${name}`
    this.directory.writeFile(file, bytes)
    this.entries.push({ kind, file, who, bytes: bytes.length, complete, sha256, packets: [...packets] })
  }
}
