import * as t from '../support/index.ts'

/** Input that once hung, crashed or fooled an OSCAR client or a dissector: one FLAP frame of a server. */
export interface Regression {
  readonly id: string
  /** What went wrong, and where that is on record. */
  readonly source: string
  readonly frame: Uint8Array
  /** What has to be said about it: in the decoded fields, the line or a finding. */
  readonly says: RegExp
}

const FILE = '09461343 4c7f 11d1 8222 444553540000'
const COOKIE = '434f4f4b49453031'

const icbm = (channel: string, rest: t.Bytes): t.Bytes => t.concat(COOKIE, channel, '05 6275646479 0000 0000', rest)

function snac(
  foodgroup: string,
  subgroup: string,
  body: t.Bytes,
  { flags = '0000', id = '00000001' } = {},
): Uint8Array {
  const payload = t.concat(foodgroup, subgroup, flags, id, body)
  return t.concat('2a 02 0001', t.u16(payload.length), payload)
}

const proposal = (tlvs: t.Bytes): Uint8Array =>
  snac('0004', '0007', icbm('0002', t.concat('0005', t.u16(26 + t.bytesOf(tlvs).length), '0000', COOKIE, FILE, tlvs)))

const text = (bytes: t.Bytes): t.Bytes =>
  t.concat(
    '0002',
    t.u16(13 + t.bytesOf(bytes).length),
    '0501 0001 01',
    '0101',
    t.u16(4 + t.bytesOf(bytes).length),
    '0000 0000',
    bytes,
  )

const oldMessage = (body: t.Bytes): Uint8Array =>
  snac('0004', '0007', icbm('0004', t.concat('0005', t.u16(t.bytesOf(body).length), body)))

/** Section by section: a length or a count was believed, or a step of a loop could consume nothing. */
export const REGRESSIONS: readonly Regression[] = [
  ...['00', '0000', '000000'].map((stray, at) => ({
    id: `R01-${at + 1}`,
    source: 'libpurple 3f029e1c (2006): stray bytes behind the TLVs of a message, endless loop',
    frame: snac('0004', '0007', icbm('0001', t.concat(text(t.ascii('hi')), stray))),
    says: new RegExp(`trailing.*${stray}`),
  })),
  {
    id: 'R02',
    source: 'libpurple 71498cdf, 94ce85dc, fc544262 (2007): an item of user info ends beyond its TLV, endless loop',
    frame: t.hex('2a020001001d0003000b00000000000105627564647900000001001d0005000204ff41'),
    says: /255, 1 left/,
  },
  {
    id: 'R03',
    source: 'CVE-2009-1889: a web message read as SMS, 1.2 GB allocated',
    frame: t.hex(
      '2a020001005200040007000000000001434f4f4b49453031000405627564647900000000000500304e61bc001a00280000002600811a18bc0e6c1847a5916f18dcc76f1a00000d0000004943515765624d65737361676500',
    ),
    says: /26/,
  },
  ...['35', '34323934393637323935'].map((count, at) => {
    const contacts = t.concat(count, 'fe 313131 fe 6f6e6c796f6e65 00')
    return {
      id: `R04-${at + 1}`,
      source: 'CVE-2009-3615: a contact list announces more contacts than it has, null dereference',
      frame: oldMessage(t.concat('4e61bc00 13 00', t.u16le(contacts.length), contacts)),
      says: /onlyone/,
    }
  }),
  {
    id: 'R05',
    source: 'CVE-2002-1362: a message type that has parts comes without their separator',
    frame: t.hex(
      '2a020001004000040007000000000001434f4f4b494530310004056275646479000000000005001e4e61bc0004001600687474703a2f2f78206e6f20736570617261746f7200',
    ),
    says: /http:\/\/x no separator/,
  },
  {
    id: 'R06',
    source: 'CVE-2011-4601: name and reason of an authorisation are no UTF-8',
    frame: t.hex('2a02000100170013001900000000000105fffefdfcfb0003c328a00000'),
    says: /ÿþýüû/,
  },
  {
    id: 'R07',
    source: 'libpurple bc0b874b (2012): ICQ error for a request nobody made',
    frame: t.hex('2a020001000c00150001000000007777ffff'),
    says: /error 0xffff/,
  },
  {
    id: 'R08',
    source: 'libpurple 63c84744 (2010): ICBM error for a request nobody made',
    frame: t.hex('2a020001000c000400010000000077780004'),
    says: /error 0x0004/,
  },
  {
    id: 'R11',
    source: 'CVE-2005-2102: the name of an offered file is no UTF-8',
    frame: t.hex(
      '2a020001005700040007000000000001434f4f4b49453031000205627564647900000000000500350000434f4f4b49453031094613434c7f11d18222444553540000000a000200012711001100010001000004d261fffe802e74787400',
    ),
    says: /aÿþ€\.txt/,
  },
  {
    id: 'R12',
    source: 'CVE-2002-0005, CVE-2002-0362: a tag above 0x2711 with far more than its reader has room for',
    frame: proposal(t.concat('000a 0002 0001', '2712', t.u16(2000), t.filled(2000, 0x41))),
    says: /2712/,
  },
  {
    id: 'R12-long',
    source: 'CVE-2002-0028: 30,000 bytes of service data',
    frame: proposal(t.concat('000a 0002 0001', '2711', t.u16(30_000), '0001 0001 00000001', t.filled(29_992, 0x41))),
    says: /A{60}/,
  },
  {
    id: 'R13',
    source: 'CVE-2001-1420: a file name of 4,096 bytes without an end',
    frame: proposal(t.concat('000a 0002 0001', '2711', t.u16(4104), '0001 0001 00000001', t.filled(4096, 0x42))),
    says: /B{60}/,
  },
  ...Array.from({ length: 10 }, (_, length) => ({
    id: `R14-${length}`,
    source: 'nDPI d7a25150, 470901dc (2016): a SNAC header of fewer than ten bytes, read beyond its end',
    frame: t.concat('2a02 0001', t.u16(length), t.hex('00040007000000000001').subarray(0, length)),
    says: new RegExp(`needs 10 bytes, ${length} left`),
  })),
  ...Array.from({ length: 4 }, (_, length) => ({
    id: `R14-signon-${length}`,
    source: 'nDPI 3eb9907d (2020): a sign-on frame of fewer than four bytes',
    frame: t.concat('2a01 0001', t.u16(length), t.hex('00000001').subarray(0, length)),
    says: new RegExp(`${length} left`),
  })),
  {
    id: 'R16',
    source: 'CVE-2005-0472: malformed SNACs, endless loop',
    frame: t.hex('2a02000100120001000f800000000001ffff000100020003'),
    says: /65535, 6 left/,
  },
  {
    id: 'R17',
    source: 'CVE-2010-2528: X-Status text without the end of its description',
    frame: snac('0004', '0007', icbm('0001', text(t.ascii('<NR><RES>&lt;ret&gt;&lt;desc&gt;abc')))),
    says: /&lt;desc&gt;abc/,
  },
  {
    id: 'R18',
    source: 'CVE-2005-2103: 8,000 substitutions in an away message',
    frame: snac('0002', '0006', t.concat('05 6275646479 0000 0000', '0004', t.u16(16_000), t.ascii('%n'.repeat(8000)))),
    says: /(%n){60}/,
  },
  {
    id: 'R20',
    source: 'libpurple 3298dfc5 (2008): more capabilities than a mask has bits, endless loop',
    frame: snac(
      '0003',
      '000b',
      t.concat(
        '05 6275646479 0000 0001',
        '000d',
        t.u16(640),
        ...Array.from({ length: 40 }, (_, at) => t.concat('094613', t.u8(at), '4c7f11d18222444553540000')),
      ),
    ),
    says: /09461327-4c7f-11d1-8222-444553540000/,
  },
  {
    id: 'R21',
    source: 'libpurple 85dcf253 (2003): a proposal without an invitation was ignored',
    frame: proposal('000a 0002 0001 000f 0000'),
    says: /PROPOSE/,
  },
  {
    id: 'R22',
    source: 'libpurple #4829: a proposal without a usable address',
    frame: t.hex(
      '2a020001005100040007000000000001434f4f4b494530310002056275646479000000000005002f0000434f4f4b49453031094613434c7f11d18222444553540000000a00020001000200020a00000500011400160000',
    ),
    says: /length 2/,
  },
  {
    id: 'R25',
    source: 'CVE-2002-2329: a message of 8,000 smileys',
    frame: snac('0004', '0007', icbm('0001', text(t.ascii(':-)'.repeat(8000))))),
    says: /(:-\)){30}/,
  },
  {
    id: 'R26',
    source: 'sngrep 2023 to 2026: text far longer than the place where it is shown',
    frame: snac('0004', '0007', icbm('0001', text(t.filled(60_000, 0x78)))),
    says: /x{100}/,
  },
  {
    id: 'R27',
    source: 'pg-protocol: looking for an end of a list that is not there',
    frame: oldMessage(t.concat('4e61bc00 13 00', t.u16le(12), t.ascii('3\u00fea\u00feb\u00fec\u00fed\u00fee\u00fe'))),
    says: /3/,
  },
]
