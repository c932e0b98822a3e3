import { CaptureWriter } from './traffic/capture-writer.ts'
import { Noise } from './traffic/noise.ts'
import { People } from './traffic/people.ts'
import { Random } from './traffic/random.ts'
import { Transfers } from './traffic/transfers.ts'
import { noTruth, type Truth } from './traffic/truth.ts'
import { World } from './traffic/world.ts'

interface Mix {
  /** Of the bytes; the rest of 1 is noise. */
  readonly chat: number
  readonly files: number
  /** At the same time. */
  readonly people: number
  readonly transfers: number
  readonly strangers: number
  readonly fileSizes: readonly [number, number]
  /** Share of the connections that use IPv6. */
  readonly v6: number
  /** Mean microseconds between packets. */
  readonly pace: number
}

/** What captures are made of. `chatty`: tiny packets of many sessions. `transfer`: nearly all bytes are file bodies. */
export const PROFILES = {
  chatty: mix({ chat: 1, files: 0, people: 2_000, transfers: 0, strangers: 0, v6: 0, pace: 40 }),
  transfer: mix({ chat: 0.005, files: 0.995, people: 64, fileSizes: [64_000, 32_000_000], transfers: 32, pace: 12 }),
  mixed: mix({ chat: 0.3, files: 0.5, people: 500, fileSizes: [20_000, 8_000_000] }),
  noise: mix({ chat: 0.025, files: 0.025, people: 50, transfers: 4, strangers: 20_000, pace: 20 }),
} as const

export type Profile = keyof typeof PROFILES

function mix(given: Partial<Mix>): Mix {
  const usual = { transfers: 16, strangers: 5_000, fileSizes: [20_000, 1_000_000] as const, v6: 0.05, pace: 30 }
  return { chat: 0, files: 0, people: 0, ...usual, ...given }
}

export interface Request {
  readonly profile: Profile
  /** Bytes to reach. Transfers are finished and sessions closed, so the capture ends a little above. */
  readonly size: number
  readonly seed?: number
  /** The size whose number of sessions, transfers and strangers at a time it has; default is its own. */
  readonly crowd?: number
}

/** Bytes of a capture for each session, transfer and stranger, so that small ones are not all beginning and end. */
const BYTES_EACH = { person: 50_000, transfer: 200_000, stranger: 5_000, file: 20 } as const

/**
 * A capture of made-up traffic, piece by piece, and what is in it. The same request gives the same bytes, and memory stays
 * flat whatever the size. A piece is valid until `write` returns.
 */
export function generate(
  { profile, size, seed = 1, crowd = size }: Request,
  write: (piece: Uint8Array) => void,
): Truth {
  const settings = PROFILES[profile]
  const random = new Random(seed)
  const capture = new CaptureWriter(write, random, settings.pace)
  const world = new World(capture, random, noTruth(profile, seed))
  const scaled = (count: number, bytes: number) => Math.min(count, Math.max(2, Math.round(crowd / bytes)))
  const people = new People(world, scaled(settings.people, BYTES_EACH.person), settings.v6)
  const [least, most] = settings.fileSizes
  const largest = Math.max(2, Math.min(most, crowd / BYTES_EACH.file))
  const transfers = new Transfers(
    world,
    people,
    settings.transfers === 0 ? 0 : scaled(settings.transfers, BYTES_EACH.transfer),
    [Math.min(least, largest / 2), largest],
  )
  const noise = new Noise(world, scaled(settings.strangers, BYTES_EACH.stranger), settings.v6)

  const kinds = [
    { share: settings.chat, used: 0, turn: () => people.turn() },
    { share: settings.files, used: 0, turn: () => transfers.turn(size - capture.written) || people.turn() },
    { share: 1 - settings.chat - settings.files, used: 0, turn: () => noise.turn() },
  ].filter(({ share }) => share > 1e-9)
  while (capture.written < size) {
    const before = capture.written
    // Whoever is furthest behind its share.
    let next = kinds[0]!
    for (const kind of kinds) {
      if (kind.used / kind.share < next.used / next.share) next = kind
    }
    next.turn()
    next.used += capture.written - before
  }
  transfers.end()
  people.end()
  return world.end()
}
