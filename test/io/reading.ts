import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { ByteSource } from '../../src/io/byte-source.ts'
import type { CaptureFile } from '../../src/io/capture-file.ts'
import { packetOf, type ReadPacket } from '../capture/files.ts'

/** A directory that goes away with the tests of the file. */
export function temporaryFiles() {
  const directory = mkdtempSync(join(tmpdir(), 'oscarscope-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  const path = (name: string) => join(directory, name)
  return {
    directory,
    path,
    write(name: string, bytes: Uint8Array): string {
      writeFileSync(path(name), bytes)
      return path(name)
    },
  }
}

export async function readAll(file: CaptureFile): Promise<ReadPacket[]> {
  const packets: ReadPacket[] = []
  do {
    while (file.reader.next()) packets.push(packetOf(file.reader))
  } while (await file.fill())
  while (file.reader.next()) packets.push(packetOf(file.reader))
  return packets
}

/** Bytes that come in pieces, at once or later. */
export function sourceOf(bytes: Uint8Array, piece = Infinity, later = false): ByteSource {
  return {
    size: bytes.length,
    position: 0,
    waiting: false,
    read(room) {
      const self = this as { position: number }
      const count = Math.min(piece, room.length, bytes.length - self.position)
      room.set(bytes.subarray(self.position, self.position + count))
      self.position += count
      return later ? Promise.resolve(count) : count
    },
    stop: () => undefined,
    close: () => undefined,
  }
}
