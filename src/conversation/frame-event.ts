import { u16, u32 } from '../bytes/read.ts'
import type { Side } from '../network/flow.ts'
import { FLAP_CHANNEL, FLAP_HEADER } from '../oscar/flap.ts'
import { SNAC_HEADER } from '../oscar/index.ts'
import { snacName } from '../oscar/snac-name.ts'
import type { Context } from './context.ts'
import { describeFrame } from './describe.ts'
import type { Decoded, TimelineEvent } from './event.ts'
import type { Placed } from './registry.ts'
import type { Track } from './track.ts'

const CHANNEL_NAMES: Readonly<Record<number, string>> = {
  1: 'SIGNON',
  2: 'DATA',
  3: 'ERROR',
  4: 'SIGNOFF',
  5: 'KEEP_ALIVE',
}

/** Makes an event of the FLAP frame `bytes[start, end)`, or of as much of it as there is. `packets`: when they are several. */
export function tellFrame(
  context: Context,
  track: Track,
  side: Side,
  packets: readonly number[],
  bytes: Uint8Array,
  start: number,
  end: number,
  placed?: Placed,
): void {
  const event = context.begin(track, side, 'flap', '', packets)
  const channel = bytes[start + 1]!
  event.channel = channel
  event.sequence = u16(bytes, start + 2)
  event.length = end - start < FLAP_HEADER ? 0 : u16(bytes, start + 4)
  event.bytes = bytes
  event.start = start
  event.end = end
  event.conversation = placed?.conversation
  event.step = placed?.step
  event.decoder = decodeFrame
  if (channel === FLAP_CHANNEL.data && end - start >= FLAP_HEADER + SNAC_HEADER) {
    event.protocol = 'snac'
    event.foodgroup = u16(bytes, start + 6)
    event.subgroup = u16(bytes, start + 8)
    event.flags = u16(bytes, start + 10)
    event.requestId = u32(bytes, start + 12)
    event.name = snacName(event.foodgroup, event.subgroup)
  } else event.name = CHANNEL_NAMES[channel] ?? `CHANNEL_${channel}`
  context.emit(event)
}

function decodeFrame({ bytes, start, end, fromClient }: TimelineEvent): Decoded {
  return describeFrame(bytes, start, end, fromClient)
}
