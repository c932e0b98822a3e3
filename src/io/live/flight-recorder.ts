import { pcapngHeader, pcapngPacket, pcapngStatistics } from '../../capture/pcapng-writer.ts'
import type { CaptureReader } from '../../capture/reader.ts'
import { InterfaceTable } from './interface-table.ts'
import type { PacketSink } from './packet-sink.ts'
import { PcapngFile } from './pcapng-file.ts'

/** Memory for the packets kept: some minutes of a busy server. Beyond it the oldest go before their time. */
const MEMORY = 256 << 20
const CHUNK_BYTES = 1 << 16
const CHUNK_SECONDS = 1

/** Packets of at most about a second, as blocks one behind the other. */
interface Chunk {
  readonly blocks: Uint8Array
  used: number
  packets: number
  readonly began: number
  last: number
}

/**
 * Keeps the packets of the last seconds in memory and writes them when the capture ends: for a fault that is rare, on a
 * link that is busy (`--until violation -w FILE --keep-before 30s`).
 */
export class FlightRecorder implements PacketSink {
  readonly bytes = 0
  readonly begun = 1
  forgotten = 0
  private readonly file: PcapngFile
  private readonly keepSeconds: number
  private readonly memory: number
  private readonly interfaces = new InterfaceTable()
  private readonly descriptions: Uint8Array[] = []
  private readonly chunks: Chunk[] = []
  private held = 0
  private closed = false
  private seconds = 0
  private nanos = 0

  constructor(path: string, keepSeconds: number, memory = MEMORY) {
    this.file = new PcapngFile(path)
    this.file.block(pcapngHeader([]))
    this.file.flush()
    this.keepSeconds = keepSeconds
    this.memory = memory
  }

  get files(): readonly string[] {
    return [this.file.path]
  }

  packet(reader: CaptureReader): void {
    const { id: interfaceId, block } = this.interfaces.of(reader)
    if (block !== undefined) this.descriptions.push(block)
    const { seconds, nanos, originalLength } = reader
    const packet = pcapngPacket(
      { interfaceId, seconds, nanos, originalLength },
      reader.bytes,
      reader.start,
      reader.stop,
    )
    const chunk = this.chunkFor(seconds, packet.length)
    chunk.blocks.set(packet, chunk.used)
    chunk.used += packet.length
    chunk.packets++
    chunk.last = seconds
    this.seconds = seconds
    this.nanos = nanos
    while (this.held > this.memory) this.forgotten += this.forget()
  }

  turns(): boolean {
    return false
  }

  flush(): void {}

  close(dropped: number | undefined): void {
    if (this.closed) return
    this.closed = true
    const { file, seconds, nanos } = this
    for (const block of this.descriptions) file.block(block)
    for (const { blocks, used } of this.chunks) file.block(blocks.subarray(0, used))
    if (dropped !== undefined && this.interfaces.size > 0) {
      file.block(pcapngStatistics({ interfaceId: 0, seconds, nanos, dropped }))
    }
    file.close()
  }

  private chunkFor(seconds: number, size: number): Chunk {
    const last = this.chunks.at(-1)
    const fits = last !== undefined && last.used + size <= last.blocks.length
    if (fits && seconds >= last.began && seconds - last.began < CHUNK_SECONDS) return last
    while (this.chunks.length > 0 && seconds - this.chunks[0]!.last > this.keepSeconds) this.forget()
    const blocks = new Uint8Array(Math.max(CHUNK_BYTES, size))
    const chunk = { blocks, used: 0, packets: 0, began: seconds, last: seconds }
    this.held += blocks.length
    this.chunks.push(chunk)
    return chunk
  }

  /** Drops the oldest chunk; gives its number of packets. */
  private forget(): number {
    const { blocks, packets } = this.chunks.shift()!
    this.held -= blocks.length
    return packets
  }
}
