import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pcapngHeader, pcapngPacket } from '../../src/capture/pcapng-writer.ts'
import { concat } from '../support/bytes.ts'
import { readCapture } from './files.ts'

test('what is written is read again: time to the nanosecond, lengths, link type, interface, bytes', () => {
  const interfaces = [
    { linkType: 1, snaplen: 0 },
    { linkType: 276, snaplen: 262_144 },
  ]
  const written = fc.record({
    interfaceId: fc.nat(1),
    seconds: fc.nat(0xffffffff),
    nanos: fc.nat(999_999_999),
    data: fc.uint8Array({ maxLength: 70 }),
    more: fc.nat(2000),
  })
  fc.assert(
    fc.property(fc.array(written), (packets) => {
      const blocks = packets.map(({ data, more, ...rest }) =>
        pcapngPacket({ ...rest, originalLength: data.length + more }, concat('ffff', data, 'ff'), 2, 2 + data.length),
      )
      const { packets: found, reader } = readCapture(concat(pcapngHeader(interfaces), ...blocks))
      expect(reader.problems).toEqual([])
      expect(found).toMatchObject(
        packets.map(({ interfaceId, seconds, nanos, data, more }) => ({
          interfaceId,
          seconds,
          nanos,
          data,
          originalLength: data.length + more,
          linkType: interfaces[interfaceId]!.linkType,
        })),
      )
    }),
  )
})
