import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readPackets } from '../support/feed.ts'
import { ABOUT_FILES, FIXTURES } from '../rules/fixtures/index.ts'
import * as t from '../support/index.ts'

/** Conversations that break no rule, each with everything that an analyzer has to join. */
const CLEAN: Readonly<Record<string, (s: t.Scenario) => unknown>> = {
  direct: (s) =>
    s
      .im('alice', 'bob', 'hi')
      .transfer({ data: t.noise(4000) })
      .complete(),
  redirect: (s) =>
    s
      .transfer({ data: t.noise(3000) })
      .propose()
      .refused()
      .redirect()
      .accept()
      .exchange()
      .close(),
  proxied: (s) =>
    s
      .transfer({ data: t.noise(3000) })
      .propose()
      .refused()
      .redirect({ connect: false })
      .refused()
      .proxy()
      .accept()
      .exchange()
      .close(),
  resumed: (s) =>
    s
      .transfer({ data: t.noise(3000) })
      .propose()
      .connect()
      .accept()
      .prompt()
      .resume({ at: 1001 })
      .data()
      .done()
      .close(),
  several: (s) =>
    s.transfer({ files: ['a', 'b', 'c'].map((name, at) => ({ name, data: t.noise(at * 700) })) }).complete(),
  declined: (s) => s.transfer().propose().decline(),
  cancelled: (s) =>
    s
      .transfer({ data: t.noise(5000) })
      .propose()
      .connect()
      .accept()
      .prompt()
      .ack()
      .data({ bytes: 2000 })
      .cancel()
      .reset(),
  'two at once': (s) => {
    const one = s
      .transfer({ data: t.noise(2000) })
      .propose()
      .connect()
      .accept()
      .prompt()
    const two = s
      .transfer({ from: 'bob', to: 'alice', data: t.noise(2500) })
      .propose()
      .connect()
      .accept()
      .prompt()
    one.ack().data()
    two.ack().data().done().close()
    one.done().close()
  },
  'direct IM': (s) => s.directIm().complete(),
}

export interface Sample {
  readonly name: string
  readonly capture: Uint8Array
  /** IP packets, of samples that are made here. */
  readonly packets: readonly t.Packet[]
}

function sample(name: string, happens: (s: t.Scenario) => unknown): Sample {
  const s = t.scenario()
  happens(s)
  const { wire } = s.close()
  return { name, capture: wire.pcap(), packets: wire.packets }
}

export const CLEAN_SAMPLES: readonly Sample[] = Object.entries(CLEAN).map(([name, happens]) => sample(name, happens))

/** The examples of the rules, good and bad, but those of damaged files. */
export const FAULTY_SAMPLES: readonly Sample[] = [...FIXTURES]
  .filter(([name]) => !ABOUT_FILES.has(name))
  .map(([name, make]) => {
    const capture = make()
    return { name, capture, packets: packetsOf(capture) }
  })

const FOLDER = join(import.meta.dirname, '../../captures')

/** The captures that come with the program, of at most `limit` bytes. */
export function bundled(limit: number): Sample[] {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => /\.pcap(ng)?$/.test(name))
  return names
    .sort()
    .filter((name) => statSync(join(FOLDER, name)).size <= limit)
    .map((name) => ({ name, capture: new Uint8Array(readFileSync(join(FOLDER, name))), packets: [] }))
}

/** The packets of a capture of Ethernet frames without their frames. */
function packetsOf(capture: Uint8Array): t.Packet[] {
  const packets: t.Packet[] = []
  readPackets(capture, Infinity, ({ seconds, nanos, bytes, start, stop }) => {
    const time = BigInt(seconds) * 1_000_000_000n + BigInt(nanos)
    packets.push({ time, bytes: bytes.slice(start + 14, stop) })
  })
  return packets
}

/** Which way a packet goes, as a key: addresses and ports. */
export function direction(packet: t.Packet): string {
  const { tcp } = t.tcpLayout(packet.bytes)
  return t.toHex(t.concat(packet.bytes.subarray(12, 20), packet.bytes.subarray(tcp, tcp + 4)))
}

/** The same for a connection, whichever way. */
export function connection(packet: t.Packet): string {
  const key = direction(packet)
  const back = key.slice(8, 16) + key.slice(0, 8) + key.slice(20) + key.slice(16, 20)
  return key < back ? key : back
}

/** A small generator, the same on every run: gives whole numbers below `limit`. */
export function dice(seed: number): (limit: number) => number {
  let state = (seed * 0x9e3779b1 + 0x1234567) | 0 || 1
  return (limit) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
}
