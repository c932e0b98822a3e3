/** Part of what is said on a connection: `way` is who says it, and whatever else a target makes of a byte. */
export interface Piece {
  readonly way: number
  readonly bytes: Uint8Array
}

/** Pieces as an input: a byte for the way, two for the length, the bytes. What is wrong with a length harms one piece only. */
export function encodePieces(pieces: readonly Piece[]): Uint8Array {
  const parts = pieces.flatMap(({ way, bytes }) => {
    const all: Piece[] = []
    for (let at = 0; at === 0 || at < bytes.length; at += 4096) all.push({ way, bytes: bytes.subarray(at, at + 4096) })
    return all
  })
  const input = new Uint8Array(parts.reduce((sum, { bytes }) => sum + 3 + bytes.length, 0))
  let at = 0
  for (const { way, bytes } of parts) {
    input.set([way, bytes.length >> 8, bytes.length & 255], at)
    input.set(bytes, at + 3)
    at += 3 + bytes.length
  }
  return input
}

export function decodePieces(input: Uint8Array): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at + 3 <= input.length;) {
    const length = ((input[at + 1]! & 0x1f) << 8) | input[at + 2]!
    pieces.push({ way: input[at]!, bytes: input.subarray(at + 3, at + 3 + length) })
    at += 3 + length
  }
  return pieces
}
