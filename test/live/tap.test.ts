import { readFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import { CaptureReader } from '../../src/capture/reader.ts'
import { addressBytes, tapEnds } from '../../src/io/tap/address.ts'
import { Detours, type Detour } from '../../src/io/tap/detours.ts'
import { tcpFrame } from '../../src/io/tap/packet-maker.ts'
import { TapConnection } from '../../src/io/tap/tap-connection.ts'
import { readCapture } from '../capture/files.ts'
import { oscarscope } from '../cli/program.ts'
import { temporaryFiles } from '../io/reading.ts'
import { analyze } from '../support/analyze.ts'
import { ipBytes } from '../support/address.ts'
import { pcap } from '../support/capture-file.ts'
import { tcpLayout, tcpPacket, tcpPayload } from '../support/packet.ts'
import { scenario } from '../support/index.ts'
import { follow } from './namespaces.ts'
import { startProgram } from './program.ts'

const files = temporaryFiles()
const ETHERNET = 14

const octets = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }).map((parts) => parts.join('.'))
const groups = fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 })
const addresses = fc.oneof(
  fc.tuple(octets, octets),
  fc.tuple(groups, groups).map((both) => both.map((g) => g.map((n) => n.toString(16)).join(':'))),
)

describe('the packets of a relay', () => {
  it('have the right lengths, sums and fields, over IPv4 and IPv6', () => {
    const words = fc.nat(0xffffffff)
    const ports = fc.nat(0xffff)
    fc.assert(
      fc.property(
        addresses,
        ports,
        ports,
        words,
        words,
        fc.uint8Array({ maxLength: 60 }),
        (pair, fromPort, toPort, seq, ack, payload) => {
          const [from = '', to = ''] = pair
          const wanted = tcpPacket({
            from: { ip: from, port: fromPort },
            to: { ip: to, port: toPort },
            seq,
            ack,
            payload,
          })
          const found = tcpFrame({
            from: { address: addressBytes(from), port: fromPort },
            to: { address: addressBytes(to), port: toPort },
            sequence: seq,
            acknowledgment: ack,
            flags: 0x10,
            payload,
          })
          expect(found.subarray(ETHERNET)).toEqual(wanted)
        },
      ),
    )
  })

  it('carry the bytes of a connection in order, from handshake to close', () => {
    const frames: Uint8Array[] = []
    const [client, server] = tapEnds(['10.0.0.1', 1025], ['10.0.0.100', 5190])
    const tap = new TapConnection(client, server, 0xffffffff, (frame) => frames.push(frame))
    const bytes = Uint8Array.from({ length: 10_000 }, (_, at) => at)
    tap.open()
    tap.data('client', bytes)
    tap.data('server', bytes.subarray(0, 10))
    tap.end('client')
    tap.end('server')
    const times = frames.map((frame, at) => ({ time: BigInt(at), bytes: frame.subarray(ETHERNET) }))
    const { flows } = analyze(pcap(times))
    expect(flows).toHaveLength(1)
    const [{ flow } = flows[0]!] = flows
    expect([flow.stream0.bytes, flow.stream1.bytes].sort()).toEqual([10, 10_000])
    expect(flow.closed).toBe('fin')
    expect(flow.stream0.intact && flow.stream1.intact).toBe(true)
    const sent = frames.flatMap((frame) =>
      frame[ETHERNET + 15] === 1 ? [...tcpPayload(frame.subarray(ETHERNET))] : [],
    )
    expect(Uint8Array.from(sent)).toEqual(bytes)
  })
})

describe('addresses of sockets', () => {
  it.each(['::', '::1', 'fe80::1', '2001:db8::8:800:200c:417a', '1:2:3:4:5:6:7:8'])('%s is read as written', (text) => {
    expect(addressBytes(text)).toEqual(ipBytes(text))
  })

  it('are of one family at both ends', () => {
    const [client, server] = tapEnds(['::ffff:10.0.0.1', 1], ['10.0.0.2', 2])
    expect([client.address, server.address].map((address) => address.length)).toEqual([4, 4])
    const [mapped, six] = tapEnds(['10.0.0.1', 1], ['fe80::1%eth0', 2])
    expect([...mapped.address]).toEqual([...new Array<number>(10).fill(0), 255, 255, 10, 0, 0, 1])
    expect(six.address.length).toBe(16)
  })
})

describe('addresses inside of OSCAR', () => {
  it('are listed once each: where the login sends the client, and where peers are to connect', () => {
    const scene = scenario({ logIn: true })
    scene.transfer().complete()
    scene.transfer().complete()
    const capture = scene.close().wire.pcap()
    const found: Detour[] = []
    const detours = new Detours((detour) => found.push(detour))
    const analyzer = new Analyzer({
      wantsEvents: true,
      event: (event) => detours.event(event),
      flow() {},
      conversation() {},
      transfer() {},
      finding() {},
    })
    const reader = new CaptureReader()
    reader.room().set(capture)
    reader.filled(capture.length)
    while (reader.next()) analyzer.packet(reader)
    analyzer.end()
    expect(found.filter(({ kind }) => kind === 'service redirect').map(({ to }) => to)).toEqual(['10.0.0.100:5190'])
    const peers = found.filter(({ kind }) => kind === 'rendezvous').map(({ to }) => to)
    expect(peers.length).toBeGreaterThan(0)
    expect(new Set(peers).size).toBe(peers.length)
  })
})

describe('oscarscope tap', () => {
  const listen = (onConnection: (socket: Socket) => void): Promise<number> =>
    new Promise((resolve) => {
      const server = createServer({ allowHalfOpen: true }, onConnection)
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
      server.unref()
    })

  it('passes bytes on unchanged both ways, and writes what it passed as a capture', async () => {
    const echo = await listen((socket) => socket.pipe(socket))
    const path = files.path('tap.pcapng')
    const run = follow(
      startProgram(['tap', '--listen', '127.0.0.1:0', '--to', `127.0.0.1:${echo}`, '-w', path, '-T', 'ndjson']),
    )
    await run.said('nothing is rewritten')
    const port = Number(/tap :(\d+)/.exec(run.err)![1])
    const bytes = Buffer.from(Uint8Array.from({ length: 3_000_000 }, (_, at) => at * 31))
    const back = await new Promise<Buffer>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      const pieces: Buffer[] = []
      socket.on('data', (piece) => pieces.push(piece)).on('end', () => resolve(Buffer.concat(pieces)))
      socket.end(bytes)
    })
    expect(back.equals(bytes)).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 200))
    run.child.kill('SIGINT')
    expect(await run.code, run.err).toBe(130)
    expect(run.err).toContain('bypass this relay')
    const { reader, packets } = readCapture(readFileSync(path))
    expect(reader.problems).toEqual([])
    const payload = packets.reduce((sum, { data }) => sum + tcpPayload(data.subarray(ETHERNET)).length, 0)
    expect(payload).toBe(2 * bytes.length)
    expect(body(run.out)).toEqual(body(oscarscope([path, '-T', 'ndjson']).out))
    expect(run.out).toContain('"unknown":[')
  })

  it('shows a session that passes through as it is, and lists the addresses that lead past it', async () => {
    const scene = scenario({ logIn: true, peers: false, legs: ['alice'] })
    scene.im('alice', 'bob', 'hello')
    scene.transfer({ name: 'past.txt' }).complete()
    const { wire } = scene.close()
    const arrivals: Socket[] = []
    const server = await listen((socket) => arrivals.push(socket.setNoDelay()))
    const run = follow(startProgram(['tap', '--listen', '127.0.0.1:0', '--to', `127.0.0.1:${server}`, '-T', 'ndjson']))
    await run.said('nothing is rewritten')
    const port = Number(/tap :(\d+)/.exec(run.err)![1])
    const pairs = new Map<string, [client: Socket, server: Socket]>()
    for (const { bytes } of wire.packets) {
      const payload = tcpPayload(bytes)
      if (payload.length === 0) continue
      const toServer = tcpPort(bytes, 2) === 5190
      const name = `${tcpPort(bytes, toServer ? 0 : 2)} ${bytes[toServer ? 19 : 15]}`
      let pair = pairs.get(name)
      if (pair === undefined) {
        const socket = connect(port, '127.0.0.1').setNoDelay()
        while (arrivals.length <= pairs.size) await new Promise((resolve) => setTimeout(resolve, 5))
        pairs.set(name, (pair = [socket, arrivals[pairs.size]!]))
      }
      const [from, to] = toServer ? pair : [pair[1], pair[0]]
      const arrived = new Promise((resolve) => to.once('data', resolve))
      from.write(payload)
      await arrived
    }
    for (const [client, other] of pairs.values()) for (const socket of [client, other]) socket.end()
    await run.said('rendezvous to')
    await new Promise((resolve) => setTimeout(resolve, 200))
    run.child.kill('SIGINT')
    expect(await run.code, run.err).toBe(130)
    const events = run.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; protocol: string; name: string })
      .filter(({ type }) => type === 'event')
      .map(({ protocol, name }) => `${protocol} ${name}`)
    expect(events).toEqual(analyze(wire.pcap()).events.map((event) => event.split(' ').slice(0, 2).join(' ')))
    expect(run.err).toContain('service redirect to 10.0.0.100:5190')
  })

  it('tells the client and the capture when the server cannot be reached', async () => {
    const path = files.path('refused.pcapng')
    const run = follow(startProgram(['tap', '--listen', '127.0.0.1:0', '--to', '127.0.0.1:1', '-w', path]))
    await run.said('nothing is rewritten')
    const socket = connect(Number(/tap :(\d+)/.exec(run.err)![1]), '127.0.0.1')
    await new Promise((resolve) => socket.on('close', resolve).on('error', () => {}))
    await run.said('127.0.0.1:1 cannot be reached: ECONNREFUSED')
    run.child.kill('SIGINT')
    expect(await run.code).toBe(130)
    expect(readCapture(readFileSync(path)).packets).toHaveLength(2)
  })

  it('says that somebody else listens there', async () => {
    const taken = await listen(() => {})
    const { code, err } = oscarscope(['tap', '--listen', `127.0.0.1:${taken}`, '--to', '127.0.0.1:1'])
    expect(err).toContain('something else listens there')
    expect(code).toBe(4)
  })
})

/** Source port at 0, destination port at 2. */
const tcpPort = (packet: Uint8Array, offset: number): number => {
  const { tcp } = tcpLayout(packet)
  return (packet[tcp + offset]! << 8) | packet[tcp + offset + 1]!
}

const body = (text: string): string[] => text.trimEnd().split('\n').slice(1, -1)
