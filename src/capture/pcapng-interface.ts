import { TickClock } from './tick-clock.ts'
import { eachOption } from './pcapng-options.ts'
import type { CaptureReader } from './reader.ts'

/** What an interface description block says of the packets that name it. */
export interface Interface {
  readonly linkType: number
  /** 0 for none. */
  readonly snaplen: number
  /** Bytes of frame check sequence at the end of each packet. */
  readonly fcs: number
  readonly clock: TickClock
}

const TIME_RESOLUTION = 9
const FCS_LENGTH = 13
const TIME_OFFSET = 14

/** Microseconds, where `if_tsresol` is missing. */
const DEFAULT_RESOLUTION = 6

/** Reads the interface description block whose held part is `[at, end)`: link type, snapshot length, options. */
export function describeInterface(reader: CaptureReader, at: number, end: number, little: boolean): Interface {
  const { view } = reader
  let resolution: number | undefined
  let fcs = 0
  let offset = 0
  eachOption(reader, at + 16, end, little, (code, from, length) => {
    if (code === TIME_RESOLUTION && length === 1) {
      const value = view.getUint8(from)
      if (resolution !== undefined) reader.report('option-invalid', reader.offset, 'one if_tsresol', 'another')
      else if (TickClock.accepts(value)) resolution = value
      else reader.report('option-invalid', reader.offset, 'if_tsresol up to 10^-19 or 2^-63', String(value))
    } else if (code === FCS_LENGTH && length === 1) {
      fcs = view.getUint8(from)
    } else if (code === TIME_OFFSET && length === 8) {
      const seconds = view.getBigInt64(from, little)
      if (BigInt.asIntN(53, seconds) === seconds) offset = Number(seconds)
      else reader.report('option-invalid', reader.offset, 'if_tsoffset within 2^52 seconds', String(seconds))
    }
  })
  resolution ??= DEFAULT_RESOLUTION
  if (isFine(resolution)) reader.decimals = 9
  return {
    linkType: view.getUint16(at + 8, little),
    snaplen: view.getUint32(at + 12, little),
    fcs,
    clock: new TickClock(resolution, offset),
  }
}

/** Whether an `if_tsresol` byte names a tick shorter than a microsecond. */
function isFine(resolution: number): boolean {
  return resolution > 0x7f ? (resolution & 0x7f) >= 20 : resolution > DEFAULT_RESOLUTION
}
