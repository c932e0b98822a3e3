import { listen } from '../../test/network/listen.ts'
import * as t from '../../test/support/index.ts'
import { decodePieces, encodePieces } from '../pieces.ts'
import { packetsOf, SAMPLES } from '../seeds.ts'
import { promise, type Target } from '../target.ts'

const TYPES = [0, 1, 9, 12, 101, 108, 113, 228, 229, 276] as const

/** Packets of any link layer down to TCP: the first byte says which. No stream has more bytes than the packets. */
export const target: Target = {
  name: 'link',
  seeds: () => {
    const packets = SAMPLES[0]!.packets.slice(0, 12)
    const fragments = packets.flatMap(({ time, bytes }) =>
      t.ipv4Fragments(bytes, 24).map((each) => ({ time, bytes: each })),
    )
    return (Object.keys(t.LINKS) as t.LinkName[]).flatMap((link) =>
      [packets, fragments].map((each) => {
        const type = TYPES.indexOf(t.LINKS[link].number)
        const frames = packetsOf(t.pcap(each, { link }))
        return t.concat(t.u8(Math.max(0, type)), encodePieces(frames.map((bytes, at) => ({ way: at * 8, bytes }))))
      }),
    )
  },
  longest: 16_384,
  words: ['0800', '86dd', '8100', '88a8', '9100', '8847', '8848', '8864', '6558', '2f', '2c', '33', '4500', '6000'].map(
    t.hex,
  ),
  run: (input) => {
    const type = TYPES[(input[0] ?? 0) % TYPES.length]!
    const pieces = decodePieces(input.subarray(1))
    const records = pieces.map(({ way, bytes }, at) => {
      // Some were cut by the capture, some come a minute later.
      const original = bytes.length + ((way & 7) === 7 ? 40 : 0)
      return t.concat(
        t.u32le(1000 + at * ((way & 6) === 6 ? 30 : 0)),
        t.u32le(0),
        t.u32le(bytes.length),
        t.u32le(original),
        bytes,
      )
    })
    const header = t.concat(
      t.u32le(0xa1b2c3d4),
      t.u16le(2),
      t.u16le(4),
      t.u32le(0),
      t.u32le(0),
      t.u32le(262_144),
      t.u32le(type),
    )
    const { flows } = listen(t.concat(header, ...records))
    const captured = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0)
    const streamed = flows.reduce((sum, { flow }) => sum + flow.stream0.captured + flow.stream1.captured, 0)
    promise(streamed <= captured, () => `${captured} bytes of packets, ${streamed} of streams`)
    for (const { calls } of flows) promise(calls.at(-1) === 'retired', () => 'a flow that never left')
  },
}
