import { listen } from '../../test/network/listen.ts'
import * as t from '../../test/support/index.ts'
import { promise, type Target } from '../target.ts'

const RECORD = 8
const DATA = Uint8Array.from({ length: 256 }, (_, at) => 97 + (at % 26))

/**
 * Segments of two connections in any order, eight bytes each: connection and side, flags, sequence and acknowledgment
 * numbers around a base, length, seconds since the one before, bytes cut. Every captured byte is delivered, repeated or
 * undelivered, once.
 */
export const target: Target = {
  name: 'tcp',
  seeds: () =>
    [
      '0002000000000000 0112000001000000 0010010100000000 0010010120000000 0110011b20000000 0010210100000000 0011210100000000',
      '0002000000000000 0112000001000000 0010210120000000 0010010120000000 0010410120000005 0110010020000300 0014610000000000',
      '00100101ff000000 0010300140000000 0110010020000000 0211010120000000 0310010120000002 0204ffff00000000',
    ].map(t.hex),
  longest: 8 * 600,
  run: (input) => {
    const packets: Uint8Array[] = []
    let seconds = 1000
    let sent = 0
    for (let at = 0; at + RECORD <= input.length; at += RECORD) {
      const [which, flags, seq, seqShift, length, ackOrLater, later, cut] = input.subarray(at, at + RECORD)
      const toServer = which! % 2 === 0
      const ends = [t.endpoint(`10.0.0.${1 + ((which! >> 1) & 1)}:1025`), t.endpoint('10.0.0.9:5190')] as const
      const far = seqShift! >= 250 ? (seqShift! - 250) * 0x2aaaaaaa : seqShift! % 4
      const packet = t.tcpPacket({
        from: ends[toServer ? 0 : 1],
        to: ends[toServer ? 1 : 0],
        seq: (0xffffff80 + seq! + far) >>> 0,
        ack: (0xffffff80 + ackOrLater! * 2) >>> 0,
        flags: flags!,
        payload: DATA.subarray(seq, seq! + (length! & 0x3f)),
        checksum: 0,
      })
      seconds += later! >> 5
      const captured = packet.length - Math.min(cut! & 0x1f, packet.length)
      sent += Math.max(0, captured - 40)
      const record = t.concat(
        t.u32le(seconds),
        t.u32le(0),
        t.u32le(captured),
        t.u32le(packet.length),
        packet.subarray(0, captured),
      )
      packets.push(record)
    }
    const header = t.concat(
      t.u32le(0xa1b2c3d4),
      t.u16le(2),
      t.u16le(4),
      t.u32le(0),
      t.u32le(0),
      t.u32le(262_144),
      t.u32le(101),
    )
    const { flows, network } = listen(t.concat(header, ...packets))
    let counted = 0
    for (const { flow, streams } of flows) {
      for (const stream of [flow.stream0, flow.stream1])
        counted += stream.captured + stream.repeated + stream.undelivered
      const told = Object.values(streams)
        .join('')
        .replaceAll(/<[^>]*>/g, '').length
      const captured = flow.stream0.captured + flow.stream1.captured
      promise(told === captured, () => `${captured} bytes captured, ${told} handed on`)
    }
    promise(network.tcp.malformed > 0 || counted === sent, () => `${sent} bytes sent, ${counted} counted`)
  },
}
