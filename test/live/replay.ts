import { tcpLayout, tcpPayload } from '../support/packet.ts'
import type { Packet } from '../support/capture-file.ts'
import type { Peer } from './namespaces.ts'

interface End {
  readonly host: string
  readonly port: number
}

const FIN = 0x01
const SYN = 0x02
const ACK = 0x10

/**
 * Does over real sockets what a capture of IPv4 packets shows, one packet after the other: each byte has arrived before the
 * next is sent, so that the order of messages is that of the capture. `peerOf` tells who has an address.
 */
export async function replay(packets: readonly Packet[], peerOf: (host: string) => Peer): Promise<void> {
  const listening = new Set<string>()
  const sent = new Map<string, number>()
  for (const { bytes } of packets) {
    const { tcp } = tcpLayout(bytes)
    const from = endAt(bytes, 12, tcp)
    const to = endAt(bytes, 16, tcp + 2)
    const flags = bytes[tcp + 13]!
    const payload = tcpPayload(bytes)
    const [sender, receiver] = [peerOf(from.host), peerOf(to.host)]
    if ((flags & (SYN | ACK)) === SYN) {
      const place = textOf(to)
      if (!listening.has(place)) await receiver.do('listen', to)
      listening.add(place)
      await sender.do('connect', { key: keyOf(from, to), from, to })
    }
    if (payload.length > 0) {
      const stream = `${textOf(from)}>${textOf(to)}`
      const count = (sent.get(stream) ?? 0) + payload.length
      sent.set(stream, count)
      await sender.do('write', { key: keyAt(from, to, listening), bytes: Buffer.from(payload).toString('base64') })
      await receiver.do('arrived', { key: keyAt(to, from, listening), count })
    }
    if ((flags & FIN) !== 0) await sender.do('end', { key: keyAt(from, to, listening) })
  }
}

/** A connection is known by its client's end to the server, and by both to the client. */
function keyAt(own: End, peer: End, listening: ReadonlySet<string>): string {
  return listening.has(textOf(own)) ? textOf(peer) : keyOf(own, peer)
}

function keyOf(client: End, server: End): string {
  return `${textOf(client)}>${textOf(server)}`
}

function textOf({ host, port }: End): string {
  return `${host}:${port}`
}

function endAt(bytes: Uint8Array, address: number, port: number): End {
  return { host: bytes.subarray(address, address + 4).join('.'), port: (bytes[port]! << 8) | bytes[port + 1]! }
}
