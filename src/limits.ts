/**
 * Every cap of the program, with where its number comes from. Reaching one is reported once, with its name.
 * `--limits` prints this table, `--limit NAME=VALUE` changes a row for one run.
 */
export interface Limit {
  value: number
  readonly unit: 'bytes' | 'count' | 'seconds' | 'packets' | 'ratio'
  readonly what: string
  readonly precedent: string
  /** The format or a buffer has no room for more. */
  readonly fixed?: true
}

const limit = (value: number, unit: Limit['unit'], what: string, precedent: string): Limit => ({
  value,
  unit,
  what,
  precedent,
})

const fixed = (value: number, unit: Limit['unit'], what: string, precedent: string): Limit => ({
  ...limit(value, unit, what, precedent),
  fixed: true,
})

export const LIMITS = {
  capturedPacket: fixed(262_144, 'bytes', 'of one captured packet', 'libpcap and Wireshark (MAXIMUM_SNAPLEN)'),
  pcapngBlock: limit(16 << 20, 'bytes', 'of a pcapng block', 'libpcap'),
  pcapngSection: limit(1 << 20, 'bytes', 'of a pcapng section header', 'libpcap'),
  interfaces: fixed(65_536, 'count', 'interfaces of one section', 'the 16-bit number of the old packet block'),
  captureProblems: limit(100, 'count', 'problems kept of one kind in one file', 'Zeek stops at 1 000 violations'),
  gzipOutput: limit(4 * 1024 ** 3, 'bytes', 'inflated from one gzip file', 'captures that people keep'),
  gzipRatio: limit(
    200,
    'ratio',
    'bytes inflated from one, behind the first 64 MiB',
    'deflate reaches 1 032, captures stay below 50',
  ),
  layers: limit(16, 'count', 'headers in front of the TCP header', 'Suricata decodes 16 layers'),
  ipv6Extensions: limit(16, 'count', 'extension headers of one IPv6 packet', 'as for layers'),
  ipv6Addresses: limit(262_144, 'count', 'different IPv6 addresses told apart', 'four for each tracked flow'),
  fragmentedDatagrams: limit(1_024, 'count', 'IP datagrams in reassembly', 'Suricata holds 65 535; ours are rare'),
  fragmentBytes: limit(16 << 20, 'bytes', 'held for IP datagrams in reassembly', 'Suricata 32 MiB'),
  fragmentAge: limit(60, 'seconds', 'until an incomplete IP datagram is given up', 'Suricata 60 s'),
  flows: limit(65_536, 'count', 'flows tracked at once; the longest idle leave first', 'Suricata hash 65 536'),
  halfOpen: limit(
    16_384,
    'count',
    'connections without data kept while others come',
    'a flood of SYNs; one in four flows',
  ),
  closedFlows: limit(16_384, 'count', 'closed flows kept for late packets', 'one in four flows'),
  closedFlowLinger: limit(10, 'seconds', 'a closed flow is kept for late packets', 'shorter than TIME_WAIT (60 s)'),
  pendingPerStream: limit(1 << 20, 'bytes', 'out-of-order data held per stream', 'Zeek gives up 16 KiB above a hole'),
  pendingTotal: limit(64 << 20, 'bytes', 'out-of-order data held in all', 'Suricata 256 MiB'),
  unfinished: limit(
    64 << 20,
    'bytes',
    'held for messages that have begun and for files of open connections; who holds most is concluded first',
    'as pendingTotal',
  ),
  holePatience: limit(
    2,
    'seconds',
    'a hole the peer acknowledged past may still be filled',
    'longer than any capture reorders',
  ),
  holePackets: limit(1_024, 'packets', 'of a flow until such a hole is declared', 'as holePatience, for fast flows'),
  outOfWindow: limit(
    1 << 30,
    'bytes',
    'ahead of the stream that a segment may be',
    'the largest window RFC 7323 allows',
  ),
  probeBytes: limit(
    8_192,
    'bytes',
    'of a stream looked through for a FLAP header when its start is missing',
    'one AOL frame',
  ),
  items: limit(4_096, 'count', 'TLVs of one block, or items of one list', 'Zeek stops a Redis array at 20 000'),
  directIm: limit(1 << 20, 'bytes', 'shown of one direct IM; the rest is counted', 'pictures in messages stay below'),
  hexRows: limit(4_096, 'count', 'rows of one hex dump', 'the longest FLAP frame'),
  tombstones: limit(4_096, 'count', 'ended conversations remembered for late copies', 'minutes of a busy server'),
  conversations: limit(
    10_000,
    'count',
    'rendezvous conversations open at once; the oldest are concluded first',
    'a busy server',
  ),
  sessions: limit(
    10_000,
    'count',
    'sessions that are listed; those that went well and are over leave first',
    'sign-ons of a busy server in an hour',
  ),
  history: limit(
    256,
    'count',
    'messages of one conversation, headers of one file or frames to one proxy that are remembered',
    'a transfer has a dozen',
  ),
  findingsPerRule: limit(
    100,
    'count',
    'findings of one rule in one conversation or flow, then only counted',
    'Zeek stops at 1 000',
  ),
  watchedConversations: limit(
    5_000,
    'count',
    'conversations that the screens of a live capture keep; finished ones without findings leave first',
    'a transfer every 17 seconds for a day',
  ),
  watchedEvents: limit(
    10_000_000,
    'count',
    'events in the timeline of a live capture; later ones are judged and counted, not listed',
    '24 bytes each; 100 a second for a day',
  ),
  extractedFile: limit(100 << 20, 'bytes', 'of one extracted file (--max-size)', 'Zeek extracts 100 MiB of a file'),
  extractedTotal: limit(1 << 30, 'bytes', 'of all extracted files', 'ten of the largest'),
  extractedFiles: limit(1_000, 'count', 'files extracted', 'Wireshark gives up a name after 1 000 tries'),
  transcripts: limit(16 << 20, 'bytes', 'of transcripts held until the end (extract --chat)', 'a novel has 1 MB'),
  filterLength: limit(4_096, 'count', 'characters of a filter', 'a screen full; people write one line'),
  filterDepth: limit(64, 'count', 'parentheses and negations inside of each other in a filter', 'people write three'),
  pasteLength: limit(1 << 20, 'count', 'characters of pasted bytes', 'the longest FLAP frame is 200 kB of hex'),
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof LIMITS

/** How to have more, where a limit was reached. */
export const raising = (name: LimitName): string => `--limit ${name}=N allows more`

/** Changes a limit for this run: called by the command line before anything is read. */
export function setLimit(name: LimitName, value: number): void {
  LIMITS[name].value = value
}
