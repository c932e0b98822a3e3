import { closeSync, openSync, writeSync } from 'node:fs'
import { pcapngHeader, pcapngInterface, pcapngPacket } from '../capture/pcapng-writer.ts'
import type { CaptureReader } from '../capture/reader.ts'
import { OutputError, type Stdout } from './stdout.ts'

const BLOCK = 1 << 16

/** Writes packets on as they are read: one pcapng file, an interface for each of each input. */
export class PacketWriter {
  private readonly path: string
  private readonly standardOutput: Stdout | undefined
  private readonly fd: number
  private readonly interfaces = new Map<string, number>()
  private pending: Uint8Array[] = [pcapngHeader([])]
  private length = 0

  /** `-` is standard output. Throws `OutputError`; a file that is there already is written over, as tshark does. */
  constructor(path: string, standardOutput: Stdout) {
    this.path = path
    this.standardOutput = path === '-' ? standardOutput : undefined
    try {
      this.fd = path === '-' ? -1 : openSync(path, 'w', 0o600)
    } catch (error) {
      throw OutputError.from(path, error)
    }
  }

  /** The packet that `reader` is at; `input` tells the inputs apart. */
  packet(reader: CaptureReader, input: number): void {
    const { linkType, snaplen, seconds, nanos, originalLength } = reader
    const key = `${input} ${reader.interfaceId} ${linkType} ${snaplen}`
    let interfaceId = this.interfaces.get(key)
    if (interfaceId === undefined) {
      interfaceId = this.interfaces.size
      this.interfaces.set(key, interfaceId)
      this.put(pcapngInterface({ linkType, snaplen }))
    }
    this.put(pcapngPacket({ interfaceId, seconds, nanos, originalLength }, reader.bytes, reader.start, reader.stop))
  }

  close(): void {
    this.flush()
    if (this.standardOutput === undefined) closeSync(this.fd)
  }

  private put(block: Uint8Array): void {
    this.pending.push(block)
    this.length += block.length
    if (this.length > BLOCK) this.flush()
  }

  private flush(): void {
    const bytes = Buffer.concat(this.pending)
    this.pending = []
    this.length = 0
    if (this.standardOutput !== undefined) {
      this.standardOutput.writeBytes(bytes)
      return
    }
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.fd, bytes, at)
    } catch (error) {
      throw OutputError.from(this.path, error)
    }
  }
}
