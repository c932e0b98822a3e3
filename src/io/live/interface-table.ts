import { pcapngInterface } from '../../capture/pcapng-writer.ts'
import type { CaptureReader } from '../../capture/reader.ts'

/** Numbers the interfaces of several captures anew, for a file that holds the packets of all. */
export class InterfaceTable {
  private readonly numbers = new Map<CaptureReader, Map<number, number>>()
  size = 0

  /** Number of the interface the reader's packet is of, and its description block when it was not needed before. */
  of(reader: CaptureReader): { id: number; block: Uint8Array | undefined } {
    let known = this.numbers.get(reader)
    if (known === undefined) this.numbers.set(reader, (known = new Map<number, number>()))
    const id = known.get(reader.interfaceId)
    if (id !== undefined) return { id, block: undefined }
    known.set(reader.interfaceId, this.size)
    const { linkType, snaplen, name } = reader
    return { id: this.size++, block: pcapngInterface({ linkType, snaplen, name }) }
  }
}
