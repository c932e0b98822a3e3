import { rmSync } from 'node:fs'
import { pcapngHeader, pcapngPacket, pcapngStatistics } from '../../capture/pcapng-writer.ts'
import type { CaptureReader } from '../../capture/reader.ts'
import { civil } from '../../report/time.ts'
import { InterfaceTable } from './interface-table.ts'
import type { PacketSink } from './packet-sink.ts'
import { PcapngFile } from './pcapng-file.ts'

/** When the next file is begun, and how many are kept (`-b`). */
export interface RingOptions {
  readonly bytes?: number
  /** Of capture time. */
  readonly seconds?: number
  /** The oldest beyond these are deleted. */
  readonly files?: number
}

/** A file being written: each of a ring can be read alone. */
interface Current {
  readonly file: PcapngFile
  readonly interfaces: InterfaceTable
  readonly began: number
}

/** Writes packets to one pcapng file, or to a ring of them named as dumpcap names them: `x_00001_20261120120000.pcapng`. */
export class CaptureWriter implements PacketSink {
  readonly files: string[] = []
  private readonly path: string
  private readonly ring: RingOptions | undefined
  private current: Current | undefined
  readonly forgotten = 0
  begun = 0
  private closed = 0
  private seconds = 0
  private nanos = 0

  /** Without a ring the file is made at once, so that a bad path is told before anything is captured. */
  constructor(path: string, ring?: RingOptions) {
    this.path = path
    this.ring = ring
    if (ring === undefined) this.current = this.open(path, 0)
  }

  get bytes(): number {
    return this.closed + (this.current?.file.bytes ?? 0)
  }

  packet(reader: CaptureReader): void {
    const { file, interfaces } = this.fileFor(reader)
    const { id: interfaceId, block } = interfaces.of(reader)
    const { seconds, nanos, originalLength } = reader
    if (block !== undefined) file.block(block)
    file.block(pcapngPacket({ interfaceId, seconds, nanos, originalLength }, reader.bytes, reader.start, reader.stop))
    this.seconds = seconds
    this.nanos = nanos
  }

  turns({ seconds }: CaptureReader): boolean {
    return this.current !== undefined && isFull(this.current, this.ring, seconds)
  }

  flush(): void {
    this.current?.file.flush()
  }

  close(dropped: number | undefined): void {
    const { current, seconds, nanos } = this
    if (current === undefined) return
    if (dropped !== undefined && current.interfaces.size > 0) {
      current.file.block(pcapngStatistics({ interfaceId: 0, seconds, nanos, dropped }))
    }
    this.finish(current)
  }

  private fileFor(reader: CaptureReader): Current {
    const { current } = this
    if (current !== undefined && !this.turns(reader)) return current
    if (current !== undefined) this.finish(current)
    const { seconds } = reader
    return (this.current = this.open(ringName(this.path, this.begun + 1, seconds), seconds))
  }

  private open(path: string, began: number): Current {
    const file = new PcapngFile(path)
    file.block(pcapngHeader([]))
    file.flush()
    this.begun++
    if (path !== '-') this.files.push(path)
    while (this.files.length > (this.ring?.files ?? Infinity)) rmSync(this.files.shift()!, { force: true })
    return { file, interfaces: new InterfaceTable(), began }
  }

  private finish({ file }: Current): void {
    this.current = undefined
    this.closed += file.bytes
    file.close()
  }
}

function isFull({ file, began }: Current, ring: RingOptions | undefined, seconds: number): boolean {
  if (ring === undefined) return false
  return file.bytes >= (ring.bytes ?? Infinity) || seconds - began >= (ring.seconds ?? Infinity)
}

function ringName(path: string, count: number, seconds: number): string {
  const { year, month, day, hour, minute, second } = civil(seconds)
  const time = year + [month, day, hour, minute, second].map((part) => String(part).padStart(2, '0')).join('')
  const [, stem = path, suffix = ''] = /^(.*?[^/])(\.[^./]*)?$/s.exec(path) ?? []
  return `${stem}_${String(count).padStart(5, '0')}_${time}${suffix}`
}
