import { describe, expect, it } from 'vitest'
import { generate, PROFILES, type Profile } from '../../bench/generate.ts'
import type { Truth } from '../../bench/traffic/truth.ts'
import { differences, expected, verify } from '../../bench/verify.ts'
import { temporaryFiles } from '../io/reading.ts'
import { oftChecksumSlow } from '../support/index.ts'
import { sum16 } from '../../bench/traffic/sum16.ts'

const SIZE = 300_000
const files = temporaryFiles()

function made(profile: Profile, seed = 1): { capture: Buffer; truth: Truth } {
  const pieces: Uint8Array[] = []
  const truth = generate({ profile, size: SIZE, seed }, (piece) => pieces.push(piece.slice()))
  return { capture: Buffer.concat(pieces), truth }
}

describe.each(Object.keys(PROFILES) as Profile[])('a generated capture, %s', (profile) => {
  const { capture, truth } = made(profile)

  it('is the same for the same seed and another for another', () => {
    const again = made(profile)
    expect(again.truth).toEqual(truth)
    expect(again.capture.equals(capture)).toBe(true)
    expect(made(profile, 2).capture.equals(capture)).toBe(false)
  })

  it('has the size that was asked for, and not much more', () => {
    expect(capture.length).toBe(truth.bytes)
    expect(capture.length).toBeGreaterThanOrEqual(SIZE)
    expect(capture.length).toBeLessThan(SIZE * 1.3)
  })

  it('is counted by the program as it was made, and nobody in it is accused', async () => {
    await verify(files.write(`${profile}.pcap`, capture), truth)
  })
})

describe('a generated capture', () => {
  it('is refused when anything else is counted, more or less', () => {
    const wanted = expected(made('mixed').truth)
    const found = new Map(wanted).set('snac 0004/0006', 1).set('error', 2)
    found.delete('conversations')
    expect(differences(wanted, wanted)).toEqual([])
    expect(differences(wanted, found)).toEqual([
      `conversations: ${wanted.get('conversations')} made, 0 found`,
      `snac 0004/0006: ${wanted.get('snac 0004/0006')} made, 1 found`,
      'error: 0 made, 2 found',
    ])
  })

  it('states the checksums of its files right', () => {
    const bytes = Uint8Array.from({ length: 10_001 }, (_, at) => (at * 7919) >>> 3)
    expect(((0xffff - sum16(bytes, 0, bytes.length)) << 16) >>> 0).toBe(oftChecksumSlow(bytes))
  })
})
