import * as t from '../support/index.ts'
import { row, type Case } from './case.ts'

const DATA = t.noise(700)

/** A transfer as `happens` has it, between two people who have signed on. */
const transfer =
  (happens: (each: t.Transfer) => unknown, options: t.TransferOptions = { data: DATA }): (() => Uint8Array) =>
  () => {
    const s = t.scenario()
    happens(s.transfer(options))
    return s.close().wire.pcap()
  }

const connected = (happens: (each: t.Transfer) => unknown, options?: t.TransferOptions): (() => Uint8Array) =>
  transfer((each) => happens(each.propose().connect().accept()), options)

/** A connection between strangers that carries these bytes, first those of who opened it. */
const bare =
  (client: t.Bytes, server: t.Bytes = ''): (() => Uint8Array) =>
  () => {
    const tcp = new t.Connection(new t.Wire(), { client: '10.0.0.1:1025', server: '10.0.0.2:5190' }).open()
    if (t.bytesOf(client).length > 0) tcp.send('client', t.bytesOf(client))
    if (t.bytesOf(server).length > 0) tcp.send('server', t.bytesOf(server))
    return tcp.close().wire.pcap()
  }

const header = (fields: Partial<t.OftFields> = {}): Uint8Array =>
  t.oftHeader({ type: 'prompt', size: 10, name: 'x.txt', ...fields })
const NOT_SURE = [/"severity":"error"[^\n]*"certainty":"sure"/] as const

const odc = (fields: Partial<t.OdcFields>): Uint8Array => t.odc({ cookie: t.zeros(8), name: 'bob', ...fields })
const ars = (length: number, version: number, command: number, rest: t.Bytes = ''): Uint8Array =>
  t.concat(t.u16(length, version, command), '0000 0000 0000', rest)

/** F: OFT, ODC and the proxy. */
export const PEER_CASES: readonly Case[] = [
  ...[0, 5, 6, 191, 192, 255, 257, 65_535].map((headerLength) =>
    row(`F01 ${headerLength}`, 'a header of another length', bare(header({ headerLength }), header({ type: 'ack' })), [
      /PROMPT|not-a-header|OFT-/,
    ]),
  ),
  ...['OFT1', 'OFT3', 'ODC3', 'OFT', 'JUNK'].map((magic) =>
    row(`F02 ${magic}`, 'another magic', bare(header({ magic: magic.padEnd(4, '2') }))),
  ),
  row(
    'F02 cut',
    'headers that are cut at each of their bytes, and whole ones behind them',
    () => {
      const wire = new t.Wire()
      for (let length = 0; length < 256; length++) {
        const cut = new t.Connection(wire, { client: `10.0.1.${length}:1025`, server: '10.0.0.2:5190' }).open()
        if (length > 0) cut.send('client', header().subarray(0, length))
        cut.close()
      }
      const whole = new t.Connection(wire, { client: '10.0.0.1:1025', server: '10.0.0.2:5190' }).open()
      whole.send('client', header({ name: 'whole.txt' })).send('server', header({ type: 'ack', name: 'whole.txt' }))
      return whole.close().wire.pcap()
    },
    [/PROMPT whole\.txt/, /ACK whole\.txt/, /10\.0\.1\.8:1025 .* PROMPT/, /10\.0\.1\.255:1025 .* PROMPT x\.txt/],
    [/"severity":"error","certainty":"sure"[^\n]*"flow":(?!257,)/],
  ),
  row(
    'F03 ack',
    'no go-ahead',
    connected((each) => each.prompt().data().done().close()),
    [/ack-missing/],
  ),
  row(
    'F03 done',
    'no thanks',
    connected((each) => each.prompt().ack().data().close()),
    [/done-missing/],
  ),
  row(
    'F03 twice',
    'two of each',
    connected((each) => each.prompt().prompt().ack().ack().data().done().done().close()),
    [/OFT/],
  ),
  row(
    'F03 way',
    'the sender gives the go-ahead',
    connected((each) =>
      each
        .prompt()
        .bytes('from', header({ type: 'ack' }))
        .data()
        .done()
        .close(),
    ),
    [/OFT-\d+/],
  ),
  row(
    'F03 cookie',
    'a cookie of zeros',
    connected((each) =>
      each
        .prompt()
        .ack({ cookie: t.zeros(8) })
        .data()
        .done()
        .close(),
    ),
    [/cookie-mismatch/],
  ),
  row(
    'F03 other',
    'a cookie of somebody else',
    connected((each) =>
      each
        .prompt()
        .ack({ cookie: t.filled(8, 0xaa) })
        .data()
        .done()
        .close(),
    ),
    [/cookie-mismatch/, /aaaaaaaaaaaaaaaa/],
  ),
  row(
    'F03 gap',
    'the answers are where the capture has a hole',
    connected((each) => each.prompt().lose('to', 256).data().lose('to', 256).close()),
    [],
    NOT_SURE,
  ),
  row(
    'F04 empty',
    'a file of no bytes',
    transfer((each) => each.complete(), { data: t.EMPTY }),
    [/"outcome":"complete"/],
  ),
  row(
    'F04 huge',
    'four gigabytes announced, ten bytes sent',
    connected((each) => each.prompt({ size: 0xffffffff }).ack().data({ bytes: 10 }).close()),
    [/4294967295/],
  ),
  row(
    'F04 total',
    'more files left than there are',
    connected((each) => each.prompt({ totalFiles: 1, filesLeft: 9 }).ack().data().done().close()),
  ),
  row(
    'F04 received',
    'more received than the file has',
    connected((each) => each.prompt().ack().data().done({ nrecvd: 99_999 }).close()),
    [/OFT-\d+/],
  ),
  row(
    'F05 short',
    'the body ends early',
    connected((each) => each.prompt().ack().data({ bytes: 100 }).close()),
    [/file-cut-short|closed-before-done|done-missing/],
  ),
  row(
    'F05 long',
    'the body is longer than it should be',
    connected((each) => each.prompt().ack().data({ bytes: 900 }).done().close()),
    [/excess-data/],
  ),
  row(
    'F05 header',
    'a header in the middle of the body',
    connected((each) =>
      each
        .prompt()
        .ack()
        .data({ bytes: 100 })
        .bytes('from', header())
        .data({ payload: DATA.slice(100) })
        .done()
        .close(),
    ),
    [/PROMPT/],
  ),
  row(
    'F05 early',
    'the body comes before the go-ahead',
    connected((each) => each.prompt().data().ack().done().close()),
    [/data-before-ack/],
  ),
  row(
    'F06 wrong',
    'a checksum of something else',
    connected((each) => each.prompt({ checksum: 0x12340000 }).ack().data().done().close()),
    [/"verdict":"mismatch"/, /checksum-wrong/],
  ),
  row(
    'F06 odd',
    'an odd number of bytes',
    transfer((each) => each.complete(), { data: t.noise(701) }),
    [/"verdict":"match"/],
  ),
  row(
    'F06 seed',
    'a file whose sum is the start value',
    transfer((each) => each.complete(), { data: t.zeros(64) }),
    [/"outcome":"complete"/],
  ),
  row(
    'F07',
    'resumed behind the end',
    connected((each) => each.prompt().resume({ at: 5000 }).data({ bytes: 0 }).done().close()),
    [/resume-offset-wrong|OFT-/],
  ),
  row(
    'F08',
    'a folder',
    transfer((each) => each.complete(), {
      files: ['a', 'b', 'c'].map((name) => ({ name: `folder\u0001${name}`, data: DATA })),
    }),
    [/folder\/a/, /folder\/c/],
  ),
  row(
    'F09 full',
    'a name that fills its field',
    bare(header({ nameField: t.filled(64, 0x41) }), header({ type: 'ack' })),
    [/A{64}/],
  ),
  row('F09 long', 'a name of 300 bytes', bare(header({ name: 'B'.repeat(300) }), header({ type: 'ack' })), [/B{64}/]),
  row('F09 empty', 'no name', bare(header({ name: '' }), header({ type: 'ack' })), [/PROMPT/]),
  ...[0, 2, 3, 9].map((encoding) =>
    row(
      `F09 ${encoding}`,
      'a name in another encoding',
      bare(header({ name: t.hex('00e9 0041 fffe 8080'), encoding }), header({ type: 'ack' })),
      [/PROMPT/],
    ),
  ),
  row(
    'F10',
    'a file that looks like headers and frames',
    transfer((each) => each.complete(), {
      data: t.concat(header(), t.flap(2, 1, t.snac(1, 3, 0)), header({ type: 'done' }), t.flap(5, 2)),
    }),
    [/"outcome":"complete"/, /"verdict":"match"/],
  ),
  row(
    'F11 none',
    'a connection that nobody proposed',
    bare(t.concat(header({ cookie: '1122334455667788' })), header({ type: 'ack' })),
    [/orphan-connection/],
  ),
  row(
    'F11 two',
    'a connection that two proposals fit',
    () => {
      const s = t.scenario()
      const [one, two] = [s.transfer({ data: DATA }), s.transfer({ data: DATA })]
      one.propose({ port: 5190 })
      two.propose({ port: 5190 }).connect().accept().exchange().close()
      return s.close().wire.pcap()
    },
    [/"outcome":"complete"/],
  ),
  ...[0, 1, 9, 10].map((length) =>
    row(`F12 ${length}`, 'a proxy frame of impossible length', bare(ars(length, 0x044a, 2, 'aabb'))),
  ),
  row(
    'F12 version',
    'another version of the proxy',
    bare(ars(32, 0x0449, 2, t.concat('0000', t.string08('bob'), t.filled(8, 1), t.zeros(6)))),
    [/proxy-version-wrong|ARS|other/],
  ),
  row('F12 error', 'an error', bare(ars(12, 0x044a, 1, '000d')), [/ERROR/]),
  row('F12 command', 'a command that nobody knows', bare(t.concat(ars(10, 0x044a, 2), ars(10, 0x044a, 77))), [
    /"protocol":"ars"/,
  ]),
  row(
    'F13',
    'a proxy on the port of servers',
    transfer((each) => each.propose().refused().proxy().accept().exchange().close()),
    [/"protocol":"ars\+oft2"/, /"outcome":"complete"/],
  ),
  ...[0xffffffff, 0x7fffffff, 5_000_000].map((length) =>
    row(
      `F14 ${length}`,
      'a direct IM longer than anything',
      bare(t.concat(odc({ length, payload: t.ascii('hi') }), t.noise(4000))),
      [/ODC|MESSAGE/],
    ),
  ),
  row(
    'F14 binary',
    'data without an end',
    bare(odc({ payload: t.ascii('<HTML>hi</HTML><BINARY><DATA ID="1" SIZE="99999999">x') })),
    [/MESSAGE/],
  ),
  row(
    'F14 nested',
    'pictures in pictures',
    bare(odc({ payload: t.ascii('<BINARY>'.repeat(500) + '<DATA ID="1" SIZE="3">'.repeat(500)) })),
    [/MESSAGE/],
  ),
  row(
    'F15',
    'the capture ends in the middle',
    connected((each) => each.prompt().ack().data({ bytes: 100 })),
    [/"outcome":"(unfinished|aborted)"/],
    NOT_SURE,
  ),
  ...[0, 1, 2].flatMap((length) =>
    [
      ['OFT', 'OFT'],
      ['ODC', 'ODC'],
      ['ARS', '\x00\x1f'],
    ].map(([kind, start]) =>
      row(
        `R15 ${kind} ${length}`,
        'CVE-2005-3694: zero to two bytes on a direct connection',
        bare(t.ascii(start!).subarray(0, length)),
        [],
        NOT_SURE,
      ),
    ),
  ),
  row('R09', 'CVE-2004-0008: a direct IM of 2^32 - 1 bytes', bare(odc({ length: 0xffffffff })), [/ODC|MESSAGE/]),
  row(
    'R10',
    'libpurple e515d502, b2ce2f9a: a picture of 99,999,999 bytes in two',
    bare(odc({ payload: t.ascii('<HTML><IMG ID="1"></HTML><BINARY><DATA ID="1" SIZE="99999999">xy') })),
    [/MESSAGE/],
  ),
  row(
    'R13 header',
    'CVE-2008-2955: a header of 65,535 bytes',
    connected((each) => each.prompt({ headerLength: 65_535 }).ack().data().done().close()),
    [/OFT-\d+/],
  ),
  ...[0, 1, 0xffffffff].map((modified) =>
    row(
      `R23 ${modified}`,
      'libpurple fc94415a: dates that are none',
      bare(header({ modified, created: modified }), header({ type: 'ack' })),
      [/PROMPT/],
      [/Invalid/],
    ),
  ),
  row(
    'R24',
    'CVE-2001-1417: a picture that lies about itself',
    () => {
      const s = t.scenario()
      s.person('alice').bos.request(0x0010, 0x0002, t.concat('0001', t.u16(13), t.ascii('GIF89a'), 'ffff ffff f7ff ff'))
      return s.close().wire.pcap()
    },
    [/BART/],
  ),
]
