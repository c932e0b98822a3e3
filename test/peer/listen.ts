import { PeerConnection, type PeerSink } from '../../src/peer/connection.ts'
import type { OftFile, SeenHeader, Side } from '../../src/peer/oft-file.ts'
import * as t from '../support/index.ts'

/** The sender of the file is side 0. */
export type Step = { readonly side: Side; readonly bytes: Uint8Array } | { readonly side: Side; readonly gap: number }

export const sends = (...parts: readonly t.Bytes[]): Step => ({ side: 0, bytes: t.concat(...parts) })
export const answers = (...parts: readonly t.Bytes[]): Step => ({ side: 1, bytes: t.concat(...parts) })
export const lost = (side: Side, gap: number): Step => ({ side, gap })

/** What a peer connection told, in words. */
export class Heard implements PeerSink {
  readonly log: string[] = []
  readonly files: OftFile[] = []
  /** Bytes of each file, by its index and their offset in the file. */
  readonly contents = new Map<number, Map<number, string>>()
  /** Headers whose end is missing. */
  cut = 0
  readonly strays: [number, number] = [0, 0]
  /** Bytes of frames that were never finished. */
  readonly parts: [number, number] = [0, 0]
  private packet = 0

  header(
    side: Side,
    header: SeenHeader['header'],
    bytes: Uint8Array,
    start: number,
    end: number,
    packets: readonly number[],
  ): SeenHeader {
    this.log.push(`${side} ${header.name} ${header.filename}`)
    return { header, side, packets, time: this.packet, bytes: bytes.subarray(start, end) }
  }

  fileBegins(file: OftFile): void {
    this.files.push(file)
    this.contents.set(file.index, new Map())
  }

  fileData(file: OftFile, bytes: Uint8Array, start: number, end: number): void {
    const content = this.contents.get(file.index)!
    for (let at = start; at < end; at++) content.set(file.offset - (end - at), t.toHex(bytes.subarray(at, at + 1)))
  }

  bodyEnds(file: OftFile): void {
    this.log.push(`body ${file.received} of ${file.size}${file.holeBytes > 0 ? `, ${file.holeBytes} missing` : ''}`)
  }

  fileEnds(file: OftFile): void {
    this.log.push(`end of file ${file.index}${file.done ? '' : ', not done'}`)
  }

  cutHeader(): void {
    this.cut++
  }

  stray(side: Side, length: number): void {
    this.strays[side] += length
  }

  arsFrame(side: Side, frame: { name: string }): void {
    this.log.push(`${side} ars ${frame.name}`)
  }

  odcFrame(
    side: Side,
    frame: {
      header: { name: string }
      node: { children?: readonly { name: string; value?: unknown }[] }
      missing: number
    },
    _bytes: Uint8Array,
    end: number,
  ): void {
    if (frame.missing > 0) this.parts[side] += end
    const text = frame.node.children?.find(({ name }) => name === 'text')?.value
    const what = text === undefined ? '' : ` ${JSON.stringify(text)}`
    this.log.push(`${side} odc ${frame.header.name}${what}${frame.missing > 0 ? `, ${frame.missing} missing` : ''}`)
  }

  /** A file's bytes that were seen, `..` for those that were not, as hex. */
  content(index = 0): string {
    const content = this.contents.get(index)!
    return Array.from({ length: this.files[index]!.size }, (_, at) => content.get(at) ?? '..').join('')
  }
}

/** Hears a connection whose segments hold at most `size` bytes. */
export function hear(
  steps: readonly Step[],
  first: 'ars' | 'oft2' | 'odc2' = 'oft2',
  size = Infinity,
): Heard & { connection: PeerConnection } {
  const heard = new Heard()
  const connection = new PeerConnection(heard, first)
  let packet = 0
  for (const step of steps) {
    if ('gap' in step) connection.gap(step.side, step.gap)
    else {
      const { side, bytes } = step
      for (let at = 0; at < bytes.length; at += size) {
        const piece = bytes.slice(at, at + size)
        connection.push(side, piece, 0, piece.length, ++packet, packet)
      }
    }
  }
  connection.close()
  return Object.assign(heard, { connection })
}

/** Hears a connection in segments of several sizes, all of which must tell the same, and gives what they told. */
export function hearAnyway(
  steps: readonly Step[],
  first?: 'ars' | 'oft2' | 'odc2',
): Heard & { connection: PeerConnection } {
  const whole = hear(steps, first)
  for (const size of [1, 2, 7, 100]) {
    const pieces = hear(steps, first, size)
    for (const key of ['log', 'contents', 'strays'] as const) {
      if (JSON.stringify(told(pieces[key])) !== JSON.stringify(told(whole[key]))) {
        throw new Error(
          `in pieces of ${size}: ${JSON.stringify(told(pieces[key]))}\nin whole: ${JSON.stringify(told(whole[key]))}`,
        )
      }
    }
  }
  const { connection } = whole
  for (const side of [0, 1] as const) {
    const sent = steps.reduce((sum, step) => sum + (step.side === side && 'bytes' in step ? step.bytes.length : 0), 0)
    const counted = connection.decoded(side) + connection.data(side) + whole.strays[side] + whole.parts[side]
    if (sent !== counted) throw new Error(`side ${side} sent ${sent} bytes, ${counted} were counted`)
  }
  return whole
}

function told(what: unknown): unknown {
  return what instanceof Map ? Array.from(what as Map<unknown, unknown>, ([key, value]) => [key, told(value)]) : what
}
