import { concat, filled, hex, zeros } from './bytes.ts'

// Bytes written down by hand from the protocol's description, so that builders and decoders can be held against them.

/** Cookie of all rendezvous vectors; the one in a published capture of Windows AIM. */
export const VECTOR_COOKIE = hex('F8FA0200686B0000')

const SEND_FILE = '094613434C7F11D18222444553540000'
const NAME = '4669657263656C79476E61726C7979'

const P1 = hex(`0000 F8FA0200686B0000 ${SEND_FILE} 000A00020001 000F0000 000E0002656E 000D000875732D6173636969
  000C00063C48544D4C3E 00020004C000020A 001600043FFFFDF5 00030004C000020A 000500021446 00170002EBB9
  271100130001000100000039 63796777696E2E62617400 2712000875732D6173636969`)

/** Values of ICBM TLV 0x0005. */
export const RENDEZVOUS_BLOCKS = {
  /** Sequence 1, direct, of cygwin.bat. */
  P1,
  /** The same as the other side gets it. */
  P2: concat(P1, '00040004C6336407'),
  /** Sequence 2: the redirect. */
  P3: hex(`0000 F8FA0200686B0000 ${SEND_FILE} 000A00020002 00020004CB007114 0016000434FF8EEB 00030004CB007114
    000500021447 00170002EBB8`),
  /** Sequence 2 with address zero: set up the proxy. */
  P4: hex(`0000 F8FA0200686B0000 ${SEND_FILE} 000A00020002 0002000400000000 00160004FFFFFFFF 0003000400000000`),
  /** Sequence 3: the proxy, token 2337. */
  P5: hex(`0000 F8FA0200686B0000 ${SEND_FILE} 000A00020003 00020004CB0071FA 0016000434FF8E05 000500022337
    00170002DCC8 00100000`),
  /** ACCEPT. */
  P6: hex(`0002 F8FA0200686B0000 ${SEND_FILE}`),
  /** CANCEL, reason 1. */
  P7: hex(`0001 F8FA0200686B0000 ${SEND_FILE} 000B00020001`),
} as const

/** Body of SNAC 0004/000b: declined. */
export const CLIENT_ERROR = hex(`F8FA0200686B0000 0002 0F ${NAME} 0003 0002 0001`)

/** Frames of the rendezvous proxy: create, created, join, ready, error 000d. */
export const ARS_FRAMES = {
  A1: hex(`0036044A0002000000000000 0F${NAME} F8FA0200686B0000 00010010${SEND_FILE}`),
  A2: hex('0010044A0003000000000220 2337 400CC986'),
  A3: hex(`0038044A0004000000000000 0F${NAME} 2337 F8FA0200686B0000 00010010${SEND_FILE}`),
  A4: hex('000A044A0005000000000220'),
  A5: hex('000C044A0001000000000220 000D'),
} as const

const oft = (type: string, received: string, flags: string) =>
  concat(
    `4F465432 0100 ${type} F8FA0200686B0000 0000 0000 0001 0001 0001 0001 00000039 00000039 42D937C4 EEAF0000`,
    `FFFF0000 00000000 00000000 FFFF0000 ${received} 436F6F6C2046696C6558666572`,
    zeros(19),
    `${flags} 1C 11`,
    zeros(69 + 16),
    '0000 0000 63796777696E2E626174',
    zeros(54),
  )

/** OFT2 headers about cygwin.bat: prompt (as Windows AIM was captured sending it), ack, done. */
export const OFT_HEADERS = {
  O1: oft('0101', '00000000 FFFF0000', '20'),
  O2: oft('0202', '00000000 FFFF0000', '20'),
  O3: oft('0204', '00000039 EEAF0000', '01'),
} as const

const odc = (flags: string) =>
  concat(
    `4F444332 004C 0001 0006 0000 F8FA0200686B0000 0000000000000000 00000000 0000 0000 ${flags} 00000000 ${NAME}`,
    zeros(17),
  )

/** ODC2 frames: confirmation and typing. */
export const ODC_FRAMES = { D1: odc('00000060'), D2: odc('0000000A') } as const

/** The file of the vectors: 57 bytes, checksum EEAF0000. */
export const CYGWIN_BAT = new TextEncoder().encode(
  '@echo off\r\n\r\nC:\r\nchdir C:\\cygwin\\bin\r\n\r\nbash --login -i\r\n',
)

/** Input and OFT checksum. A zero checksum stands for FFFF0000 as well. */
export const OFT_CHECKSUMS: readonly (readonly [name: string, bytes: Uint8Array, checksum: number])[] = [
  ['nothing', zeros(0), 0xffff0000],
  ['one zero', zeros(1), 0xffff0000],
  ['1024 zeros', zeros(1024), 0xffff0000],
  ['a', text('a'), 0x9eff0000],
  ['ab', text('ab'), 0x9e9d0000],
  ['abc', text('abc'), 0x3b9d0000],
  ['hello world', text('hello world'), 0x6e310000],
  ['123456789', text('123456789'), 0xf62a0000],
  ['the fox', text('The quick brown fox jumps over the lazy dog'), 0x72a40000],
  ['FF', hex('FF'), 0x00ff0000],
  ['00 FF', hex('00FF'), 0xff000000],
  ['FF FF', hex('FFFF'), 0x00000000],
  ['FF FF FF FF', hex('FFFFFFFF'), 0x00000000],
  ['1000 FF', filled(1000, 0xff), 0x00000000],
  ['65537 80', filled(65537, 0x80), 0x3fbf0000],
  ['00 to FE', Uint8Array.from({ length: 255 }, (_, at) => at), 0x40bf0000],
  ['00 to FF', Uint8Array.from({ length: 256 }, (_, at) => at), 0x3fc00000],
  ['00 to FF twice', Uint8Array.from({ length: 512 }, (_, at) => at), 0x7f800000],
  ['999 noise', noise(999), 0x05050000],
  ['1000 noise', noise(1000), 0x04400000],
  ['12345 noise', noise(12345), 0x6a760000],
  ['65536 noise', noise(65536), 0x4ff20000],
  ['cygwin.bat', CYGWIN_BAT, 0xeeaf0000],
  ['20 bytes of cygwin.bat', CYGWIN_BAT.subarray(0, 20), 0x56790000],
  ['21 bytes of cygwin.bat', CYGWIN_BAT.subarray(0, 21), 0xed780000],
]

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value)
}

/** The same noise on every run: xorshift32 from 12345678, its low bytes. The first megabyte has checksum DD380000. */
export function noise(length: number): Uint8Array {
  let state = 0x12345678
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  })
}

/** Whole FLAP frames of one small session, each with the side that sends it. */
export const FRAMES = {
  serverSignon: { side: 'server', bytes: hex('2A010064 0004 00000001') },
  clientSignon: { side: 'client', bytes: hex('2A011234 000C 00000001 00060004434F4F4B') },
  hostOnline: { side: 'server', bytes: hex('2A020065 0010 0001 0003 0000 80000000 0001 0002 0004') },
  serviceRequest: { side: 'client', bytes: hex('2A021235 000C 0001 0004 0000 00010004 0010') },
  serviceResponse: {
    side: 'server',
    bytes: hex(`2A020066 0032 0001 0005 8000 00010004 0006 0001 0002 0004 000D 0002 0010
      0005 000E 3139322E302E322E373A35313930 0006 0004 49434F4E`),
  },
  message: {
    side: 'client',
    bytes: hex(`2A021236 002F 0004 0006 0000 00020006 3132333435363700 0001 03626F62
      0002 000F 05010001010101000600000000 6869 0003 0000`),
  },
  hostAck: {
    side: 'server',
    bytes: hex('2A020067 0018 0004 000C 0000 00020006 3132333435363700 0001 03626F62'),
  },
  messageFromBob: {
    side: 'server',
    bytes: hex(`2A020068 003D 0004 0007 0000 80000001 3132333435363700 0001 03626F62 0000 0002
      0001 0002 0010 000F 0004 0000003C 0002 000F 05010001010101000600000000 796F`),
  },
  notLoggedOn: {
    side: 'server',
    bytes: hex('2A020069 0012 0004 0001 0000 00020006 0004 0008 0002 000E'),
  },
  feedbagStatus: {
    side: 'server',
    bytes: hex('2A02006A 0016 0013 000E 8000 00030008 0006 0001 0002 0004 0000 0003'),
  },
  keepAlive: { side: 'client', bytes: hex('2A051237 0000') },
  signoff: { side: 'server', bytes: hex('2A04006B 0006 0009 0002 0001') },
} as const

/** Whole FLAP frames from a server that once crashed, hung or misled a real client or analyzer; the key is the case's number. */
export const REGRESSIONS = {
  /** libpurple 3f029e1c: stray bytes after the last TLV of a message. */
  R01: hex(
    '2a020001003200040007000000000001434f4f4b494530310001056275646479000000000002000f05010001010101000600000000686900',
  ),
  /** libpurple 71498cdf: user-info TLV 0x001d whose inner length runs out of the block. */
  R02: hex('2a020001001d0003000b00000000000105627564647900000001001d0005000204ff41'),
  /** CVE-2009-1889: an ICQ web message taken for an SMS. */
  R03: hex(
    '2a020001005200040007000000000001434f4f4b49453031000405627564647900000000000500304e61bc001a00280000002600811a18bc0e6c1847a5916f18dcc76f1a00000d0000004943515765624d65737361676500',
  ),
  /** CVE-2009-3615: a contact list with fewer entries than it counts. */
  R04: hex(
    '2a020001003800040007000000000001434f4f4b49453031000405627564647900000000000500164e61bc0013000e0035fe313131fe6f6e6c796f6e6500',
  ),
  /** CVE-2002-1362: message fields without the separator. */
  R05: hex(
    '2a020001004000040007000000000001434f4f4b494530310004056275646479000000000005001e4e61bc0004001600687474703a2f2f78206e6f20736570617261746f7200',
  ),
  /** CVE-2011-4601: names and texts that are not UTF-8. */
  R06: hex('2a02000100170013001900000000000105fffefdfcfb0003c328a00000'),
  /** libpurple bc0b874b: an ICQ error for a request nobody made. */
  R07: hex('2a020001000c00150001000000007777ffff'),
  /** libpurple 63c84744: an ICBM error for a request nobody made. */
  R08: hex('2a020001000c000400010000000077780004'),
  /** CVE-2005-2102: a file name in a proposal that is not UTF-8. */
  R11: hex(
    '2a020001005700040007000000000001434f4f4b49453031000205627564647900000000000500350000434f4f4b49453031094613434c7f11d18222444553540000000a000200012711001100010001000004d261fffe802e74787400',
  ),
  /** CVE-2005-0472, its likely shape: SNAC flag 0x8000 with a block longer than the payload. */
  R16: hex('2a02000100120001000f800000000001ffff000100020003'),
  /** libpurple #4829: a proposal whose address tags have the wrong sizes. */
  R22: hex(
    '2a020001005100040007000000000001434f4f4b49453031000205627564647900000000000500' +
      '2f0000434f4f4b49453031094613434c7f11d18222444553540000000a00020001000200020a00000500011400160000',
  ),
} as const
