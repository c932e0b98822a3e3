import type { Track } from '../../conversation/track.ts'

/** Which connection to follow: its number, both ends (`ip:port,ip:port`, in any order), or one of them. */
export class FlowChoice {
  readonly text: string
  private readonly id: number | undefined
  private readonly ends: readonly string[]
  /** The first one that fits. */
  track: Track | undefined
  /** The others. */
  readonly more: number[] = []

  private constructor(text: string, id: number | undefined, ends: readonly string[]) {
    this.text = text
    this.id = id
    this.ends = ends
  }

  /** Undefined when the text is neither a number nor one or two ends. */
  static parse(text: string): FlowChoice | undefined {
    if (/^\d{1,9}$/.test(text)) return new FlowChoice(text, Number(text), [])
    const ends = text.split(',').map((end) => end.trim())
    const isEnd = (end: string): boolean => /^(?:[\d.]+|\[[\da-f:]+\]):\d{1,5}$/.test(end)
    return ends.length <= 2 && ends.every(isEnd) ? new FlowChoice(text, undefined, ends) : undefined
  }

  /** Whether this is the one; the first that fits stays it. */
  takes(track: Track): boolean {
    if (this.track === track) return true
    if (!this.fits(track)) return false
    if (this.track !== undefined) this.more.push(track.id)
    else this.track = track
    return this.track === track
  }

  private fits({ id, ends }: Track): boolean {
    return this.id === undefined ? this.ends.every((end) => ends.includes(end)) : this.id === id
  }
}
