import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import { Clock } from '../../src/clock.ts'
import { asAscii, asHex, LinesView, RawView, type From } from '../../src/report/follow/bytes-view.ts'
import { FlowChoice } from '../../src/report/follow/choice.ts'
import { plain } from '../../src/report/signs.ts'
import { concat, noise, scenario, utf8, zeros } from '../support/index.ts'
import { feed as giveAll } from '../support/feed.ts'

const data = noise(5_000)
const scene = scenario()
scene.transfer({ name: 'noise.bin', data }).complete()
const capture = scene.close().wire.pcap()

/** Shows a tap the connections of a capture. */
function feed(bytes: Uint8Array, view: RawView | LinesView, clock = new Clock()): void {
  const analyzer = new Analyzer(view, { clock, tap: view })
  giveAll(analyzer, bytes)
}

function raw(
  bytes: Uint8Array,
  flow: string,
  from: From,
): { readonly bytes: Uint8Array; readonly choice: FlowChoice; readonly view: RawView } {
  const parts: Uint8Array[] = []
  const choice = FlowChoice.parse(flow)!
  const view = new RawView({ choice, from }, (part) => parts.push(part.slice()))
  feed(bytes, view)
  return { bytes: concat(...parts), choice, view }
}

/** The connection between the two users. */
const peer = '3'

describe('the bytes of a connection', () => {
  it('are the bytes that were sent, by side', () => {
    const both = raw(capture, peer, 'both').bytes
    const [sent, received] = (['client', 'server'] as const).map((from) => raw(capture, peer, from).bytes)
    expect(sent!.length + received!.length).toBe(both.length)
    const sender = [sent!, received!].find(({ length }) => length > 5_000)!
    expect(sender.subarray(256)).toEqual(data)
  })

  it('are those of any protocol, to the end', () => {
    const s = scenario({ signOn: false })
    const { bos } = s.person('alice')
    bos.tcp
      .open()
      .send('client', utf8('GET / HTTP/1.0\r\n\r\n'))
      .send('server', zeros(40_000))
      .send('client', utf8('tail'))
      .close()
    const { bytes } = raw(s.wire.pcap(), '1', 'both')
    expect(bytes.length).toBe(18 + 40_000 + 4)
  })

  it('are of the connection that is meant: by number, by both ends in any order, or by one', () => {
    const wanted = raw(capture, peer, 'both')
    const [one, two] = wanted.choice.track!.ends
    for (const text of [`${one},${two}`, `${two}, ${one}`, one])
      expect(raw(capture, text, 'both').bytes).toEqual(wanted.bytes)
    expect(raw(capture, '99', 'both').choice.track).toBeUndefined()
    const server = raw(capture, '10.0.0.100:5190', 'both').choice
    expect([server.track!.id, ...server.more]).toEqual([1, 2])
    for (const text of ['', 'x', '1.2.3.4', '1.2.3.4:5,1.2.3.4:6,1.2.3.4:7', '-1'])
      expect(FlowChoice.parse(text), text).toBeUndefined()
  })

  it('count what the capture does not have', () => {
    const cut = scenario()
    const { tcp } = cut.person('alice').bos
    const before = cut.wire.packets.length
    tcp.send('client', zeros(100)).send('client', zeros(50)).send('server', zeros(1))
    cut.wire.packets.splice(before, 1)
    const { view } = raw(cut.close().wire.pcap(), '1', 'both')
    expect(view.missing[0] + view.missing[1]).toBe(100)
  })
})

describe('the text of a connection', () => {
  const text = (lines: typeof asHex): string => {
    let written = ''
    const clock = new Clock()
    const choice = FlowChoice.parse(peer)!
    feed(capture, new LinesView({ choice, from: 'both' }, clock, lines, plain, (line) => (written += line)), clock)
    return written
  }

  it('says who sends whenever that changes, and counts offsets by side', () => {
    const hex = text(asHex)
    expect(hex).toMatch(/^ *10\.0\.0\.\d:\d+ → 10\.0\.0\.\d:\d+ {2}from packet \d+\n/)
    expect(hex).toContain('0000  4f 46 54 32')
    expect(hex).toContain('0100  4f 46 54 32')
    expect(hex.match(/from packet/g)!.length).toBe(4)
  })

  it('is ASCII and nothing that steers a terminal', () => {
    expect(text(asAscii)).toMatch(/^[\n -~→]*$/)
    expect(text(asAscii)).toContain('OFT2')
  })
})
