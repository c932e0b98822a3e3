import * as t from '../support/index.ts'
import { row, type Case } from './case.ts'
import { REGRESSIONS } from './regressions.ts'

/** What a server sends to a client that has signed on, with a right frame behind it. */
function said(...bytes: readonly t.Bytes[]): () => Uint8Array {
  return () => {
    const tcp = new t.Connection(new t.Wire(), { client: '10.0.0.1:1025', server: '10.0.0.2:5190' }).open()
    tcp.send('client', t.flap(1, 1, t.signon()))
    tcp.send('server', t.concat(t.flap(1, 1, t.signon()), t.flap(2, 2, t.snac(1, 3, 0, t.hostOnline(1, 2, 4)))))
    for (const each of bytes) tcp.send('server', t.bytesOf(each))
    tcp.send('server', t.concat(t.flap(2, 100, t.snac(1, 7, 1)), t.flap(5, 101))).close('server')
    return tcp.wire.pcap()
  }
}

/** Whatever came before it, this one is read. */
const GOES_ON = /KEEP_ALIVE/

const frame = (payload: t.Bytes, sequence = 3): Uint8Array => t.flap(2, sequence, payload)
const snac = (foodgroup: number, subgroup: number, body: t.Bytes = '', flags = 0): Uint8Array =>
  frame(t.snac(foodgroup, subgroup, 0x11, body, flags))

/** D: FLAP. */
export const FLAP_CASES: readonly Case[] = [
  ...[1, 2, 3, 4, 5].map((channel) =>
    row(`D01 ${channel}`, 'no payload', said(t.flap(channel, 3)), [
      GOES_ON,
      ...(channel === 2 ? [/FLAP-\d+ snac-too-short/] : []),
    ]),
  ),
  row('D02', 'bytes between frames', said('ffffffffffff', t.flap(5, 3)), [/junk-between-frames/, GOES_ON]),
  row('D03 run', '200,000 markers', said(t.filled(200_000, 0x2a)), [GOES_ON]),
  row(
    'D03 inside',
    'markers in the payload',
    said(snac(1, 0x13, '2a02000300022a2a2a02')),
    [/OSERVICE/, GOES_ON],
    [/junk/],
  ),
  ...[0, 6, 255].map((channel) =>
    row(`D04 ${channel}`, 'a channel that nobody knows', said(t.flap(channel, 3, '0102')), [
      /channel-unknown/,
      GOES_ON,
    ]),
  ),
  row('D06', 'a length that never arrives', said('2a02 0003 fff0 0001 0003'), [/frame-cut-short/]),
  row('D07 wraps', 'numbers that wrap at 16 bits, and at 15', said(...[0xfffe, 0xffff, 0, 1].map((n) => t.flap(5, n)))),
  ...[
    [3, 3],
    [3, 9],
    [3, 1],
  ].map(([one, two]) =>
    row(`D07 ${one} ${two}`, 'a number that is not due', said(t.flap(5, one!), t.flap(5, two!)), [
      /sequence-break/,
      GOES_ON,
    ]),
  ),
  row(
    'D08',
    'a sign-off of four bytes at the end',
    () => {
      const tcp = new t.Connection(new t.Wire(), { client: '10.0.0.1:1025', server: '10.0.0.2:5190' }).open()
      tcp.send('server', t.concat(t.flap(1, 1, t.signon()), t.flap(5, 2), '2a04 0003')).close('server')
      return tcp.wire.pcap()
    },
    [/SIGNOFF/],
    [/cut-short/, /junk/],
  ),
  row(
    'D09 twice',
    'two sign-ons, and data behind a sign-off',
    said(t.flap(1, 3, t.signon()), t.flap(4, 4), snac(1, 3, '0001')),
    [/frame-after-signoff/],
  ),
  row(
    'D09 early',
    'data before the sign-on',
    () => {
      const tcp = new t.Connection(new t.Wire(), { client: '10.0.0.1:1025', server: '10.0.0.2:5190' }).open()
      tcp.send('server', t.concat(snac(1, 3, '0001'), t.flap(1, 4, t.signon()), t.flap(5, 5), t.flap(5, 6)))
      return tcp.wire.pcap()
    },
    [GOES_ON],
  ),
  row('D10 version', 'a sign-on of version 2', said(t.flap(1, 3, t.signon([], 2))), [GOES_ON]),
  row('D11', 'a byte 0x5a in front of a frame', said('5a', t.flap(5, 3)), [/junk-between-frames/, GOES_ON]),
  row(
    'D12',
    '20,000 keep-alives',
    said(
      ...Array.from({ length: 20 }, (_, at) =>
        t.concat(...Array.from({ length: 1000 }, (_, n) => t.flap(5, 3 + at * 1000 + n))),
      ),
    ),
    [GOES_ON],
    [/junk/],
  ),
]

const COOKIE = '434f4f4b49453031'
const head = (channel: number, name: t.Bytes = t.string08('buddy')): Uint8Array =>
  t.concat(COOKIE, t.u16(channel), name, '0000 0000')
const icbm = (channel: number, ...tlvs: readonly t.Bytes[]): Uint8Array => snac(4, 7, t.concat(head(channel), ...tlvs))
const rendezvous = (type: number, ...tags: readonly Uint8Array[]): Uint8Array =>
  icbm(2, t.tlv(5, t.rendezvousBlock(type, { cookie: COOKIE, tags })))
const fragment = (id: string, value: t.Bytes, length = t.bytesOf(value).length): Uint8Array =>
  t.concat(id, t.u16(length), value)
const channel1 = (...fragments: readonly Uint8Array[]): Uint8Array => icbm(1, t.tlv(2, t.concat(...fragments)))
const old = (value: t.Bytes): Uint8Array => icbm(4, t.tlv(5, value))

/** A frame of two people's conversation, as `happens` has it. */
const scene =
  (happens: (s: t.Scenario) => unknown): (() => Uint8Array) =>
  () => {
    const s = t.scenario()
    happens(s)
    return s.close().wire.pcap()
  }

/** E: SNACs, TLVs, ICBMs, rendezvous; and what was found in other programs. */
export const MESSAGE_CASES: readonly Case[] = [
  ...Array.from({ length: 10 }, (_, length) =>
    row(`E01 ${length}`, 'a SNAC header that is cut', said(frame(t.hex('00040007000000000001').subarray(0, length))), [
      GOES_ON,
      /snac-too-short|needs 10 bytes/,
    ]),
  ),
  ...[
    [0, 0],
    [1, 0xffff],
    [0xffff, 1],
    [0x7777, 0x7777],
  ].map(([foodgroup, subgroup]) =>
    row(`E02 ${foodgroup} ${subgroup}`, 'a SNAC that nobody knows', said(snac(foodgroup!, subgroup!, 'c0ffee')), [
      /c0ffee/,
      GOES_ON,
    ]),
  ),
  ...['0000', 'ffff', '0006 0001 0008 0001'].map((prefix) =>
    row(`E03 ${prefix}`, 'a prefix of impossible length', said(snac(1, 3, t.concat(prefix, '0001'), 0x8000)), [
      GOES_ON,
    ]),
  ),
  ...[1, 2, 3].map((length) =>
    row(`E04 ${length}`, 'less than a header behind the last TLV', said(icbm(1, t.tlv(4), t.zeros(length))), [
      /trailing/,
      GOES_ON,
    ]),
  ),
  ...[6, 500, 0xffff].map((length) =>
    row(`E05 ${length}`, 'a TLV longer than its block', said(icbm(1, t.tlv(9, 'aabbcc', length))), [
      new RegExp(`length ${length}`),
      GOES_ON,
    ]),
  ),
  ...[0, 2, 65_535].map((count) =>
    row(
      `E06 ${count}`,
      'another number of TLVs than there are',
      said(snac(3, 11, t.userInfo('buddy', [t.tlv(1, '0010')], { count }))),
      [GOES_ON],
    ),
  ),
  row(
    'E07',
    'a block that ends inside of its last TLV',
    said(snac(1, 3, t.concat('0007', t.tlv(1, '0008'), '0002 00'), 0x8000)),
    [GOES_ON],
  ),
  row('E08 twice', 'a tag twice', said(rendezvous(0, t.sequenceNum(1), t.sequenceNum(2))), [/tag-repeated/, GOES_ON]),
  row(
    'E08 late',
    'a reserved tag behind a service tag',
    scene((s) => s.transfer().propose({ tags: [t.serviceData({ size: 1, name: 'x' }), t.sequenceNum(1)] })),
    [/reserved-tag-late/],
  ),
  row(
    'E09',
    'blocks in blocks in blocks',
    said(
      icbm(
        2,
        Array.from({ length: 1000 })
          .reduce<Uint8Array>((inner) => t.tlv(5, inner), t.zeros(2))
          .subarray(0, 8000),
      ),
    ),
    [GOES_ON],
  ),
  ...[0, 1, 3].map((length) =>
    row(
      `E10 port ${length}`,
      'a port of another length',
      said(rendezvous(0, t.sequenceNum(1), t.tlv(5, t.zeros(length)))),
      [/tag-length-wrong/, GOES_ON],
    ),
  ),
  row('E10 address', 'an address of two bytes', said(rendezvous(0, t.sequenceNum(1), t.tlv(2, '0a00'))), [
    /tag-length-wrong/,
    GOES_ON,
  ]),
  row('E10 uuid', 'a capability of 15 bytes', said(snac(3, 11, t.userInfo('buddy', [t.tlv(0x0d, t.zeros(15))]))), [
    GOES_ON,
  ]),
  ...[0, 3, 5, 65_535].map((channel) =>
    row(`E11 ${channel}`, 'a channel of messages that nobody uses', said(icbm(channel, t.tlv(5, t.zeros(40)))), [
      GOES_ON,
    ]),
  ),
  row(
    'E11 zero',
    'a cookie of zeros',
    scene((s) =>
      s
        .transfer({ cookie: t.zeros(8) })
        .propose()
        .cancel(),
    ),
    [/0000000000000000/],
  ),
  row(
    'E11 differs',
    'another cookie inside',
    scene((s) => s.transfer().propose({ blockCookie: t.filled(8, 0xaa) })),
    [/cookies-differ/, /aaaaaaaaaaaaaaaa/],
  ),
  ...[
    ['empty', '00'],
    ['beyond', 'ff6162'],
    ['latin', '04e9fc20c0'],
    ['utf16', '0600410042 0043'],
    ['nul', '05 61006200 63'],
  ].map(([id, name]) =>
    row(`E12 ${id}`, 'a name that is none', said(snac(4, 7, t.concat(COOKIE, '0001', name!, '0000 0000'))), [GOES_ON]),
  ),
  row(
    'E13 id',
    'a fragment that nobody knows',
    said(channel1(fragment('0707', 'aabb'), fragment('0101', t.concat('0000 0000', t.ascii('still here'))))),
    [/still here/, GOES_ON],
  ),
  ...[0, 3, 4].map((length) =>
    row(`E13 ${length}`, 'a text without room for its charset', said(channel1(fragment('0101', t.zeros(length)))), [
      GOES_ON,
    ]),
  ),
  row(
    'E13 charset',
    'a charset that nobody knows',
    said(channel1(fragment('0101', t.concat('ffff ffff', t.ascii('shown'))))),
    [GOES_ON],
  ),
  row('E13 odd', 'UTF-16 of an odd length', said(channel1(fragment('0101', t.concat('0002 0000', '0041 0042 00')))), [
    /text: AB.*should be even/,
    GOES_ON,
  ]),
  row('E13 surrogate', 'half of a pair', said(channel1(fragment('0101', t.concat('0002 0000', 'd83d 0041 dc00')))), [
    /\ufffdA\ufffd/,
    GOES_ON,
  ]),
  row(
    'E14 length',
    'an old message shorter than it says',
    said(old(t.concat('4e61bc00 01 00', t.u16le(900), t.ascii('short')))),
    [/short/, GOES_ON],
  ),
  row(
    'E14 parts',
    'a request without its separators',
    said(old(t.concat('4e61bc00 06 00', t.u16le(4), t.ascii('abc\0')))),
    [GOES_ON],
  ),
  row(
    'E14 inner',
    'inner lengths of gigabytes',
    said(old(t.concat('4e61bc00 1a 00', t.u16le(20), 'ffffffff', t.filled(16, 0xff)))),
    [GOES_ON],
  ),
  row('E15 none', 'a proposal that says nothing', said(rendezvous(0)), [/sequence-num-missing/, GOES_ON]),
  row('E15 cancel', 'a CANCEL without its reason', said(rendezvous(0, t.sequenceNum(1)), rendezvous(1)), [
    /cancel-reason-missing/,
    GOES_ON,
  ]),
  row(
    'E15 mirror',
    'mirrors of something else',
    said(rendezvous(0, t.sequenceNum(1), t.rendezvousIp('10.0.0.1'), t.ipXor('10.0.0.2'), t.port(1), t.portXor(2))),
    [/address-mirror-differs/, /port-mirror-differs/],
  ),
  row(
    'E15 server',
    'a tag of the server from a client',
    scene((s) => s.transfer().propose({ extra: [t.verifiedIp('10.9.9.9')] })),
    [/verified-ip-from-client/],
  ),
  row(
    'E16 pairs',
    'one cookie, two pairs',
    scene((s) => {
      s.person('carol', { ip: '10.0.0.7' })
      s.signOn('carol')
      const cookie = t.hex('1122334455667788')
      s.transfer({ cookie }).propose()
      s.transfer({ cookie, from: 'carol', to: 'bob' }).propose()
    }),
    [/"type":"conversation","id":2/],
    [/cookie-reused/],
  ),
  row(
    'E16 again',
    'a cookie again behind its end',
    scene((s) => {
      const cookie = t.hex('1122334455667788')
      s.transfer({ cookie }).propose().cancel()
      s.wire.wait(30_000)
      s.transfer({ cookie }).propose().cancel()
    }),
    [/"type":"conversation","id":2/],
  ),
  row(
    'E17 early',
    'an ACCEPT before any proposal',
    scene((s) => s.transfer().accept()),
    [/RV-\d+/],
  ),
  row(
    'E17 late',
    'a CANCEL behind the ACCEPT',
    scene((s) => s.transfer().propose().connect().accept().cancel()),
    [/"outcome":"cancelled"/],
  ),
  ...[
    [1, 1],
    [1, 3],
    [0, 1],
    [65_535, 1],
  ].map((numbers) =>
    row(
      `E17 ${numbers.join(' ')}`,
      'numbers out of order',
      scene((s) => {
        const each = s.transfer()
        for (const sequence of numbers) each.propose({ sequence })
      }),
      [/RV-\d+/],
    ),
  ),
  row(
    'E17 crossing',
    'proposals that cross',
    scene((s) => s.transfer().propose().propose({ by: 'to', sequence: 2 }).propose({ by: 'from', sequence: 2 })),
    [/PROPOSE/],
  ),
  row(
    'E18',
    'capabilities that nobody knows, and a piece of one',
    said(snac(3, 11, t.userInfo('buddy', [t.tlv(0x0d, t.concat('00112233445566778899aabbccddeeff', '0011'))]))),
    [/00112233-4455-6677-8899-aabbccddeeff/, GOES_ON],
  ),
  row('E19', 'an answer to nobody', said(frame(t.snac(1, 7, 0x7777, ''))), [GOES_ON]),
  ...REGRESSIONS.map(({ id, source, frame: bytes, says }) => row(id, source, said(renumbered(bytes)), [says, GOES_ON])),
]

/** The frame with the number that is due. */
function renumbered(bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice()
  copy.set(t.u16(3), 2)
  return copy
}
