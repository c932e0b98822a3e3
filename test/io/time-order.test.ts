import { appendFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CaptureFile } from '../../src/io/capture-file.ts'
import { TimeOrder } from '../../src/io/time-order.ts'
import { filled } from '../support/bytes.ts'
import { pcapFile, pcapRecord } from '../capture/files.ts'
import { sourceOf, temporaryFiles } from './reading.ts'

const files = temporaryFiles()

/** A capture with a packet at each of these seconds. */
const at = (...seconds: number[]) =>
  pcapFile(seconds.map((second) => ({ seconds: second, fraction: 0, data: filled(4, 1) })))

/** What comes out, as `name@seconds`. */
async function timeline(order: TimeOrder, seen: string[] = []): Promise<string[]> {
  do {
    for (let reader = order.next(); reader !== undefined; reader = order.next())
      seen.push(`${reader.name}@${reader.seconds}`)
  } while (await order.fill())
  return seen
}

/** Captures that can be opened again, as files on a disk can. */
function captureFile(name: string, bytes: Uint8Array, later = false): CaptureFile {
  return new CaptureFile(name, sourceOf(bytes, 50, later), () => sourceOf(bytes, 50, later))
}

describe('several captures', () => {
  test('are one timeline; a file keeps its own order, and equal times that of the files', async () => {
    const stream = fc.array(fc.nat(12), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(stream, fc.boolean(), fc.boolean()), { maxLength: 5 }), async (streams) => {
        const all = streams.map(([seconds, later, once], index) => {
          const bytes = at(...seconds)
          return once ? new CaptureFile(`${index}`, sourceOf(bytes, 50, later)) : captureFile(`${index}`, bytes, later)
        })
        expect(await timeline(new TimeOrder(all))).toEqual(merged(streams.map(([seconds]) => seconds)))
      }),
      { numRuns: 300 },
    )
  })

  test('that were rotated continue each other, in whatever order they are named', async () => {
    const parts = [at(5, 6), at(1, 2), at(3, 4)].map((bytes, index) => files.write(`rotated${index}`, gzipSync(bytes)))
    const seen = await timeline(new TimeOrder(parts.map((path) => CaptureFile.open(path))))
    expect(seen.map((event) => event.split('@')[1])).toEqual(['1', '2', '3', '4', '5', '6'])
  })

  test('that do not overlap are not held in memory together', async () => {
    const all = Array.from({ length: 20 }, (_, index) => captureFile(`${index}`, at(index)))
    const order = new TimeOrder(all)
    let most = 0
    do {
      while (order.next() !== undefined)
        most = Math.max(most, all.filter(({ reader }) => reader.bytes.length > 0).length)
    } while (await order.fill())
    expect(most).toBeLessThanOrEqual(2)
    expect(all.map(({ reader }) => reader.packets)).toEqual(all.map(() => 1))
  })

  test('that are damaged give what they have, and their problem once', async () => {
    const all = [captureFile('a', at(1, 3).subarray(0, -1)), captureFile('b', at(2)), captureFile('c', filled(3, 3))]
    expect(await timeline(new TimeOrder(all))).toEqual(['a@1', 'b@2'])
    expect(all.map(({ reader }) => reader.problems.map(({ code }) => code))).toEqual([
      ['file-truncated'],
      [],
      ['file-too-short'],
    ])
  })

  test('go on while a followed one has nothing new, and take in what it gets', async () => {
    const path = files.write('followed', at(1))
    const followed = CaptureFile.open(path, { follow: true })
    const order = new TimeOrder([followed, captureFile('whole', at(2, 3))])
    const seen: string[] = []
    const all = timeline(order, seen)
    const until = async (length: number) => {
      while (seen.length < length) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await until(3)
    appendFileSync(path, pcapRecord({ seconds: 4, fraction: 0, data: filled(4, 1) }))
    await until(4)
    order.stop()
    expect(await all).toEqual([`${path}@1`, 'whole@2', 'whole@3', `${path}@4`])
  })

  test('may be one, or none', async () => {
    expect(await timeline(new TimeOrder([captureFile('a', at(3, 1, 2))]))).toEqual(['a@3', 'a@1', 'a@2'])
    expect(await timeline(new TimeOrder([]))).toEqual([])
  })
})

/** Always the earliest of the first packets not taken yet. */
function merged(streams: readonly (readonly number[])[]): string[] {
  const rest = streams.map((stream) => [...stream])
  const events: string[] = []
  for (;;) {
    const heads = rest.flatMap((stream, index) => (stream.length > 0 ? [{ index, seconds: stream[0]! }] : []))
    if (heads.length === 0) return events
    const first = heads.reduce((best, head) => (head.seconds < best.seconds ? head : best))
    events.push(`${first.index}@${rest[first.index]!.shift()}`)
  }
}
