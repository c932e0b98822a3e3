import { readCapture, verdict } from '../../test/capture/files.ts'
import * as t from '../../test/support/index.ts'
import { SAMPLES } from '../seeds.ts'
import { promise, same, type Target } from '../target.ts'

/** Both capture readers: the same packets and problems in whatever pieces the file arrives, none with more bytes than there are. */
export const target: Target = {
  name: 'reader',
  seeds: () => {
    const packets = SAMPLES[0]!.packets.slice(0, 6)
    const bothEnds = [false, true].flatMap((bigEndian) =>
      [false, true].flatMap((nanoseconds) => [
        t.pcap(packets, { bigEndian, nanoseconds, snaplen: 96 }),
        t.pcapng(packets, { bigEndian, nanoseconds, snaplen: 96 }),
      ]),
    )
    return [...bothEnds, t.concat(bothEnds[1]!, bothEnds[5]!)]
  },
  longest: 16_384,
  words: [
    'a1b2c3d4',
    'd4c3b2a1',
    'a1b23c4d',
    '4d3cb2a1',
    '0a0d0d0a',
    '1a2b3c4d',
    '4d3c2b1a',
    '00000006',
    '06000000',
  ].map(t.hex),
  run: (input) => {
    const whole = readCapture(input)
    promise(
      whole.packets.every(({ data }) => data.length <= input.length),
      () => 'a packet longer than the file',
    )
    promise(
      whole.packets.every(({ nanos }) => nanos >= 0 && nanos < 1e9),
      () => 'nanoseconds beyond a second',
    )
    for (const sizes of [[1], [7, 100]]) {
      const pieces = readCapture(input, sizes)
      same(
        pieces.packets.map(({ data, ...rest }) => [t.toHex(data), rest]),
        whole.packets.map(({ data, ...rest }) => [t.toHex(data), rest]),
        `packets in pieces of ${sizes.join()}`,
      )
      same(verdict(pieces), verdict(whole), `verdict in pieces of ${sizes.join()}`)
    }
  },
}
