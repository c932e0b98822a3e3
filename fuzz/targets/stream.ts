import * as t from '../../test/support/index.ts'
import { connection, direction } from '../../test/properties/captures.ts'
import { decodePieces, encodePieces, type Piece } from '../pieces.ts'
import { SAMPLES } from '../seeds.ts'
import { checkShown } from '../shown.ts'
import type { Target } from '../target.ts'

/**
 * What people and servers say on up to eight connections, in right TCP: the lowest bit of a piece's way is the side, three
 * more are the connection, the others what happens besides.
 */
const SERVERS = ['10.0.0.100:5190', '10.0.0.1:1029', '10.0.0.2:5190', '10.0.0.200:5190']

export const target: Target = {
  name: 'stream',
  seeds: () => SAMPLES.map(({ packets }) => encodePieces(said(packets))),
  longest: 20_000,
  run: (input) => checkShown(play(decodePieces(input))),
}

function said(packets: readonly t.Packet[]): Piece[] {
  const flows = new Map<string, { readonly number: number; readonly first: string }>()
  return packets.flatMap((packet) => {
    if (packet.bytes[9] !== 6) return []
    const key = connection(packet)
    const way = direction(packet)
    const flow = flows.get(key) ?? { number: flows.size, first: way }
    flows.set(key, flow)
    const bytes = t.tcpPayload(packet.bytes)
    return bytes.length === 0 ? [] : [{ way: (way === flow.first ? 0 : 1) | ((flow.number & 7) << 1), bytes }]
  })
}

function play(pieces: readonly Piece[]): Uint8Array {
  const wire = new t.Wire()
  const open = new Map<number, t.Connection>()
  for (const { way, bytes } of pieces) {
    const number = (way >> 1) & 7
    let tcp = open.get(number)
    if (tcp === undefined) {
      const [client, server] = [`10.0.0.${1 + (number % 2)}:${1025 + number}`, SERVERS[number >> 1]!]
      tcp = new t.Connection(wire, { client, server })
      open.set(number, way < 0xf0 ? tcp.open() : tcp)
    }
    const side = way % 2 === 0 ? 'client' : 'server'
    const happens = way >> 4
    if (happens === 1) tcp.lose(side, Math.max(1, bytes.length))
    else if (happens === 2) tcp.close(side)
    else if (happens === 3) tcp.reset(side)
    else tcp.send(side, bytes, { mss: happens === 4 ? 7 : 1460, ack: happens !== 5 })
    if (happens === 2 || happens === 3) open.delete(number)
    if (happens === 6) wire.wait(3000)
  }
  return wire.pcap()
}
