import { findTlv } from './find-tlv.ts'

/** TLVs that a SNAC is useless without; of several in a row one suffices. */
const REQUIRED: ReadonlyMap<number, readonly (readonly number[])[]> = new Map([
  // OSERVICE__SERVICE_RESPONSE: foodgroup, address, cookie.
  [0x00010005, [[0x000d], [0x0005], [0x0006]]],
  // BUCP: name; name and a password or its hash; address or error.
  [0x00170006, [[0x0001]]],
  [0x00170002, [[0x0001], [0x0025, 0x0002]]],
  [0x00170003, [[0x0005, 0x0008]]],
])

/** The first TLV that is missing in the body `bytes[start, end)` of a SNAC. */
export function missingTlv(
  foodgroup: number,
  subgroup: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): number | undefined {
  const required = REQUIRED.get(foodgroup * 0x10000 + subgroup)
  return required?.find((tags) => tags.every((tag) => findTlv(bytes, start, end, tag) < 0))?.[0]
}
