import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { payloadOf, recognise, SHAPE_NAMES } from '../../../src/report/paste/recognise.ts'
import { treeLines } from '../../../src/report/tree.ts'
import {
  ARS_FRAMES,
  concat,
  FRAMES,
  ODC_FRAMES,
  OFT_HEADERS,
  RENDEZVOUS_BLOCKS,
  scenario,
} from '../../support/index.ts'

const names = (bytes: Uint8Array, ...rest: [start?: number, kind?: 'flap' | 'tlv' | 'snac']): string[] =>
  recognise(bytes, ...rest).found.map(({ kind, name }) => `${kind} ${name}`)

describe('pasted bytes', () => {
  it('are FLAP frames, one or several', () => {
    expect(names(FRAMES.message.bytes)).toEqual(['flap ICBM__CHANNEL_MSG_TOHOST'])
    const all = Object.values(FRAMES).map(({ bytes }) => bytes)
    const reading = recognise(concat(...all))
    expect(reading.found.map(({ at, end }) => end - at)).toEqual(all.map(({ length }) => length))
    expect(reading).toMatchObject({ missing: 0 })
  })

  it.each([
    ['a SNAC alone', FRAMES.message.bytes.subarray(6), 'snac ICBM__CHANNEL_MSG_TOHOST'],
    ['TLVs', FRAMES.signoff.bytes.subarray(6), 'tlv TLVS'],
    ['a rendezvous block', RENDEZVOUS_BLOCKS.P1, 'rendezvous PROPOSE'],
    ['a CANCEL', RENDEZVOUS_BLOCKS.P7, 'rendezvous CANCEL'],
    ['an OFT2 header', OFT_HEADERS.O2, 'oft ACK'],
    ['a direct IM frame', ODC_FRAMES.D2, 'odc TYPING'],
    ['a proxy frame', ARS_FRAMES.A1, 'ars INIT_SEND'],
  ])('are recognised: %s', (_what, bytes, name) => {
    expect(names(bytes)).toEqual([name])
    expect(recognise(bytes)).toMatchObject({ rest: bytes.length, missing: 0 })
  })

  it('that are cut short say how much is missing', () => {
    const { bytes } = FRAMES.message
    for (let length = 6; length < bytes.length; length++) {
      expect(recognise(bytes.subarray(0, length))).toMatchObject({ missing: bytes.length - length, rest: length })
    }
  })

  it('with something else behind them say where that begins', () => {
    const { bytes } = FRAMES.keepAlive
    expect(recognise(concat(bytes, 'deadbeef'))).toMatchObject({ rest: bytes.length, missing: 0 })
    expect(recognise(concat('deadbeef'))).toMatchObject({ found: [], rest: 0 })
  })

  it('are what they are said to be', () => {
    expect(names(FRAMES.signoff.bytes, 6, 'tlv')).toEqual(['tlv TLVS'])
    expect(names(FRAMES.message.bytes, 6, 'snac')).toEqual(['snac ICBM__CHANNEL_MSG_TOHOST'])
  })

  it('of a whole IPv4 packet begin behind the header of TCP', () => {
    const { wire } = scenario()
    const packet = wire.packets.map(({ bytes }) => bytes).find((bytes) => bytes.length > 60)!
    expect(recognise(packet, payloadOf(packet)).found[0]!.kind).toBe('flap')
    expect(payloadOf(FRAMES.message.bytes)).toBe(0)
  })

  it('are decoded in any state, as anything, without a fault', () => {
    const seeds = [
      ...Object.values(FRAMES).map(({ bytes }) => bytes),
      ...Object.values(OFT_HEADERS),
      ...Object.values(ODC_FRAMES),
      ...Object.values(ARS_FRAMES),
      ...Object.values(RENDEZVOUS_BLOCKS),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(undefined, ...SHAPE_NAMES),
        (seed, at, value, kind) => {
          const bytes = seed.slice(0, value % 7 === 0 ? at % (seed.length + 1) : seed.length)
          if (bytes.length > 0) bytes[at % bytes.length] = value
          const { found, rest } = recognise(bytes, 0, kind)
          expect(rest).toBeLessThanOrEqual(bytes.length)
          for (const { nodes } of found) treeLines(nodes, { secrets: false, indent: 0, places: true })
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
