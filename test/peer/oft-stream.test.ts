import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameChecksum } from '../../src/bytes/oft-checksum.ts'
import * as t from '../support/index.ts'
import { PeerConnection } from '../../src/peer/connection.ts'
import { answers, hear, hearAnyway, Heard, lost, sends, type Step } from './listen.ts'

const DATA = t.noise(1000)
const file = (data: Uint8Array, name: string, rest: Partial<t.OftFields> = {}) => ({
  size: data.length,
  checksum: t.oftChecksumSlow(data),
  name,
  cookie: t.VECTOR_COOKIE,
  ...rest,
})

/** Headers about one file. */
const headers = (data = DATA, name = 'a.bin', rest: Partial<t.OftFields> = {}) => {
  const header = (type: t.OftFields['type'], more: Partial<t.OftFields> = {}) =>
    t.oftHeader({ type, ...file(data, name, rest), ...more })
  return {
    prompt: header('prompt'),
    ack: header('ack'),
    done: header('done'),
    resume: (at: number) => header('resume', { nrecvd: at }),
    resumeAccept: (at: number) => header('resumeAccept', { nrecvd: at }),
    resumeAck: (at: number) => header('resumeAck', { nrecvd: at }),
  }
}
const h = headers()

describe('a file', () => {
  it('goes from its prompt to its end', () => {
    const heard = hearAnyway([sends(h.prompt), answers(h.ack), sends(DATA), answers(h.done)])
    expect(heard.log).toEqual(['0 PROMPT a.bin', '1 ACK a.bin', 'body 1000 of 1000', '1 DONE a.bin', 'end of file 0'])
    expect(heard.content()).toBe(t.toHex(DATA))
    expect(sameChecksum(heard.files[0]!.checksum!, t.oftChecksumSlow(DATA))).toBe(true)
    expect(heard.connection.data(0)).toBe(1000)
    expect(heard.connection.decoded(0)).toBe(256)
  })

  it('goes on where the receiver has got to', () => {
    const heard = hearAnyway([
      sends(h.prompt),
      answers(h.resume(301)),
      sends(h.resumeAccept(301)),
      answers(h.resumeAck(301)),
      sends(DATA.slice(301)),
      answers(h.done),
    ])
    expect(heard.log).toEqual([
      '0 PROMPT a.bin',
      '1 RESUME a.bin',
      '0 RESUME_ACCEPT a.bin',
      '1 RESUME_ACK a.bin',
      'body 699 of 1000',
      '1 DONE a.bin',
      'end of file 0',
    ])
    expect(heard.files[0]).toMatchObject({ start: 301, offset: 1000, received: 699 })
    expect(heard.files[0]!.checksum).toBeUndefined()
  })

  it('begins anew when the sender does not agree to go on', () => {
    const heard = hearAnyway([
      sends(h.prompt),
      answers(h.resume(301)),
      sends(h.resumeAccept(0)),
      answers(h.resumeAck(0)),
      sends(DATA),
      answers(h.done),
    ])
    expect(heard.files[0]).toMatchObject({ start: 0, received: 1000 })
  })

  it('that the receiver skips has no body', () => {
    const heard = hearAnyway([sends(h.prompt), answers(h.done)])
    expect(heard.log).toEqual(['0 PROMPT a.bin', '1 DONE a.bin', 'end of file 0'])
  })

  it('of no bytes is over with its ACK', () => {
    const empty = headers(new Uint8Array(0), 'empty')
    const heard = hearAnyway([sends(empty.prompt), answers(empty.ack), answers(empty.done)])
    expect(heard.log).toEqual(['0 PROMPT empty', '1 ACK empty', 'body 0 of 0', '1 DONE empty', 'end of file 0'])
  })

  it('can be one of several', () => {
    const list = [DATA.slice(0, 300), new Uint8Array(0), DATA.slice(0, 1), DATA]
    const steps = list.flatMap((data, index): Step[] => {
      const each = headers(data, `f${index}`, { totalFiles: list.length, filesLeft: list.length - index })
      return index === 2
        ? [sends(each.prompt), answers(each.done)]
        : [sends(each.prompt), answers(each.ack), sends(data), answers(each.done)]
    })
    const heard = hearAnyway(steps)
    expect(heard.files.map(({ size, received, done }) => [size, received, done])).toEqual([
      [300, 300, true],
      [0, 0, true],
      [1, 0, true],
      [1000, 1000, true],
    ])
    expect(heard.strays).toEqual([0, 0])
  })

  it('may hold anything: its length governs, not what it looks like', () => {
    for (const data of [
      h.prompt,
      t.concat('4f465432', DATA),
      t.concat(h.prompt, h.done),
      t.concat('4f', h.prompt),
      t.ascii('ODC2'),
    ]) {
      const each = headers(data)
      const heard = hearAnyway([
        sends(each.prompt),
        answers(each.ack),
        sends(data),
        answers(each.done),
        sends(h.prompt),
      ])
      expect(heard.content()).toBe(t.toHex(data))
      expect(heard.files).toHaveLength(2)
    }
  })

  it('is the same however both streams are cut', () => {
    const steps = [
      sends(h.prompt),
      answers(h.ack),
      sends(DATA, headers(DATA, 'b').prompt),
      answers(h.done),
      answers(headers(DATA, 'b').ack),
      sends(DATA),
    ]
    const whole = hear(steps)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (size) => {
        const pieces = hear(steps, 'oft2', size)
        expect(pieces.log).toEqual(whole.log)
        expect(pieces.contents).toEqual(whole.contents)
      }),
      { numRuns: 30 },
    )
  })

  it('counts its segments by the packets that carried it', () => {
    const heard = hear([
      sends(h.prompt),
      answers(h.ack),
      sends(DATA.slice(0, 400)),
      sends(DATA.slice(400, 900)),
      sends(DATA.slice(900)),
      answers(h.done),
    ])
    expect(heard.files[0]).toMatchObject({ segments: 3, firstPacket: 3, lastPacket: 5 })
  })
})

describe('a header', () => {
  it('may be cut anywhere', () => {
    for (let cut = 1; cut < 256; cut++) {
      const heard = hear([
        sends(h.prompt.slice(0, cut)),
        sends(h.prompt.slice(cut)),
        answers(h.ack.slice(0, cut)),
        answers(h.ack.slice(cut)),
        sends(DATA),
      ])
      expect(heard.log.slice(0, 3)).toEqual(['0 PROMPT a.bin', '1 ACK a.bin', 'body 1000 of 1000'])
    }
  })

  it.each([192, 200, 240, 255, 257, 300, 1000, 4000])('of %i bytes is as long as it says', (length) => {
    const name = t.padded(t.concat(t.ascii('long.bin'), '00'), length - 192).subarray(0, length - 192)
    const each = headers(DATA, '', { nameField: name })
    expect(each.prompt).toHaveLength(length)
    const heard = hearAnyway([sends(each.prompt), answers(each.ack), sends(DATA), answers(each.done)])
    expect(heard.log).toHaveLength(5)
    expect(heard.content()).toBe(t.toHex(DATA))
  })

  it.each([0, 5, 6, 63, 9000, 65_535])('that says it has %i bytes is none: the next one is found', (headerLength) => {
    const bad = t.oftHeader({ type: 'prompt', ...file(DATA, 'bad'), headerLength })
    const heard = hearAnyway([sends(bad, h.prompt), answers(h.ack), sends(DATA), answers(h.done)])
    expect(heard.log.at(-1)).toBe('end of file 0')
    expect(heard.content()).toBe(t.toHex(DATA))
    expect(heard.strays[0]).toBe(256)
  })

  it('behind stray bytes is found, and they are counted', () => {
    for (const stray of ['00', '4f', '4f46', '4f4654', '4f465432', '4f4f4f', '4f465432ffff', 'ff4f465432ff']) {
      const heard = hearAnyway([
        sends(h.prompt),
        answers(h.ack),
        sends(DATA),
        answers(h.done),
        sends(stray, headers(DATA, 'b').prompt),
      ])
      expect(heard.log.slice(-3), stray).toEqual(['end of file 0', '0 PROMPT b', 'end of file 1, not done'])
      expect(heard.strays[0]).toBe(stray.length / 2)
    }
  })

  it('of the receiver from the sender does not change what its early data is, however that is cut', () => {
    const small = headers(DATA.slice(0, 5))
    const heard = hearAnyway([sends(small.prompt, '00', '0000'), sends(small.resume(0)), sends('4f0000')])
    expect(heard.files[0]!.received).toBe(5)
    expect(heard.strays).toEqual([1, 0])
  })

  it('may come byte by byte, however long it says it is, and whoever speaks meanwhile', () => {
    const long = t.concat(t.oftHeader({ type: 'prompt', ...file(DATA, 'x'), headerLength: 65_535 }), t.zeros(65_000))
    const heard = new Heard()
    const connection = new PeerConnection(heard, 'oft2')
    const answer = t.oftHeader({ type: 'ack', ...file(DATA, 'x'), headerLength: 65_535 }).fill(0x41, 192)
    connection.push(1, answer, 0, 256, 1, 1)
    const started = process.cpuUsage()
    for (let at = 0; at < long.length; at++) connection.push(0, long, at, at + 1, at, 1)
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(1)
  })

  it('that never ends is shown as far as it came', () => {
    const heard = hearAnyway([sends(h.prompt), answers(h.ack.slice(0, 100))])
    expect(heard.strays).toEqual([0, 0])
    expect(heard.cut).toBe(1)
    expect(hearAnyway([sends(h.prompt), answers(h.ack.slice(0, 7))]).strays).toEqual([0, 7])
  })
})

describe('data that came before the receiver was heard to agree', () => {
  it('is the file’s all the same', () => {
    const heard = hearAnyway([sends(h.prompt), sends(DATA), answers(h.done)])
    expect(heard.content()).toBe(t.toHex(DATA))
    expect(heard.files[0]).toMatchObject({ early: true, accepted: false, done: true })
  })

  it('does not hide the next header', () => {
    const heard = hearAnyway([
      sends(h.prompt),
      sends(DATA.slice(0, 500), headers(DATA, 'b').prompt),
      answers(headers(DATA, 'b').ack),
      sends(DATA),
    ])
    expect(heard.files.map(({ received }) => received)).toEqual([500, 1000])
  })

  it('behind the body is excess', () => {
    const heard = hearAnyway([sends(h.prompt), answers(h.ack), sends(DATA, 'ffffff'), answers(h.done)])
    expect(heard.files[0]).toMatchObject({ received: 1000, excess: 3 })
    expect(heard.strays[0]).toBe(3)
  })
})

describe('a DONE before the end', () => {
  it('is followed by what was on its way, up to the next header', () => {
    const heard = hearAnyway([
      sends(h.prompt),
      answers(h.ack),
      sends(DATA.slice(0, 400)),
      answers(h.done),
      sends(DATA.slice(400, 500), headers(DATA, 'b').prompt),
      answers(headers(DATA, 'b').ack),
      sends(DATA),
    ])
    expect(heard.files.map(({ received }) => received)).toEqual([500, 1000])
  })
})

describe('what the capture does not have', () => {
  it('in the body is a hole at its place', () => {
    const heard = hearAnyway([
      sends(h.prompt),
      answers(h.ack),
      sends(DATA.slice(0, 300)),
      lost(0, 200),
      sends(DATA.slice(500)),
      answers(h.done),
    ])
    expect(heard.files[0]!.holes).toEqual([{ offset: 300, bytes: 200 }])
    expect(heard.content()).toBe(t.toHex(DATA.slice(0, 300)) + '..'.repeat(200) + t.toHex(DATA.slice(500)))
    expect(heard.files[0]!.checksum).toBeUndefined()
    expect(heard.log).toContain('body 800 of 1000, 200 missing')
  })

  it('from the body into the next prompt leaves that file to the receiver’s headers', () => {
    const next = headers(DATA, 'b')
    const heard = hearAnyway([
      sends(h.prompt),
      answers(h.ack),
      sends(DATA.slice(0, 900)),
      answers(h.done),
      lost(0, 100 + 256),
      answers(next.ack),
      sends(DATA),
      answers(next.done),
    ])
    expect(heard.files.map(({ received, holeBytes }) => [received, holeBytes])).toEqual([
      [900, 100],
      [1000, 0],
    ])
    expect(heard.content(1)).toBe(t.toHex(DATA))
  })

  it('the end of a file and the prompt of the next: the receiver’s answer to that is no answer to this', () => {
    const next = headers(DATA.slice(0, 500), 'b', { totalFiles: 2, filesLeft: 1 })
    const one = headers(DATA, 'a.bin', { totalFiles: 2, filesLeft: 2 })
    const heard = hearAnyway([
      sends(one.prompt),
      sends(DATA),
      lost(1, 512),
      answers(next.ack),
      lost(0, 256),
      sends(DATA.slice(0, 500)),
      answers(next.done),
    ])
    expect(heard.files.map(({ accepted, done, overtaken, received }) => [accepted, done, overtaken, received])).toEqual(
      [
        [false, false, false, 1000],
        [true, true, false, 500],
      ],
    )
  })

  it.each([0, 100])('the prompt and %i bytes of the body: the ACK tells what the rest is', (more) => {
    for (const steps of [
      [answers(h.ack), lost(0, 256 + more), sends(DATA.slice(more)), answers(h.done)],
      [lost(0, 256 + more), answers(h.ack), sends(DATA.slice(more)), answers(h.done)],
    ]) {
      const heard = hearAnyway(steps)
      expect(heard.content()).toBe('..'.repeat(more) + t.toHex(DATA.slice(more)))
      expect(heard.log.at(-1)).toBe('end of file 0')
      expect(heard.strays).toEqual([0, 0])
    }
  })

  it.each([0, 100])(
    'the sender’s word to resume and %i bytes behind it: the receiver’s tells where the body begins',
    (more) => {
      const rest = DATA.slice(301 + more)
      for (const steps of [
        [
          sends(h.prompt),
          answers(h.resume(301)),
          answers(h.resumeAck(301)),
          lost(0, 256 + more),
          sends(rest),
          answers(h.done),
        ],
        [
          sends(h.prompt),
          answers(h.resume(301)),
          lost(0, 256 + more),
          answers(h.resumeAck(301)),
          sends(rest),
          answers(h.done),
        ],
      ]) {
        const heard = hearAnyway(steps)
        expect(heard.content()).toBe('..'.repeat(301 + more) + t.toHex(rest))
        expect(heard.files[0]).toMatchObject({ start: 301, received: rest.length, holeBytes: more, done: true })
      }
    },
  )

  it('the ACK and some of the body: what comes is at its place', () => {
    const heard = hearAnyway([sends(h.prompt), lost(0, 300), sends(DATA.slice(300)), lost(1, 256), answers(h.done)])
    expect(heard.content()).toBe('..'.repeat(300) + t.toHex(DATA.slice(300)))
  })

  it('the start: the receiver’s DONE tells what went before', () => {
    const heard = hear([answers(h.done)])
    expect(heard.log).toEqual(['1 DONE a.bin', 'end of file 0'])
    const passing = hear([])
    passing.connection.passed(0, 600, 1, false)
    passing.connection.push(1, h.done, 0, 256, 1, 1)
    expect(passing.files[0]).toMatchObject({ received: 600, holeBytes: 400, bodyDone: true })
    expect(passing.files[0]!.checksum).toBeUndefined()
    expect(passing.connection.data(0)).toBe(600)
  })

  it('anywhere never throws, and every byte is counted once', () => {
    const next = headers(DATA, 'b')
    const all = [
      sends(h.prompt),
      answers(h.ack),
      sends(DATA),
      answers(h.done),
      sends(next.prompt),
      answers(next.resume(10)),
      sends(next.resumeAccept(10)),
      answers(next.resumeAck(10)),
      sends(DATA.slice(10)),
      answers(next.done),
    ]
    const damage = fc.record({
      step: fc.nat(all.length - 1),
      from: fc.nat(1000),
      length: fc.integer({ min: 1, max: 400 }),
    })
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 3 }), fc.integer({ min: 1, max: 300 }), (damages, size) => {
        const steps = all.flatMap((step, index): Step[] => {
          const hit = damages.find((each) => each.step === index)
          if (hit === undefined || !('bytes' in step)) return [step]
          const from = hit.from % step.bytes.length
          const end = Math.min(step.bytes.length, from + hit.length)
          const parts: Step[] = [
            { side: step.side, bytes: step.bytes.slice(0, from) },
            lost(step.side, end - from),
            { side: step.side, bytes: step.bytes.slice(end) },
          ]
          return parts.filter((part) => !('bytes' in part) || part.bytes.length > 0)
        })
        const { connection, strays } = hear(steps, 'oft2', size)
        for (const side of [0, 1] as const) {
          const sent = steps.reduce(
            (sum, step) => sum + (step.side === side && 'bytes' in step ? step.bytes.length : 0),
            0,
          )
          const decoded = connection.decoded(side) + connection.data(side)
          // What was stray until a DONE told of its file is counted as both.
          expect(decoded).toBeLessThanOrEqual(sent)
          expect(decoded + strays[side]).toBeGreaterThanOrEqual(sent)
        }
      }),
      { numRuns: 300 },
    )
  })
})
