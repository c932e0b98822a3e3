import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LIMITS } from '../../src/limits.ts'
import * as t from '../support/index.ts'
import { CLIENT, SERVER, conversation, hear, heardFromClient, listen } from './listen.ts'

const { syn, ack, fin, rst, psh } = t.TCP_FLAGS

/** Sends text that stays where it is: the next segment does not move on. */
const at = (tcp: t.Connection, offset: number, text: string, rest: Partial<t.Segment> = {}) =>
  tcp.segment({ side: 'client', seq: 1001 + offset, payload: t.ascii(text), ...rest })

/** The server acknowledges `bytes` of the client. */
const acked = (tcp: t.Connection, bytes: number) => tcp.segment({ side: 'server', ack: 1001 + bytes })

describe('segments in any order', () => {
  const pieces = ['In ', 'Xanadu ', 'did ', 'Kubla ', 'Khan ', 'a ', 'stately ', 'pleasure-dome ', 'decree']
  const whole = pieces.join('')
  const offsets = pieces.map((_, index) => pieces.slice(0, index).join('').length)

  it('give the stream once, in order', () => {
    const order = fc.shuffledSubarray(
      pieces.map((_, index) => index),
      { minLength: pieces.length },
    )
    fc.assert(
      fc.property(order, fc.array(fc.nat(pieces.length - 1), { maxLength: 5 }), (first, again) => {
        const tcp = conversation()
        for (const index of [...first.slice(0, 4), ...again, ...first.slice(4)])
          at(tcp, offsets[index]!, pieces[index]!)
        tcp.client.next += whole.length
        const heard = hear(tcp.close())
        expect(heard.streams[CLIENT]).toBe(`${whole}<end>`)
        expect(heard.anomalies).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('give the stream once, however they overlap', () => {
    const stretch = fc.record({ from: fc.nat(whole.length - 1), length: fc.integer({ min: 1, max: 20 }) })
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 20 }), (stretches) => {
        const tcp = conversation()
        for (const { from, length } of stretches) at(tcp, from, whole.slice(from, from + length))
        at(tcp, 0, whole)
        tcp.client.next += whole.length
        const heard = hear(tcp.close())
        expect(heard.streams[CLIENT]).toBe(`${whole}<end>`)
        expect(heard.anomalies).toEqual([])
      }),
      { numRuns: 200 },
    )
  })

  it('are counted: what came twice is not delivered and not forgotten', () => {
    const tcp = conversation()
    at(tcp, 0, 'hello').segment({ side: 'client', seq: 1003, payload: t.ascii('llo, world') })
    at(tcp, 20, 'later')
    at(tcp, 20, 'later!')
    tcp.client.next += 26
    const { flow, streams } = hear(tcp.ack('server').close())
    expect(streams[CLIENT]).toBe('hello, world<8 missing>later!<end>')
    expect(flow.stream(0)).toMatchObject({ bytes: 26, gapBytes: 8, repeated: 8, undelivered: 0 })
  })
})

describe('data sent twice', () => {
  it('with other bytes: the first copy counts and the contradiction is told', () => {
    const heard = hear(at(at(conversation(), 0, 'hello'), 0, 'jello').close())
    expect(heard.streams[CLIENT]).toMatch(/^hello/)
    expect(heard.anomalies).toEqual(['overlap-differs'])
  })

  it.each([
    ['overlaps on the left', 'xxlo, world', 2],
    ['lies inside', 'x', 1],
    ['reaches over both ends', 'jello, world', 0],
  ])('the contradiction is told when the second %s', (_, text, offset) => {
    expect(hear(at(at(conversation(), 0, 'hello'), offset, text).close()).anomalies).toEqual(['overlap-differs'])
  })

  it('is compared while it waits behind a hole, too', () => {
    const tcp = at(at(conversation(), 5, 'world'), 3, 'lowoRld')
    expect(hear(at(tcp, 0, 'hello')).anomalies).toEqual(['overlap-differs'])
  })

  it('is compared with what arrived early, after that was delivered', () => {
    const tcp = at(at(at(conversation(), 5, 'world'), 0, 'hello'), 5, 'World')
    expect(hear(tcp).anomalies).toEqual(['overlap-differs'])
  })

  it.each([
    ['60 KiB', 40, 1],
    ['more than 64 KiB', 48, 0],
  ])('is compared across %s of other packets', (_, packets, told) => {
    const tcp = at(conversation(), 0, 'hello')
    const other = new t.Connection(tcp.wire, { client: '10.0.0.9:9', server: '10.0.0.8:8' }).open()
    for (let count = 0; count < packets; count++) other.send('client', t.zeros(1400), { ack: false })
    const { flows } = listen(at(tcp, 0, 'jello').wire.pcap())
    expect(flows[0]!.anomalies).toHaveLength(told)
  })

  it('is compared across 60 KiB of small packets', () => {
    const tcp = at(conversation(), 0, 'hello')
    tcp.client.next += 5
    for (let count = 0; count < 800; count++) tcp.send('client', t.u8(count), { ack: false })
    const { flows } = listen(at(tcp, 0, 'jello').wire.pcap({ link: 'raw' }))
    expect(flows[0]!.anomalies).toEqual(['overlap-differs'])
  })

  it('a keep-alive probe repeats one byte, whatever its value, and is no data', () => {
    const tcp = at(conversation(), 0, 'hello')
    for (let count = 0; count < 3; count++) {
      at(tcp, 4, '\0')
      at(tcp, 4, '')
      acked(tcp, 5)
    }
    tcp.client.next += 5
    expect(hear(tcp.close())).toMatchObject({ streams: { [CLIENT]: 'hello<end>' }, anomalies: [] })
  })

  it('by a mirror port, every packet twice: the streams are the same', () => {
    const tcp = conversation().send('client', t.ascii('hello')).send('server', t.noise(5000)).close()
    const once = hear(tcp)
    const { flows } = listen(t.pcap(t.duplicated(tcp.wire.packets, tcp.wire.packets.keys())))
    expect(flows.map(({ streams, anomalies }) => ({ streams, anomalies }))).toEqual([
      { streams: once.streams, anomalies: [] },
    ])
  })
})

describe('sequence numbers', () => {
  it.each([0xffffffff, 0xfffffffe, 0xfffffff0, 0x7fffffff, 0x7ffffff0])('from %i on wrap inside the data', (isn) => {
    const tcp = conversation({ client: isn, server: isn })
      .send('client', t.noise(100), { mss: 7 })
      .send('server', t.noise(100))
      .close()
    const sent = `${String.fromCharCode(...t.noise(100))}<end>`
    expect(hear(tcp).streams).toEqual({ [CLIENT]: sent, [SERVER]: sent })
    const indexes = [...tcp.wire.packets.keys()]
    const order = [...indexes.slice(0, 3), ...indexes.slice(3, 17).reverse(), ...indexes.slice(17)]
    expect(listen(t.pcap(t.permuted(tcp.wire.packets, order))).flows[0]!.streams[CLIENT]).toBe(sent)
  })

  it.each([
    ['2^31', 0x80000000],
    ['more than any window', 0x40000010],
    ['far behind', 0xb0000000],
  ])('%s away belong to no stream: the segment is counted and dropped', (_, offset) => {
    const tcp = at(conversation(), 0, 'hello')
    at(tcp, offset, 'wild')
    tcp.client.next += 5
    const { flows, network } = listen(tcp.close().wire.pcap())
    expect(flows[0]!.streams[CLIENT]).toBe('hello<end>')
    expect(network.tcp.reassembly.outOfWindow).toBe(1)
    expect(flows[0]!.flow.stream(0).undelivered).toBe(4)
  })
})

describe('a hole', () => {
  it('is declared at the end when nothing fills it', () => {
    const tcp = conversation()
      .send('client', t.ascii('one '))
      .lose('client', 4)
      .send('client', t.ascii('three'))
      .close()
    expect(heardFromClient(tcp)).toBe('one <4 missing>three<end>')
  })

  it('is declared when the peer acknowledged past it and some time went by', () => {
    const tcp = conversation().lose('client', 4).send('client', t.ascii('two'))
    tcp.wire.wait(3000)
    tcp.ack('server')
    const { calls } = hear(tcp.send('server', t.ascii('!')))
    expect(calls.slice(0, 4)).toEqual(['opened', 'gap', 'data', 'data'])
  })

  it('is declared while data keeps coming', () => {
    const tcp = conversation().lose('client', 4)
    for (let count = 0; count < 40; count++) {
      tcp.wire.wait(100)
      tcp.send('client', t.ascii('x'))
    }
    tcp.send('server', t.ascii('!'))
    const { calls } = hear(tcp)
    expect(calls.indexOf('gap')).toBeLessThan(calls.lastIndexOf('data') - 10)
  })

  it('is not declared when the segment comes late, after it was acknowledged', () => {
    const tcp = at(conversation(), 3, 'two')
    acked(tcp, 6)
    tcp.wire.wait(1000)
    at(tcp, 0, 'one')
    tcp.client.next += 6
    expect(heardFromClient(tcp.close())).toBe('onetwo<end>')
  })

  it('before the end is told by the FIN, or by what the peer acknowledged', () => {
    const lost = () => conversation().send('client', t.ascii('hello')).lose('client', 7)
    expect(heardFromClient(lost().close())).toBe('hello<7 missing><end>')
    expect(heardFromClient(lost().ack('server'))).toBe('hello<7 missing>')
    expect(hear(lost()).flow.stream(0).gapCount).toBe(0)
  })

  it('of one byte at the end is a FIN that the capture lost', () => {
    const tcp = conversation().send('client', t.ascii('hello')).lose('client', 1).fin('server').ack('client')
    expect(heardFromClient(tcp.ack('server'))).toBe('hello')
    expect(hear(tcp).flow.stream(0).intact).toBe(false)
  })

  it('makes the stream less than intact from the first sign of it', () => {
    expect(hear(conversation().send('client', t.ascii('hello')).close()).flow.stream(0).intact).toBe(true)
    expect(hear(conversation().lose('client', 1).send('client', t.ascii('hello')).close()).flow.stream(0).intact).toBe(
      false,
    )
  })

  it('is as long as a cut packet lacks', () => {
    const tcp = conversation().send('client', t.ascii('0123456789')).send('client', t.ascii('abc')).close()
    const heard = hear(tcp, { snaplen: 14 + 40 + 4 })
    expect(heard.streams[CLIENT]).toBe('0123<6 cut>abc<end>')
    expect(heard.flow.stream(0)).toMatchObject({ bytes: 13, gapBytes: 6, gapCount: 1 })
    expect(hear(tcp, { snaplen: 14 + 40 }).streams[CLIENT]).toBe('<10 cut><3 cut><end>')
  })

  it('in a packet that came early and was cut is as long', () => {
    const tcp = at(at(conversation(), 10, 'abcdefghij'), 0, '01')
    tcp.client.next += 20
    expect(heardFromClient(tcp.ack('server').close(), { snaplen: 14 + 40 + 4 })).toBe('01<8 missing>abcd<6 cut><end>')
  })

  it.each([1, 600])('and 10,000 more in one flow, each before a segment of %i bytes, cost linear time', (size) => {
    const count = 10_000
    const tcp = conversation().lose('client', 10).send('client', t.zeros(size), { ack: false })
    const [data] = tcp.wire.packets.splice(3)
    const capture = flood(tcp.wire.packets, data!.bytes, count, (bytes, number) =>
      bytes.set(t.u32(1001 + (number + 1) * (size + 10) - size), 24),
    )
    const started = process.cpuUsage()
    const [heard] = listen(capture).flows
    expect(cpuSeconds(started)).toBeLessThan(5)
    expect(heard!.flow.stream(0)).toMatchObject({ gapCount: count, gapBytes: count * 10, bytes: count * (size + 10) })
    expect(heard!.flow.stream(0).gaps.length).toBeLessThanOrEqual(256)
  })

  it('with 200,000 one-byte segments waiting behind it holds a bounded number of them', () => {
    const head = conversation().wire.packets
    const data = t.concat(head[2]!.bytes, 'ff')
    data[3] = 41
    const count = 200_000
    const capture = flood(head, data, count, (bytes, number) => bytes.set(t.u32(1010 + (count - number) * 2), 24))
    const started = process.cpuUsage()
    const [heard] = listen(capture).flows
    expect(cpuSeconds(started)).toBeLessThan(5)
    const { bytes, gapBytes, repeated, undelivered } = heard!.flow.stream(0)
    expect(bytes - gapBytes + repeated + undelivered).toBe(count)
  })
})

/** A capture of `head` and `count` copies of a packet, each changed by `vary`. */
function flood(
  head: readonly t.Packet[],
  packet: Uint8Array,
  count: number,
  vary: (bytes: Uint8Array, number: number) => void,
): Uint8Array {
  const start = t.pcap(head, { link: 'raw' })
  const record = t.pcap([{ time: head[0]!.time, bytes: packet }], { link: 'raw' }).subarray(24)
  const capture = new Uint8Array(start.length + count * record.length)
  capture.set(start)
  for (let number = 0; number < count; number++) {
    const at = start.length + number * record.length
    capture.set(record, at)
    vary(capture.subarray(at + 16, at + record.length), number)
  }
  return capture
}

describe('the start of a connection', () => {
  it('not captured: the stream begins with the first byte seen', () => {
    const tcp = conversation().send('client', t.ascii('hello')).close()
    const { flows } = listen(t.pcap(tcp.wire.packets.slice(3)))
    expect(flows[0]!.streams[CLIENT]).toBe('hello<end>')
    expect(flows[0]!.flow).toMatchObject({ client: -1 })
    expect(flows[0]!.flow.stream(0).intact).toBe(false)
  })

  it('half captured: the SYN-ACK tells who is the client', () => {
    const tcp = conversation().send('client', t.ascii('hello')).close()
    const { flow } = listen(t.pcap(tcp.wire.packets.slice(1))).flows[0]!
    expect(flow.client).toBe(0)
  })

  it('acknowledgments alone make no flow', () => {
    const tcp = conversation()
    expect(listen(t.pcap(tcp.wire.packets.slice(2))).flows).toEqual([])
  })

  it('is one flow when the SYN and the SYN-ACK are sent again', () => {
    const tcp = conversation().send('client', t.ascii('hello')).close()
    const [first, second] = tcp.wire.packets
    const again = [first!, first!, second!, first!, second!, ...tcp.wire.packets.slice(2)]
    const { flows } = listen(t.pcap(again))
    expect(flows.map(({ streams }) => streams[CLIENT])).toEqual(['hello<end>'])
  })

  it('takes the SYN that was sent last when its number changed before any data', () => {
    const wire = new t.Wire()
    const tcp = new t.Connection(wire, { client: CLIENT, server: SERVER })
    tcp.segment({ side: 'client', seq: 77, flags: syn })
    tcp.open().send('client', t.ascii('hello')).close()
    expect(heardFromClient(tcp)).toBe('hello<end>')
  })

  it('data in the SYN is the first data', () => {
    const wire = new t.Wire()
    const tcp = new t.Connection(wire, { client: CLIENT, server: SERVER })
    tcp.segment({ side: 'client', flags: syn, payload: t.ascii('fast ') })
    tcp.client.next += 6
    tcp.segment({ side: 'server', flags: syn | ack })
    tcp.server.next += 1
    tcp.send('client', t.ascii('open')).close()
    expect(heardFromClient(tcp)).toBe('fast open<end>')
  })

  it('is known although the SYN-ACK came behind the first data of the server', () => {
    const tcp = conversation().send('server', t.ascii('hello')).close()
    const { packets } = tcp.wire
    const order = [0, 2, 3, 1, ...[...packets.keys()].slice(4)]
    const { flows } = listen(t.pcap(t.permuted(packets, order)))
    expect(flows.map(({ streams }) => streams[SERVER])).toEqual(['hello<end>'])
    expect(flows[0]!.flow.stream(1).synSeen).toBe(true)
  })
})

describe('the end of a connection', () => {
  it('is the FIN, with or without data', () => {
    const tcp = conversation().send('client', t.ascii('hello'))
    tcp.segment({ side: 'client', flags: fin | ack | psh, payload: t.ascii(', bye') })
    tcp.client.next += 6
    tcp.segment({ side: 'server', flags: fin | ack })
    const { streams, flow } = hear(tcp)
    expect(streams).toEqual({ [CLIENT]: 'hello, bye<end>', [SERVER]: '<end>' })
    expect(flow.closed).toBe('fin')
  })

  it('comes once, however often the FIN is sent', () => {
    const tcp = conversation().send('client', t.ascii('hello')).close()
    const { packets } = tcp.wire
    const { flows } = listen(t.pcap([...packets, ...packets.slice(-3), ...packets.slice(-3)]))
    expect(flows.map(({ streams }) => streams)).toEqual([{ [CLIENT]: 'hello<end>', [SERVER]: '<end>' }])
  })

  it('waits for data that the FIN overtook', () => {
    const tcp = conversation()
    at(tcp, 5, '', { flags: fin | ack })
    at(tcp, 2, 'llo')
    at(tcp, 0, 'he')
    expect(heardFromClient(tcp)).toBe('hello<end>')
  })

  it('is half: the other side may go on', () => {
    const tcp = conversation().fin('client').send('server', t.ascii('more')).fin('server')
    expect(hear(tcp).streams).toEqual({ [CLIENT]: '<end>', [SERVER]: 'more<end>' })
  })

  it('is not followed by data: what comes behind a FIN is counted and dropped', () => {
    const tcp = conversation().send('client', t.ascii('hello')).fin('client')
    tcp.segment({ side: 'client', payload: t.ascii('ghost') })
    const { streams, flow } = hear(tcp.fin('server'))
    expect(streams[CLIENT]).toBe('hello<end>')
    expect(flow.stream(0).undelivered).toBe(5)
  })

  it('can be a reset, which leaves the other stream where it is', () => {
    const heard = hear(conversation().send('client', t.ascii('hello')).reset('client'))
    expect(heard.streams).toEqual({ [CLIENT]: 'hello<end>', [SERVER]: '' })
    expect(heard.flow).toMatchObject({ closed: 'rst', resetBy: 0, refused: false })
  })

  it('by a reset whose number says that data is missing is not the end of what was sent', () => {
    const tcp = conversation().send('client', t.ascii('hello')).lose('client', 9).reset('client')
    expect(heardFromClient(tcp)).toBe('hello')
  })

  it('is not a reset with a number far outside of the stream', () => {
    const tcp = conversation().send('client', t.ascii('hel'))
    tcp.segment({ side: 'server', seq: 5001 + 0x20000000, flags: rst })
    tcp.segment({ side: 'client', seq: 1001 + 0x20000000, flags: rst })
    const heard = hear(tcp.send('client', t.ascii('lo')).send('server', t.ascii('hi')))
    expect(heard.streams).toEqual({ [CLIENT]: 'hello', [SERVER]: 'hi' })
  })

  it('data behind its own reset is told, data that crossed the other side’s is not', () => {
    const crossed = conversation().send('client', t.ascii('hello')).reset('server')
    expect(hear(crossed.send('client', t.ascii('!'), { ack: false })).anomalies).toEqual([])
    const after = conversation().send('client', t.ascii('hello')).reset('client')
    expect(hear(after.send('client', t.ascii('!'), { ack: false })).anomalies).toEqual(['data-after-reset'])
  })

  it('leaves what waited behind a hole undelivered when the peer reset without ever having seen it', () => {
    const tcp = conversation().send('client', t.ascii('one')).lose('client', 3)
    tcp.send('client', t.ascii('three'), { ack: false }).segment({ side: 'server', ack: 1004, flags: rst | ack })
    const { streams, flow } = hear(tcp)
    expect(streams[CLIENT]).toBe('one')
    expect(flow.stream(0)).toMatchObject({ undelivered: 5, gapCount: 0 })
  })

  it('is at once when nobody listens', () => {
    const tcp = new t.Connection(new t.Wire(), { client: CLIENT, server: SERVER }).refuse()
    const { flow, calls } = hear(tcp)
    expect(flow).toMatchObject({ closed: 'rst', refused: true, client: 0 })
    expect(calls).toEqual(['opened', 'ended', 'retired'])
  })
})

describe('ports used again', () => {
  const twice = (end: (tcp: t.Connection) => unknown, pause = 0) => {
    const wire = new t.Wire()
    const first = new t.Connection(wire, { client: CLIENT, server: SERVER }).open().send('client', t.ascii('first'))
    end(first)
    wire.wait(pause)
    new t.Connection(wire, { client: CLIENT, server: SERVER, isn: { client: 900_000, server: 90 } })
      .open()
      .send('client', t.ascii('second'))
      .close()
    return listen(wire.pcap()).flows.map(({ streams }) => streams[CLIENT])
  }

  it('make another flow, after FIN, after RST and without any close', () => {
    expect(twice((tcp) => tcp.close())).toEqual(['first<end>', 'second<end>'])
    expect(twice((tcp) => tcp.reset('client'))).toEqual(['first<end>', 'second<end>'])
    expect(twice(() => undefined)).toEqual(['first', 'second<end>'])
    expect(twice((tcp) => tcp.close(), 60_000)).toEqual(['first<end>', 'second<end>'])
  })

  it('make another flow after nobody listened the first time', () => {
    const wire = new t.Wire()
    new t.Connection(wire, { client: CLIENT, server: SERVER }).refuse()
    new t.Connection(wire, { client: CLIENT, server: SERVER, isn: { client: 7777 } })
      .open()
      .send('client', t.ascii('hello'))
      .close()
    const { flows } = listen(wire.pcap())
    expect(flows.map(({ flow, streams }) => [flow.refused, streams[CLIENT]])).toEqual([
      [true, ''],
      [false, 'hello<end>'],
    ])
  })
})

describe('damage and floods', () => {
  it('wrong checksums never drop data', () => {
    const tcp = conversation()
    tcp.segment({ side: 'client', payload: t.ascii('hello'), checksum: 0xdead })
    tcp.client.next += 5
    for (const { bytes } of tcp.close().wire.packets) bytes.set(t.u16(0xbeef), 10)
    expect(heardFromClient(tcp)).toBe('hello<end>')
  })

  it.each([0x00, 0x40, 0xf0])('a header length of %i words times 16 is counted as malformed', (offset) => {
    const tcp = conversation()
    tcp.segment({ side: 'client', payload: t.ascii('hello') })
    tcp.wire.packets.at(-1)!.bytes[32] = offset
    const { network, flows } = listen(tcp.wire.pcap())
    expect(network.tcp.malformed).toBe(1)
    expect(flows[0]!.streams[CLIENT]).toBe('')
  })

  it('100,000 SYNs keep no more flows than the limit, and the newest stay', () => {
    const [packet] = new t.Connection(new t.Wire(), { client: CLIENT, server: SERVER }).unanswered({ times: 1 }).wire
      .packets
    const count = 100_000
    const capture = flood([packet!], packet!.bytes, count - 1, (bytes, number) =>
      bytes.set(t.u32(0x0b000000 + number), 12),
    )
    const { network, flows } = listen(capture)
    expect(flows).toHaveLength(count)
    expect(network.tcp.evicted + network.tcp.abandoned).toBeGreaterThanOrEqual(count - LIMITS.flows.value)
    const left = flows.filter(({ calls }) => calls.length === 2)
    expect(left).toHaveLength(count)
    expect(network.tcp.table.size).toBe(0)
  })
})

/** Processor time, which means the same on a busy machine. */
function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}
