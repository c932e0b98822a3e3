/** What a generated capture holds, counted while it is written. */
export interface Truth {
  profile: string
  seed: number
  bytes: number
  packets: number
  /** Frames by channel. */
  frames: Record<number, number>
  /** SNACs by foodgroup and subgroup: `0004/0006`. */
  snacs: Record<string, number>
  /** Rendezvous messages, each copy of them: one to the host, one from it. */
  rendezvous: { propose: number; cancel: number; accept: number }
  /** Cookies of rendezvous conversations. */
  conversations: number
  /** OFT2 headers by type, on each connection that carries them. */
  headers: Record<string, number>
  /** Frames of the rendezvous proxy by command. */
  proxy: Record<string, number>
  transfers: TransferTruth[]
}

export interface TransferTruth {
  readonly sender: string
  readonly receiver: string
  readonly name: string
  readonly size: number
  /** The OFT checksum, eight hex digits. */
  readonly checksum: string
}

export function noTruth(profile: string, seed: number): Truth {
  const rendezvous = { propose: 0, cancel: 0, accept: 0 }
  const counts = { frames: {}, snacs: {}, rendezvous, headers: {}, proxy: {} }
  return { profile, seed, bytes: 0, packets: 0, ...counts, conversations: 0, transfers: [] }
}

export function hex4(value: number): string {
  return value.toString(16).padStart(4, '0')
}

/** FLAP frames, OFT2 headers and proxy frames: what the program calls frames in its sums. */
export function framesOf({ frames, headers, proxy }: Truth): number {
  return [frames, headers, proxy].flatMap((counts) => Object.values(counts)).reduce((sum, count) => sum + count, 0)
}

export function tally(counts: Record<string, number>, name: string, times = 1): void {
  counts[name] = (counts[name] ?? 0) + times
}
