import { Clock } from '../../src/clock.ts'
import { FlapReader, type FlapSink } from '../../src/oscar/flap.ts'
import { FlapRows } from '../../src/oscar/flap-rows.ts'
import { SnacRows } from '../../src/oscar/snac-rows.ts'
import * as t from '../../test/support/index.ts'
import { conversations } from '../seeds.ts'
import { promise, same, type Target } from '../target.ts'

/**
 * A stream of FLAP frames. The first byte says whether it begins with a frame, the second how large the pieces are in which
 * it arrives; what is told must not depend on them, and every byte is told once.
 */
export const target: Target = {
  name: 'flap',
  seeds: () => [...conversations()].flatMap(({ sent }) => sent.map((bytes) => t.concat(t.u8(1, 9), bytes))),
  longest: 16_384,
  run: (input) => {
    const aligned = (input[0] ?? 0) % 2 === 1
    const stream = input.subarray(2)
    const whole = read(stream, aligned, stream.length)
    const pieces = read(stream, aligned, (input[1] ?? 0) + 1)
    for (const { told, bytes } of [whole, pieces])
      promise(bytes === stream.length, () => `${stream.length} bytes, ${bytes} told: ${told.slice(-5).join(' ')}`)
    // A frame that fills a piece exactly is taken at once where the place was lost; only then is what precedes told apart.
    if (aligned && !whole.lost) same(pieces.told, whole.told, 'pieces')
  },
}

function read(stream: Uint8Array, aligned: boolean, size: number): { told: string[]; bytes: number; lost: boolean } {
  const told: string[] = []
  let bytes = 0
  let lost = false
  const sink: FlapSink = {
    frame(_reader, data, start, end) {
      told.push(`frame ${data[start + 1]} ${data[start + 3]} ${data[end - 1]} ${end - start}`)
      bytes += end - start
    },
    outOfSequence: (_reader, expected, found) => void told.push(`expected ${expected}, found ${found}`),
    junk(_reader, length) {
      lost = true
      told.push(`junk ${length}`)
      bytes += length
    },
    partial(_reader, _data, start, end, missing) {
      lost = true
      told.push(`partial ${end - start} missing ${missing}`)
      bytes += end - start
    },
  }
  const reader = new FlapReader(sink, aligned, false, new FlapRows(new SnacRows(new Clock())), 0)
  for (let at = 0; at < stream.length; at += size) reader.push(stream, at, Math.min(stream.length, at + size), at)
  reader.end()
  return { told, bytes, lost }
}
