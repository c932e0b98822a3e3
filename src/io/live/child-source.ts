import type { Readable } from 'node:stream'
import type { ByteSource } from '../byte-source.ts'
import { StreamSource } from '../stream-source.ts'

/** The output of a capturing child. A quiet interface does not hold the packets of the others back. */
export class ChildSource implements ByteSource {
  readonly size = undefined
  waiting = false
  private readonly stream: StreamSource

  constructor(output: Readable) {
    this.stream = new StreamSource(output)
  }

  get position(): number {
    return this.stream.position
  }

  read(room: Uint8Array): number | Promise<number> {
    const count = this.stream.read(room)
    if (typeof count === 'number') return count
    this.waiting = true
    return count.finally(() => (this.waiting = false))
  }

  stop(): void {
    this.stream.stop()
  }

  close(): void {
    this.stream.close()
  }
}
