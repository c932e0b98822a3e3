import { connect, createServer, type Server, type Socket } from 'node:net'
import { tapEnds } from './address.ts'
import { TapConnection, type TapSide } from './tap-connection.ts'

/** A host and a TCP port; an empty host to listen on is all of this machine's addresses. */
export interface HostPort {
  readonly host: string
  readonly port: number
}

/** What passes through a relay. */
export interface RelayEvents {
  readonly frame: (frame: Uint8Array) => void
  readonly notice: (line: string) => void
}

/** Connections held open at once: more than any client opens, less than a flood needs. */
const MAX_CONNECTIONS = 1_000

/** Passes TCP connections on to one server and back, byte for byte, and shows what it passes as packets between the two. */
export class Relay {
  private readonly server: Server
  private readonly to: HostPort
  private readonly events: RelayEvents
  private readonly sockets = new Set<Socket>()
  private connections = 0

  private constructor(to: HostPort, events: RelayEvents) {
    this.to = to
    this.events = events
    this.server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => this.accept(client))
    this.server.maxConnections = MAX_CONNECTIONS
  }

  /** Begins to listen. Rejects with the system's error. */
  static listen(at: HostPort, to: HostPort, events: RelayEvents): Promise<Relay> {
    const relay = new Relay(to, events)
    return new Promise((resolve, reject) => {
      relay.server.once('error', reject)
      relay.server.listen({ port: at.port, ...(at.host === '' ? {} : { host: at.host }) }, () => resolve(relay))
    })
  }

  /** The port that is listened on: another than asked for when that was 0. */
  get port(): number {
    return (this.server.address() as { port: number }).port
  }

  close(): void {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  private accept(client: Socket): void {
    const number = ++this.connections
    const server = connect({ ...this.to, allowHalfOpen: true })
    this.sockets.add(client).add(server)
    const from: [string, number] = [client.remoteAddress ?? '0.0.0.0', client.remotePort ?? 0]
    const show = (address: string): TapConnection => {
      const [clientEnd, serverEnd] = tapEnds(from, [address, this.to.port])
      return new TapConnection(clientEnd, serverEnd, number, this.events.frame)
    }
    const refused = (error: NodeJS.ErrnoException & { address?: string }): void => {
      this.events.notice(`${this.to.host}:${this.to.port} cannot be reached: ${error.code ?? error.message}`)
      show(error.address ?? '0.0.0.0').refuse()
      client.resetAndDestroy()
    }
    server.once('error', refused)
    const gaveUp = (): void => void server.destroy()
    client.once('error', gaveUp)
    server.once('connect', () => {
      server.off('error', refused)
      client.off('error', gaveUp)
      const tap = show(server.remoteAddress ?? '0.0.0.0')
      tap.open()
      join(client, server, 'client', tap)
      join(server, client, 'server', tap)
    })
    for (const socket of [client, server]) socket.once('close', () => this.sockets.delete(socket))
  }
}

/** One direction: bytes, the end, and the breaking off, each shown before it is passed on. */
function join(from: Socket, to: Socket, side: TapSide, tap: TapConnection): void {
  from.on('data', (bytes) => {
    tap.data(side, bytes)
    if (!to.write(bytes)) from.pause()
  })
  to.on('drain', () => from.resume())
  from.on('end', () => {
    tap.end(side)
    to.end()
  })
  from.on('error', () => {
    tap.reset(side)
    to.resetAndDestroy()
  })
  from.on('close', () => to.destroySoon())
  from.resume()
}
