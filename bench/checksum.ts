/**
 * The OFT checksum of payloads as captures have them, against the routine of clients, in a process of its own. Prints the bytes
 * per second of both.
 */
import { OftChecksum, sameChecksum } from '../src/bytes/oft-checksum.ts'

export interface ChecksumRates {
  readonly ours: number
  readonly byteWise: number
}

const PAYLOAD = 1_448
/** A full frame with its record header: payloads start at any residue. */
const STRIDE = PAYLOAD + 66 + 16 + 1
const PAYLOADS = 20_000
const ROUNDS = 5
const START = 0xffff0000

const bytes = new Uint8Array(STRIDE * PAYLOADS)
for (let at = 0; at < bytes.length; at++) bytes[at] = Math.imul(at, 2_654_435_761) >>> 24

/** Byte by byte, as clients do it. */
function byteWise(data: Uint8Array, start: number, end: number, before: number): number {
  let rest = before >>> 16
  for (let at = start; at < end; at++) {
    rest -= ((at - start) & 1) === 0 ? data[at]! << 8 : data[at]!
    if (rest < 0) rest += 0xffff
  }
  return (rest << 16) >>> 0
}

function ours(): number {
  const checksum = new OftChecksum()
  for (let at = 0; at < bytes.length; at += STRIDE) checksum.add(bytes, at, at + PAYLOAD)
  return checksum.value
}

function theirs(): number {
  let value = START
  for (let at = 0; at < bytes.length; at += STRIDE) value = byteWise(bytes, at, at + PAYLOAD, value)
  return value
}

/** In turn, and the best of each: what comes between only makes slower. */
function rates(): ChecksumRates {
  let [best, bestByteWise] = [Infinity, Infinity]
  for (let round = 0; round < ROUNDS; round++) {
    const begun = process.cpuUsage()
    const mine = ours()
    const between = process.cpuUsage(begun)
    const his = theirs()
    const both = process.cpuUsage(begun)
    if (!sameChecksum(mine, his)) throw new Error(`checksums differ: ${mine.toString(16)} and ${his.toString(16)}`)
    best = Math.min(best, between.user + between.system)
    bestByteWise = Math.min(bestByteWise, both.user + both.system - between.user - between.system)
  }
  const total = (PAYLOAD * PAYLOADS) / 1e-6
  return { ours: total / best, byteWise: total / bestByteWise }
}

process.stdout.write(JSON.stringify(rates()))
