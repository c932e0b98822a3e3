import { Heard } from '../../test/peer/listen.ts'
import { PeerConnection } from '../../src/peer/connection.ts'
import * as t from '../../test/support/index.ts'
import { decodePieces, encodePieces, type Piece } from '../pieces.ts'
import { conversations } from '../seeds.ts'
import { promise, same, type Target } from '../target.ts'

const FIRST = ['oft2', 'odc2', 'ars'] as const

/** A connection between two users, with holes; the first byte says what it begins with. Told the same however it is cut; every byte once. */
export const target: Target = {
  name: 'peer',
  seeds: () =>
    [...conversations()]
      .filter(({ sent }) => sent[0]![0] !== 0x2a)
      .flatMap(({ sent }) =>
        FIRST.map((_, first) => t.concat(t.u8(first), encodePieces(sent.map((bytes, side) => ({ way: side, bytes }))))),
      ),
  longest: 16_384,
  run: (input) => {
    const first = FIRST[(input[0] ?? 0) % FIRST.length]!
    const pieces = decodePieces(input.subarray(1))
    const whole = hear(pieces, first, Infinity)
    for (const size of [1, 7, 100]) same(told(hear(pieces, first, size)), told(whole), `in pieces of ${size}`)
    for (const side of [0, 1] as const) {
      const sent = pieces.reduce((sum, { way, bytes }) => sum + (isGap(way) || way % 2 !== side ? 0 : bytes.length), 0)
      const { connection, strays, parts } = whole
      const counted = [connection.decoded(side), connection.data(side), strays[side], parts[side]]
      const gaps = pieces.some(({ way }) => isGap(way))
      const sum = counted.reduce((all, each) => all + each)
      // Strays turn out to be a file when its receiver thanks for it.
      const holds = counted[0]! + counted[1]! <= sent && (gaps || sum >= sent)
      promise(holds, () => `side ${side} sent ${sent} bytes, counted are ${counted.join(' + ')}`)
    }
  },
}

const isGap = (way: number): boolean => (way & 0x0c) === 0x0c

function hear(pieces: readonly Piece[], first: (typeof FIRST)[number], size: number) {
  const heard = new Heard()
  const connection = new PeerConnection(heard, first)
  let packet = 0
  for (const { way, bytes } of pieces) {
    const side = (way % 2) as 0 | 1
    packet++
    if (isGap(way)) connection.gap(side, Math.max(1, bytes.length * 97))
    else
      for (let at = 0; at < bytes.length; at += size)
        connection.push(side, bytes, at, Math.min(bytes.length, at + size), packet, packet)
  }
  connection.close()
  return Object.assign(heard, { connection })
}

function told({ log, strays, files }: ReturnType<typeof hear>): unknown {
  return [log, strays, files.map(({ received, size, holeBytes, checksum }) => [received, size, holeBytes, checksum])]
}
