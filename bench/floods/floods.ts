import type { LimitName } from '../../src/limits.ts'
import * as t from '../../test/support/index.ts'
import { CLIENT, SERVER, type Connection } from '../traffic/connection.ts'
import type { Stage } from './stage.ts'

/** Far more of one thing than any honest capture has. */
export interface Flood {
  readonly what: string
  readonly count: number
  /** Enough of it for a test: what costs more than in proportion shows. */
  readonly few: number
  /** The limit that is reached. */
  readonly limit?: LimitName
  /** Whether it comes compressed. */
  readonly gzip?: true
  readonly pour: (stage: Stage, count: number) => void
}

const ends = { from: { ip: '172.16.0.1', port: 1025 }, to: { ip: '198.51.100.1', port: 5190 } }
const syn = t.linkFrame('ethernet', t.tcpPacket({ ...ends, seq: 1, flags: t.TCP_FLAGS.syn }))
const fragment = t.linkFrame('ethernet', t.ipPacket({ from: '172.16.0.1', to: '198.51.100.1', payload: t.zeros(1400) }))
const MORE_FRAGMENTS = 0x2000

/** Offsets of the IP header. */
const ID = 4
const FRAGMENT = 6
const SOURCE = 12

const cookie = (n: number): Uint8Array => t.u32(0x43000000, n)
const offer = (n: number, name: string): Uint8Array =>
  t.icbmToClient({
    cookie: cookie(n),
    channel: 2,
    from: name,
    tlvs: [
      t.tlv(
        5,
        t.proposeBlock({
          cookie: cookie(n),
          tags: [
            t.sequenceNum(1),
            t.requestHostCheck(),
            ...t.listenerTags('172.31.0.9', 1024 + (n % 60_000)),
            t.serviceData({ size: 4000, name: `offer-${n}.txt` }),
          ],
        }),
      ),
    ],
  })

/** So many connections that begin with `bytes` and say no more. */
const begun =
  (bytes: Uint8Array) =>
  (stage: Stage, count: number): void => {
    for (let n = 0; n < count; n++) stage.connect().send(CLIENT, bytes)
  }

/** So many times `bytes` on one connection, from its client. */
const repeated =
  (bytes: Uint8Array) =>
  (stage: Stage, count: number): void => {
    const tcp = stage.connect()
    for (let n = 0; n < count; n++) tcp.send(CLIENT, bytes)
  }

const file = (fields: Partial<t.OftFields>): Uint8Array =>
  t.oftHeader({
    type: 'prompt',
    cookie: cookie(7),
    size: 0,
    totalFiles: 65_535,
    filesLeft: 65_535,
    name: 'x',
    ...fields,
  })

function exchange(tcp: Connection): void {
  tcp.send(CLIENT, file({ type: 'prompt' }))
  tcp.send(SERVER, file({ type: 'ack' }))
  tcp.send(SERVER, file({ type: 'done' }))
}

export const FLOODS: Readonly<Record<string, Flood>> = {
  'half-open': {
    what: 'SYNs that nobody answers',
    count: 1_000_000,
    few: 20_000,
    limit: 'halfOpen',
    pour(stage, count) {
      for (let n = 0; n < count; n++) stage.frame(syn, (view, ip) => view.setUint32(ip + SOURCE, 0xac100000 + n))
    },
  },
  rendezvous: {
    what: 'offers of files that nobody answers',
    count: 100_000,
    few: 3_000,
    limit: 'conversations',
    pour(stage, count) {
      const line = stage.signOn()
      for (let n = 0; n < count; n++) line.snac(SERVER, 4, 7, offer(n, `somebody ${n}`))
    },
  },
  'one cookie': {
    what: 'offers of everybody with the same cookie',
    count: 30_000,
    few: 1_500,
    limit: 'history',
    pour(stage, count) {
      const line = stage.signOn()
      for (let n = 0; n < count; n++) line.snac(SERVER, 4, 7, offer(7, `somebody ${n}`))
    },
  },
  'one conversation': {
    what: 'proposals of one conversation',
    count: 60_000,
    few: 8_000,
    pour(stage, count) {
      const line = stage.signOn()
      for (let n = 0; n < count; n++) {
        const tags = [t.sequenceNum(1 + (n & 0xffff)), t.port(1024 + (n % 60_000)), t.rendezvousIp('172.31.0.9')]
        const block = t.tlv(5, t.proposeBlock({ cookie: cookie(7), tags }))
        line.snac(SERVER, 4, 7, t.icbmToClient({ cookie: cookie(7), channel: 2, from: 'somebody', tlvs: [block] }))
      }
    },
  },
  fragments: {
    what: 'first pieces of IP packets',
    count: 1_000_000,
    few: 5_000,
    limit: 'fragmentedDatagrams',
    pour(stage, count) {
      for (let n = 0; n < count; n++)
        stage.frame(fragment, (view, ip) => {
          view.setUint32(ip + SOURCE, 0xac100000 + (n >> 16))
          view.setUint16(ip + ID, n & 0xffff)
          view.setUint16(ip + FRAGMENT, MORE_FRAGMENTS)
        })
    },
  },
  crumbs: {
    what: 'pieces of eight bytes of IP packets, last to first',
    count: 1_000_000,
    few: 8_000,
    limit: 'fragmentBytes',
    pour(stage, count) {
      const crumb = t.linkFrame(
        'ethernet',
        t.ipPacket({ ...{ from: '172.16.0.1', to: '198.51.100.1' }, payload: t.zeros(8) }),
      )
      for (let n = 0; n < count; n++)
        stage.frame(crumb, (view, ip) => {
          view.setUint16(ip + ID, Math.floor(n / 4000))
          view.setUint16(ip + FRAGMENT, MORE_FRAGMENTS | (8000 - 2 * (n % 4000)))
        })
    },
  },
  'one byte each': {
    what: 'connections of one byte',
    count: 300_000,
    few: 5_000,
    limit: 'flows',
    pour: begun(Uint8Array.of(0x2a)),
  },
  'begun frames': {
    what: 'connections with a FLAP frame that does not end',
    count: 20_000,
    few: 200,
    limit: 'unfinished',
    pour: begun(t.concat(t.flap(1, 1, t.signon()), '2a020002ffff', t.zeros(60_000))),
  },
  'begun headers': {
    what: 'connections with an OFT header that does not end',
    count: 20_000,
    few: 200,
    limit: 'unfinished',
    pour: begun(t.concat(file({ headerLength: 8_192 }), t.zeros(7_800))),
  },
  'begun messages': {
    what: 'connections with a direct IM that does not end',
    count: 1_500,
    few: 40,
    limit: 'unfinished',
    pour: begun(t.concat(t.odc({ cookie: cookie(1), name: 'x', length: 1_048_000 }), t.zeros(1_000_000))),
  },
  holes: {
    what: 'connections with data behind a hole',
    count: 2_000,
    few: 50,
    limit: 'pendingTotal',
    pour(stage, count) {
      const rest = t.zeros(200_000)
      for (let n = 0; n < count; n++) {
        const line = stage.signOn()
        line.tcp.skip(CLIENT, 100)
        line.tcp.send(CLIENT, rest)
      }
    },
  },
  'proxy frames': {
    what: 'frames of the proxy on one connection',
    count: 200_000,
    few: 500,
    pour: repeated(t.concat(...Array.from({ length: 50 }, () => t.ars.initSend({ name: 'x', cookie: cookie(7) })))),
  },
  files: {
    what: 'empty files on one connection',
    count: 60_000,
    few: 2_500,
    limit: 'unfinished',
    pour(stage, count) {
      const tcp = stage.connect()
      for (let n = 0; n < count; n++) exchange(tcp)
    },
  },
  headers: {
    what: 'headers of one file',
    count: 200_000,
    few: 6_000,
    pour(stage, count) {
      const tcp = stage.connect()
      tcp.send(CLIENT, file({ type: 'prompt', size: 1000 }))
      for (let n = 0; n < count; n++) tcp.send(SERVER, file({ type: 'ack', size: 1000 }))
    },
  },
  transfers: {
    what: 'connections with a whole transfer that nobody proposed',
    count: 50_000,
    few: 800,
    pour(stage, count) {
      for (let n = 0; n < count; n++) {
        const tcp = stage.connect()
        exchange(tcp)
        tcp.close()
      }
    },
  },
  tunnelled: {
    what: 'connections inside of one tunnel through HTTP',
    count: 200_000,
    few: 8_000,
    limit: 'flows',
    pour(stage, count) {
      const tcp = stage.connect()
      const session = '0123456789abcdef'.repeat(2)
      const EACH = 100
      for (let n = 0; n < count; n += EACH) {
        const records = t.concat(
          ...Array.from({ length: EACH }, (_, k) => t.tunnelRecord(t.TUNNEL.data, n + k, t.flap(1, 1, t.signon()))),
        )
        const head = `POST /data?sid=${session}&seq=${1 + n / EACH} HTTP/1.1\r\nContent-Length: ${records.length}\r\n\r\n`
        tcp.send(CLIENT, t.concat(t.ascii(head), records))
        tcp.send(SERVER, t.ascii('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'))
      }
    },
  },
  requests: {
    what: 'requests that nobody answers',
    count: 1_000_000,
    few: 20_000,
    pour(stage, count) {
      const line = stage.signOn()
      for (let n = 0; n < count; n++) line.snac(CLIENT, 2, 0x15, t.concat(t.u32(1), t.string08('x')), n)
    },
  },
  people: {
    what: 'people who come online',
    count: 500_000,
    few: 5_000,
    pour(stage, count) {
      const line = stage.signOn()
      for (let n = 0; n < count; n++)
        line.snac(SERVER, 3, 0x0b, t.userInfo(`somebody ${n}`, [t.tlv(0x0d, t.SERVICES.sendFile)]))
    },
  },
  sessions: {
    what: 'sign-ons',
    count: 100_000,
    few: 1_500,
    pour(stage, count) {
      for (let n = 0; n < count; n++) stage.signOn().tcp.close()
    },
  },
  faults: {
    what: 'connections with a fault in each',
    count: 200_000,
    few: 1_500,
    pour(stage, count) {
      for (let n = 0; n < count; n++) {
        const line = stage.signOn()
        line.flap(SERVER, 9, t.zeros(4))
        line.tcp.close()
      }
    },
  },
  bomb: {
    what: 'megabytes of zeros, compressed',
    count: 2_000,
    few: 0,
    limit: 'gzipRatio',
    gzip: true,
    pour({ capture }, count) {
      for (let n = 0; n < count; n++) capture.zeros(1 << 20)
    },
  },
  packets: {
    what: 'packets of keep-alives',
    count: 10_000_000,
    few: 60_000,
    pour(stage, count) {
      const lines = Array.from({ length: 1000 }, () => stage.signOn())
      for (let n = 0; n < count; n += 3) {
        lines[n % 1000]!.flap(CLIENT, 5, t.EMPTY)
        lines[n % 1000]!.flap(CLIENT, 5, t.EMPTY)
      }
    },
  },
}
