/** Bytes of one captured packet: what libpcap and Wireshark accept (MAXIMUM_SNAPLEN). */
export const MAX_CAPTURED = 262_144

/** Bytes of a pcapng block, and of its section header: libpcap's limits. */
export const MAX_BLOCK = 16 * 1024 * 1024
export const MAX_SECTION_HEADER = 1024 * 1024

/**
 * Bytes of a pcapng block that are held at once: the largest packet and as much again of options. What a longer block
 * has behind them is skipped.
 */
export const MAX_HELD = 2 * MAX_CAPTURED

/** Interfaces in one section: what a 16-bit interface number of the old packet block can name. */
export const MAX_INTERFACES = 65_536

/** Problems kept of one code; the rest are only counted. Zeek suppresses an analyzer after 1 000 violations. */
export const MAX_PROBLEMS_PER_CODE = 100

/** Bytes before the current packet that stay readable: the largest TCP window without scaling. */
export const HISTORY = 65_536
