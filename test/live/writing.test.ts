import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaptureReader } from '../../src/capture/reader.ts'
import { CaptureFailure } from '../../src/io/live/capture-failure.ts'
import { CaptureWriter, type RingOptions } from '../../src/io/live/capture-writer.ts'
import { FlightRecorder } from '../../src/io/live/flight-recorder.ts'
import type { PacketSink } from '../../src/io/live/packet-sink.ts'
import { PcapngFile } from '../../src/io/live/pcapng-file.ts'
import { readCapture, type ReadPacket } from '../capture/files.ts'
import { temporaryFiles } from '../io/reading.ts'
import { pcap, pcapng, type Packet } from '../support/capture-file.ts'

const files = temporaryFiles()
let names = 0
const fresh = (): string => files.path(`file-${++names}.pcapng`)

const SECOND = 1_000_000_000n

/** `count` packets of `size` bytes, `perSecond` of them a second. */
const packets = (count: number, perSecond = 10, size = 60): Packet[] =>
  Array.from({ length: count }, (_, at) => ({
    time: 1_700_000_000n * SECOND + (BigInt(at) * SECOND) / BigInt(perSecond),
    bytes: new Uint8Array(size).fill(at),
  }))

/** Gives every packet of captures to a sink, in turn, as a live capture does. */
function feed(sink: PacketSink, ...captures: readonly Uint8Array[]): void {
  for (const capture of captures) {
    const reader = new CaptureReader()
    for (let at = 0; at < capture.length;) {
      const room = reader.room()
      const count = Math.min(room.length, capture.length - at)
      room.set(capture.subarray(at, at + count))
      reader.filled(count)
      at += count
      while (reader.next()) sink.packet(reader)
    }
  }
}

const read = (path: string): ReadPacket[] => {
  const { packets: found, reader } = readCapture(readFileSync(path))
  expect(reader.problems).toEqual([])
  return found
}

describe('-w', () => {
  it('writes every packet as it came: bytes, time, length, interface', () => {
    const path = fresh()
    const writer = new CaptureWriter(path)
    const ethernet = pcap(packets(50), { nanoseconds: true, snaplen: 40 })
    const cooked = pcapng(packets(20), { link: 'sll' })
    feed(writer, ethernet, cooked)
    writer.close(3)
    const plain = (packet: ReadPacket): object => ({ ...packet, interfaceId: 0, snaplen: 0, offset: 0 })
    const wanted = [...readCapture(ethernet).packets, ...readCapture(cooked).packets]
    expect(read(path).map(plain)).toEqual(wanted.map(plain))
    expect(readCapture(readFileSync(path)).reader.dropped).toBe(3)
  })

  it('leaves a whole capture whenever the process ends after a flush', () => {
    const path = fresh()
    const writer = new CaptureWriter(path)
    expect(read(path)).toEqual([])
    feed(writer, pcap(packets(7)))
    writer.flush()
    expect(read(path)).toHaveLength(7)
    writer.close(undefined)
  })

  it('writes over a file that is there, as tcpdump does', () => {
    const path = fresh()
    writeFileSync(path, new Uint8Array(100_000))
    const writer = new CaptureWriter(path)
    feed(writer, pcap(packets(3)))
    writer.close(undefined)
    expect(read(path)).toHaveLength(3)
    expect(() => new CaptureWriter(files.path('no/such/place.pcapng'))).toThrow(CaptureFailure)
    expect(() => new CaptureWriter(files.path('no/such/place.pcapng'))).toThrow('no such file')
  })

  it('ends with the last whole packet when the disk is full', () => {
    const file = new PcapngFile('/dev/full')
    file.block(new Uint8Array(12))
    expect(() => file.flush()).toThrow('the disk is full')
    expect(file.bytes).toBe(0)
  })
})

describe('a ring of files', () => {
  const ring = (options: RingOptions, captured: readonly Packet[]): { writer: CaptureWriter; found: string[] } => {
    const directory = files.path(`ring-${++names}`)
    mkdirSync(directory)
    const writer = new CaptureWriter(join(directory, 'x.y.pcapng'), options)
    feed(writer, pcap(captured))
    writer.close(undefined)
    return {
      writer,
      found: readdirSync(directory)
        .sort()
        .map((name) => join(directory, name)),
    }
  }

  it('holds every packet once, in files that can each be read alone, whatever the sizes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 0, max: 60 }), (bytes, count) => {
        const { found } = ring({ bytes }, packets(count))
        const all = found.flatMap(read)
        expect(all.map(({ data }) => data[20])).toEqual(packets(count).map(({ bytes: [first] }) => first))
      }),
      { numRuns: 20 },
    )
  })

  it('begins a file by capture time, names it as dumpcap does, and keeps the last ones', () => {
    const { writer, found } = ring({ seconds: 2, files: 3 }, packets(100))
    expect(found).toHaveLength(3)
    expect(found).toEqual(writer.files)
    expect(found.at(-1)).toMatch(/x\.y_00005_20231114221328\.pcapng$/)
    expect(found.map((path) => read(path).length)).toEqual([20, 20, 20])
    expect(existsSync(found[0]!.replace('00003', '00001'))).toBe(false)
  })
})

describe('the flight recorder', () => {
  it('writes the packets of the last seconds, at least, and hardly more', () => {
    const path = fresh()
    const recorder = new FlightRecorder(path, 5)
    feed(recorder, pcap(packets(1_000)))
    expect(read(path)).toEqual([])
    recorder.close(undefined)
    const found = read(path)
    expect(found.length).toBeGreaterThanOrEqual(50)
    expect(found.length).toBeLessThanOrEqual(70)
    expect(found.at(-1)!.data).toEqual(readCapture(pcap(packets(1_000))).packets.at(-1)!.data)
  })

  it('keeps to its memory, and counts what that costs', () => {
    const path = fresh()
    const recorder = new FlightRecorder(path, 1_000, 1 << 20)
    feed(recorder, pcap(packets(4_000, 1_000, 1_000)))
    recorder.close(undefined)
    const found = read(path)
    expect(found.length + recorder.forgotten).toBe(4_000)
    expect(found.length).toBeGreaterThan(800)
    expect(readFileSync(path).length).toBeLessThan(1 << 20)
  })
})
