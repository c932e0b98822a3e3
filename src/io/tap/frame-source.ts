import type { ByteSource } from '../byte-source.ts'

/** What waits for the analysis at most; beyond it packets are dropped, and counted. */
const QUEUE_BYTES = 64 << 20

/** Frames as the bytes of a nanosecond pcap file of an Ethernet. */
export class FrameSource implements ByteSource {
  readonly size = undefined
  waiting = false
  position = 0
  dropped = 0
  private readonly queue: Uint8Array[] = [fileHeader()]
  private queued = 0
  private offset = 0
  private ended = false
  private wake: (() => void) | undefined

  /** A frame passed by just now. */
  frame(bytes: Uint8Array): void {
    if (this.queued > QUEUE_BYTES) {
      this.dropped++
      return
    }
    const record = packetRecord(bytes, performance.timeOrigin + performance.now())
    this.queue.push(record)
    this.queued += record.length
    this.wake?.()
  }

  read(room: Uint8Array): number | Promise<number> {
    const count = this.take(room)
    if (count > 0 || this.ended) return count
    this.waiting = true
    return new Promise<void>((resolve) => (this.wake = resolve)).then(() => {
      this.waiting = false
      return this.read(room)
    })
  }

  stop(): void {
    this.ended = true
    this.wake?.()
  }

  close(): void {
    this.stop()
  }

  private take(room: Uint8Array): number {
    let count = 0
    let taken = 0
    for (; taken < this.queue.length && count < room.length; taken++) {
      const rest = this.queue[taken]!.subarray(this.offset)
      const piece = rest.subarray(0, room.length - count)
      room.set(piece, count)
      count += piece.length
      this.offset = piece.length < rest.length ? this.offset + piece.length : 0
      if (this.offset > 0) break
    }
    this.queue.splice(0, taken)
    this.queued = Math.max(0, this.queued - count)
    this.position += count
    return count
  }
}

function fileHeader(): Uint8Array {
  const bytes = new Uint8Array(24)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, 0xa1b23c4d, true)
  view.setUint16(4, 2, true)
  view.setUint16(6, 4, true)
  view.setUint32(16, 262_144, true)
  view.setUint32(20, 1, true)
  return bytes
}

function packetRecord(frame: Uint8Array, milliseconds: number): Uint8Array {
  const record = new Uint8Array(16 + frame.length)
  const view = new DataView(record.buffer)
  const seconds = Math.floor(milliseconds / 1000)
  view.setUint32(0, seconds, true)
  view.setUint32(4, Math.floor((milliseconds - seconds * 1000) * 1e6), true)
  view.setUint32(8, frame.length, true)
  view.setUint32(12, frame.length, true)
  record.set(frame, 16)
  return record
}
