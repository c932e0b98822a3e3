/**
 * Every cap of the program, with where its number comes from. Reaching one is reported once, with its name.
 * `--limits` prints this table.
 */
export interface Limit {
  readonly value: number
  readonly unit: 'bytes' | 'count' | 'seconds' | 'packets'
  readonly what: string
  readonly precedent: string
}

const limit = (value: number, unit: Limit['unit'], what: string, precedent: string): Limit => ({
  value,
  unit,
  what,
  precedent,
})

export const LIMITS = {
  layers: limit(16, 'count', 'headers in front of the TCP header', 'Suricata decodes 16 layers'),
  ipv6Extensions: limit(16, 'count', 'extension headers of one IPv6 packet', 'as for layers'),
  ipv6Addresses: limit(262_144, 'count', 'different IPv6 addresses told apart', 'four for each tracked flow'),
  fragmentedDatagrams: limit(1_024, 'count', 'IP datagrams in reassembly', 'Suricata holds 65 535; ours are rare'),
  fragmentBytes: limit(16 << 20, 'bytes', 'held for IP datagrams in reassembly', 'Suricata 32 MiB'),
  fragmentAge: limit(60, 'seconds', 'until an incomplete IP datagram is given up', 'Suricata 60 s'),
  flows: limit(65_536, 'count', 'flows tracked at once; the longest idle leave first', 'Suricata hash 65 536'),
  closedFlowLinger: limit(10, 'seconds', 'a closed flow is kept for late packets', 'shorter than TIME_WAIT (60 s)'),
  pendingPerStream: limit(1 << 20, 'bytes', 'out-of-order data held per stream', 'Zeek gives up 16 KiB above a hole'),
  pendingTotal: limit(64 << 20, 'bytes', 'out-of-order data held in all', 'Suricata 256 MiB'),
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
  tombstones: limit(4_096, 'count', 'ended conversations remembered for late copies', 'minutes of a busy server'),
  conversations: limit(
    10_000,
    'count',
    'rendezvous conversations open at once; the oldest are concluded first',
    'a busy server',
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
  extractedFile: limit(100 << 20, 'bytes', 'of one extracted file (--max-size)', 'Zeek extracts 100 MiB of a file'),
  extractedTotal: limit(1 << 30, 'bytes', 'of all extracted files', 'ten of the largest'),
  extractedFiles: limit(1_000, 'count', 'files extracted', 'Wireshark gives up a name after 1 000 tries'),
  filterLength: limit(4_096, 'count', 'characters of a filter', 'a screen full; people write one line'),
  filterDepth: limit(64, 'count', 'parentheses and negations inside of each other in a filter', 'people write three'),
  pasteLength: limit(1 << 20, 'count', 'characters of pasted bytes', 'the longest FLAP frame is 200 kB of hex'),
} as const satisfies Record<string, Limit>
