import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { FlapRows } from '../../src/oscar/flap-rows.ts'
import { FlapReader, type FlapSink } from '../../src/oscar/flap.ts'
import { SnacRows } from '../../src/oscar/snac-rows.ts'
import * as t from '../support/index.ts'

/** What a reader told of a stream, in order. */
interface Told {
  readonly log: string[]
  readonly reader: FlapReader
  /** Bytes in whole frames, in parts of frames and in neither. */
  readonly bytes: { frames: number; parts: number; junk: number }
}

type Step = { readonly bytes: Uint8Array; readonly packet: number } | { readonly gap: number }

/** Runs a reader on pieces of a stream and to its end. */
function read(steps: Iterable<Step>, { aligned = true } = {}): Told {
  const log: string[] = []
  const count = { frames: 0, parts: 0, junk: 0 }
  const sink: FlapSink = {
    frame: (_, bytes, start, end) => {
      count.frames += end - start
      log.push(t.toHex(bytes.subarray(start, end)))
    },
    outOfSequence: (_, expected, found) => log.push(`${found} instead of ${expected}`),
    junk: (_, length) => {
      count.junk += length
      log.push(`junk ${length}`)
    },
    partial: (_, bytes, start, end, missing, why) => {
      count.parts += end - start
      log.push(`${why} after ${t.toHex(bytes.subarray(start, end))}, ${missing} missing`)
    },
  }
  const reader = new FlapReader(sink, aligned, false, new FlapRows(new SnacRows(new Clock())), 0)
  for (const step of steps) {
    if ('gap' in step) reader.gap(step.gap)
    else reader.push(step.bytes, 0, step.bytes.length, step.packet)
  }
  reader.end()
  return { log, reader, bytes: count }
}

/** Pieces of `size` bytes, each in a packet of its own. */
function* pieces(stream: Uint8Array, size = stream.length): Iterable<Step> {
  for (let at = 0; at < stream.length; at += size) yield { bytes: stream.slice(at, at + size), packet: at / size + 1 }
}

/** Pieces cut at `cuts`. */
function* cutAt(stream: Uint8Array, cuts: readonly number[]): Iterable<Step> {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length])].sort((a, b) => a - b)
  for (const [index, place] of places.entries()) {
    const end = places[index + 1]
    if (end !== undefined) yield { bytes: stream.slice(place, end), packet: index + 1 }
  }
}

const hexes = (frames: readonly Uint8Array[]) => frames.map(t.toHex)
const keepAlive = (sequence: number) => t.flap(5, sequence)
const data = (sequence: number, length = 4) => t.flap(2, sequence, t.snac(3, 0x0b, sequence, t.filled(length, 0x2a)))
/** A session of both channels, in step. */
const session = (count: number, first = 1) => [
  t.flap(1, first, t.signon()),
  ...Array.from({ length: count }, (_, at) =>
    at % 3 === 2 ? keepAlive(first + at + 1) : data(first + at + 1, at * 7),
  ),
]

/** Frames with numbers in sequence, payloads full of markers and headers. */
const anySession = fc
  .array(
    fc.tuple(fc.constantFrom(1, 2, 3, 4, 5), fc.array(fc.constantFrom(0x2a, 1, 2, 0, 5, 0xff), { maxLength: 40 })),
    { maxLength: 8 },
  )
  .map((frames) => frames.map(([channel, payload], at) => t.flap(channel, 0xfffc + at, Uint8Array.from(payload))))

const anyCuts = fc.array(fc.nat(400), { maxLength: 12 })

describe('frames', () => {
  it('are the same however the stream is cut', () => {
    fc.assert(
      fc.property(anySession, anyCuts, (frames, cuts) => {
        expect(read(cutAt(t.concat(...frames), cuts)).log).toEqual(hexes(frames))
      }),
      { numRuns: 500 },
    )
  })

  it('are the same byte by byte', () => {
    const frames = session(30)
    const { log, reader } = read(pieces(t.concat(...frames), 1))
    expect(log).toEqual(hexes(frames))
    expect(reader.unknown).toBe(0)
  })

  it('of every channel are handed on, known or not', () => {
    const frames = [1, 2, 3, 4, 5, 0, 6, 255].map((channel, at) => t.flap(channel, at, t.zeros(at)))
    expect(read(pieces(t.concat(...frames), 7)).log).toEqual(hexes(frames))
  })

  it('of the longest length are handed on', () => {
    const frames = [t.flap(2, 1, t.noise(65_535)), t.flap(2, 2, t.noise(65_535))]
    expect(read(pieces(t.concat(...frames), 1460)).log).toEqual(hexes(frames))
  })

  it('carry the numbers of all packets they came in, and no others', () => {
    const stream = t.concat(data(1, 30), data(2, 5), keepAlive(3))
    const packets: number[][] = []
    const sink: FlapSink = {
      frame: (reader) => packets.push(reader.packets),
      outOfSequence() {},
      junk() {},
      partial() {},
    }
    const reader = new FlapReader(sink, true, false, new FlapRows(new SnacRows(new Clock())), 0)
    for (const step of pieces(stream, 20))
      if ('bytes' in step) reader.push(step.bytes, 0, step.bytes.length, step.packet)
    // 46 bytes, 21 and 6: the second begins in the third piece.
    expect(packets).toEqual([[1, 2, 3], [3, 4], []])
  })

  it('are numbered on after 65,535', () => {
    expect(read(pieces(t.concat(keepAlive(0xffff), keepAlive(0), keepAlive(1)))).log).toHaveLength(3)
  })

  it.each([
    [5, 5],
    [5, 7],
    [5, 4],
    [0x7fff, 0],
  ])('numbered %i and then %i are out of sequence', (first, second) => {
    expect(read(pieces(t.concat(keepAlive(first), keepAlive(second)), 5)).log[1]).toBe(
      `${second} instead of ${first + 1}`,
    )
  })
})

describe('bytes that are no frame', () => {
  /** Junk that holds no marker, so that nothing in it can look like a header. */
  const anyJunk = fc
    .array(fc.integer({ min: 0x2b, max: 0xff }), { minLength: 1, maxLength: 50 })
    .map((bytes) => Uint8Array.from(bytes))

  it('are passed over up to the next confirmed frame, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.nat(5), anyJunk, fc.integer({ min: 1, max: 6 }), anyCuts, (before, junk, after, cuts) => {
        const head = session(before)
        const tail = session(after, 7000).slice(1)
        const { log, reader, bytes } = read(cutAt(t.concat(...head, junk, ...tail), cuts))
        expect(log).toEqual([...hexes(head), `junk ${junk.length}`, ...hexes(tail)])
        expect(reader.unknown).toBe(junk.length)
        expect(bytes.junk).toBe(junk.length)
      }),
      { numRuns: 300 },
    )
  })

  it('may look like headers: the frames behind them are found all the same', () => {
    const fakes = [
      '2a',
      '2a2a2a',
      '2a02',
      '2a0200010014',
      '2a02000100140001',
      '2a0500010000 2a0500050000',
      '5a2a',
      '2a01',
    ]
    for (const fake of fakes) {
      const tail = session(4, 100).slice(1)
      const { log } = read(pieces(t.concat(data(1), '00', fake, ...tail), 3))
      expect(log.slice(-3), fake).toEqual(hexes(tail.slice(-3)))
    }
  })

  it('are looked at a few times at most', () => {
    const patterns = [
      '2a',
      '2a05',
      '2a02',
      '2a0200010000',
      '2a020001ea6000010002',
      '2a050001 0000 2a050002 0000 00',
      '2a0100010004',
    ]
    for (const pattern of patterns) {
      for (const size of [1, 1460, 65_000]) {
        const stream = t.concat('00', ...Array.from({ length: 20_000 / pattern.length }, () => pattern))
        let looks = 0
        const counting = (bytes: Uint8Array) =>
          new Proxy(bytes, {
            get(target, key) {
              if (typeof key === 'string' && /^\d/.test(key)) looks++
              const value: unknown = Reflect.get(target, key, target)
              return typeof value === 'function' ? (value.bind(target) as unknown) : value
            },
          })
        const steps = [...pieces(stream, size)].map((step) =>
          'bytes' in step ? { ...step, bytes: counting(step.bytes) } : step,
        )
        read(steps)
        // A byte as a marker, and again with its header: some ten bytes that are read by the field.
        expect(looks / stream.length, `${pattern} by ${size}`).toBeLessThan(12)
      }
    }
  })

  it.each(['2a', '2a05', '2a02', '2a020001ea6000010002', '2a0500010000 2a0500020000 00', '00'])(
    'a megabyte of %s is passed over fast',
    (pattern) => {
      const unit = t.hex(pattern)
      const stream = Uint8Array.from({ length: 1 << 20 }, (_, at) => unit[at % unit.length]!)
      for (const size of [1460, 65_536]) {
        const started = performance.now()
        const { bytes } = read(pieces(stream, size), { aligned: false })
        expect(performance.now() - started).toBeLessThan(5000)
        expect(bytes.frames + bytes.parts + bytes.junk).toBe(stream.length)
      }
    },
  )

  it('at a place that is lost are told once, with all that belongs to them', () => {
    const { log } = read(pieces(t.concat(data(1), 'ffffffffff', t.noise(9), keepAlive(9), keepAlive(10)), 2))
    expect(log).toEqual([t.toHex(data(1)), 'junk 14', t.toHex(keepAlive(9)), t.toHex(keepAlive(10))])
  })
})

describe('a stream whose start was not captured', () => {
  it('is read from the first frame that the next one confirms', () => {
    const frames = session(10)
    const stream = t.concat(...frames)
    for (let from = 1; from < 60; from++) {
      const { log, bytes } = read(pieces(stream.slice(from), 11), { aligned: false })
      const whole = hexes(frames).filter((_, index) => t.concat(...frames.slice(0, index)).length >= from)
      expect(log.filter((line) => !line.startsWith('junk'))).toEqual(whole)
      expect(bytes.frames + bytes.junk).toBe(stream.length - from)
    }
  })

  it('needs no confirmation for a frame that fills a segment', () => {
    expect(read(pieces(data(7)), { aligned: false }).log).toEqual([t.toHex(data(7))])
  })

  it('is all junk when there is no frame in it', () => {
    expect(read(pieces(t.filled(100, 7), 9), { aligned: false }).log).toEqual(['junk 100'])
  })
})

describe('missing bytes', () => {
  const [first, second, third, fourth] = [data(1, 20), data(2, 20), data(3, 20), data(4, 20)]
  const stream = t.concat(first, second, third, fourth)

  it('inside of a frame cost that frame alone', () => {
    for (let from = 7; from < first.length; from++) {
      for (const length of [1, first.length - from]) {
        if (from + length > first.length) continue
        const { log, reader } = read([
          ...pieces(stream.slice(0, from)),
          { gap: length },
          ...pieces(stream.slice(from + length), 5),
        ])
        expect(log).toEqual([
          `gap after ${t.toHex(first.subarray(0, from))}, ${length} missing`,
          ...hexes([second, third, fourth]),
        ])
        expect(reader.unknown).toBe(first.length - length)
      }
    }
  })

  it('that are several in one frame cost it once', () => {
    const steps: Step[] = [
      ...pieces(stream.slice(0, 10)),
      { gap: 3 },
      ...pieces(stream.slice(13, 20)),
      { gap: 4 },
      ...pieces(stream.slice(24)),
    ]
    expect(read(steps).log).toEqual([
      `gap after ${t.toHex(first.subarray(0, 10))}, 3 missing`,
      ...hexes([second, third, fourth]),
    ])
  })

  it('across frames leave the place unknown up to a confirmed header', () => {
    for (let length = 20; length < first.length + 15; length++) {
      const { log } = read([...pieces(stream.slice(0, 20)), { gap: length }, ...pieces(stream.slice(20 + length), 6)])
      const expected = 20 + length <= first.length ? [second, third, fourth] : [third, fourth]
      expect(log.filter((line) => line.startsWith('2a'))).toEqual(hexes(expected))
    }
  })

  it('between two frames make the next number as good as any', () => {
    const { log } = read([...pieces(first), { gap: second.length }, ...pieces(t.concat(third, fourth))])
    expect(log).toEqual(hexes([first, third, fourth]))
  })

  it('anywhere leave every byte in one place', () => {
    fc.assert(
      fc.property(anySession, fc.array(fc.tuple(fc.nat(300), fc.nat(60)), { maxLength: 4 }), (frames, holes) => {
        const whole = t.concat(...frames)
        const steps: Step[] = []
        let at = 0
        let captured = 0
        for (const [distance, length] of [...holes, [whole.length, 0] as const]) {
          const piece = whole.slice(at, at + distance)
          captured += piece.length
          if (piece.length > 0) steps.push(...cutAt(piece, [3, 11]))
          at += distance + length
          if (length > 0 && at < whole.length) steps.push({ gap: length })
        }
        const { reader, bytes } = read(steps)
        expect(bytes.frames + reader.unknown).toBe(captured)
        expect(bytes.junk + bytes.parts).toBeLessThanOrEqual(reader.unknown)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the end of a stream', () => {
  it('inside of a frame is told with what there is and what is not', () => {
    const frame = data(2, 20)
    for (let length = 7; length < frame.length; length++) {
      const { log } = read(pieces(t.concat(data(1), frame.subarray(0, length)), 9))
      expect(log.at(-1)).toBe(`end after ${t.toHex(frame.subarray(0, length))}, ${frame.length - length} missing`)
    }
  })

  it('inside of a header is told as that', () => {
    expect(read(pieces(t.concat(data(1), '2a0200'))).log.at(-1)).toBe('end after 2a0200, 0 missing')
  })

  it('may be a sign-off of four bytes, as open-oscar-server sends it', () => {
    for (const size of [1, 3, 100]) {
      const { log, reader } = read(pieces(t.concat(data(1), '2a040002'), size))
      expect(log).toEqual([t.toHex(data(1)), '2a040002'])
      expect(reader.unknown).toBe(0)
    }
    expect(read(pieces(t.concat(data(1), '2a040002', data(3)))).log).not.toContain('2a040002')
  })

  it('gives back the frames that a length that is a lie had swallowed', () => {
    const liar = t.flap(2, 5, t.snac(1, 2, 5), 60_000)
    const swallowed = [data(6), keepAlive(7), data(8)]
    for (const size of [1, 10, 1000]) {
      const { log, bytes, reader } = read(pieces(t.concat(data(4), liar, ...swallowed), size))
      expect(log).toEqual([
        t.toHex(data(4)),
        `end after ${t.toHex(liar)}, ${60_006 - liar.length} missing`,
        ...hexes(swallowed),
      ])
      expect(bytes.parts).toBe(liar.length)
      expect(reader.unknown).toBe(liar.length)
    }
  })

  it('comes once: a second one tells nothing', () => {
    const { log, reader } = read(pieces(t.concat(data(1), '2a02')))
    const before = log.length
    reader.end()
    expect(log).toHaveLength(before)
  })
})

describe('frames that nobody needs', () => {
  it('are passed over in place, counted and checked for their numbers', () => {
    const rows = new FlapRows(new SnacRows(new Clock()))
    const log: string[] = []
    const sink: FlapSink = {
      frame: () => log.push('frame'),
      outOfSequence: (_, due, found) => log.push(`${found} not ${due}`),
      junk() {},
      partial() {},
    }
    const reader = new FlapReader(sink, true, false, rows, 5)
    const signon = t.flap(1, 1, t.signon())
    reader.push(signon, 0, signon.length, 1)
    const frames = t.concat(data(2), keepAlive(3), data(4))
    expect(rows.skim(5, frames, 0, frames.length, 1)).toBe(frames.length)
    expect(reader.frames).toBe(4)
    const broken = t.concat(keepAlive(5), keepAlive(7))
    const at = rows.skim(5, broken, 0, broken.length, 1)
    expect(at).toBe(6)
    reader.push(broken, at, broken.length, 2)
    expect(log).toEqual(['frame', '7 not 6', 'frame'])
  })

  it('are not passed over by the next flow that has the row', () => {
    const rows = new FlapRows(new SnacRows(new Clock()))
    const sink: FlapSink = { frame() {}, outOfSequence() {}, junk() {}, partial() {} }
    const reader = new FlapReader(sink, true, false, rows, 0)
    const frame = data(1)
    reader.push(frame, 0, frame.length, 1)
    reader.close()
    expect(rows.skim(0, data(2), 0, frame.length, 1)).toBe(0)
    expect(reader.frames).toBe(1)
  })
})
