import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CaptureReader } from '../../src/capture/reader.ts'
import { temporaryFiles } from '../io/reading.ts'
import * as t from '../support/index.ts'
import '../support/seed.ts'

const files = temporaryFiles()
const HAS_CAPINFOS = spawnSync('capinfos', ['--version']).status === 0

const LINKS = ['ethernet', 'raw', 'null', 'sll'] as const
const PACKET: t.Packet = {
  time: 0n,
  bytes: t.ipPacket({ from: '10.0.0.1', to: '10.0.0.2', payload: t.zeros(60), protocol: 17 }),
}
/** Name resolution, decryption secrets, blocks of somebody's own, and what nobody knows. */
const OTHERS = [4, 10, 0x0bad, 0x4000_0bad, 0x0000_1234]

type Step = 'packet' | 'simple' | 'other' | 'interface' | 'section'
const steps = fc.array(fc.constantFrom<Step>('packet', 'packet', 'packet', 'simple', 'other', 'interface', 'section'), {
  maxLength: 30,
})
const recipes = fc.sample(fc.record({ steps, bigEndian: fc.boolean(), mixed: fc.boolean(), salt: fc.nat() }), {
  seed: 20261129,
  numRuns: 48,
})

interface Made {
  readonly bytes: Uint8Array
  readonly packets: number
  /** Bytes that they had on the wire. */
  readonly wire: number
}

/** A file as the recipe has it: sections of either byte order, interfaces of several links and resolutions, blocks between. */
function make({ steps, bigEndian, mixed, salt }: (typeof recipes)[number]): Made {
  const blocks: Uint8Array[] = []
  let order = bigEndian
  let faces: t.FileOptions[] = []
  let packets = 0
  let wire = 0
  const face = (): void => {
    const options = {
      link: LINKS[(salt + faces.length) % LINKS.length]!,
      nanoseconds: (salt + faces.length) % 2 === 1,
      bigEndian: order,
      snaplen: [0, 65_535, 262_144, 50][(salt + faces.length) % 4]! || 65_535,
    }
    faces.push(options)
    blocks.push(t.interfaceBlock(options))
  }
  const section = (): void => {
    faces = []
    blocks.push(t.sectionHeader(order))
  }
  section()
  for (const [at, step] of steps.entries()) {
    if (step === 'section') {
      order = mixed ? !order : order
      section()
    } else if (step === 'interface') face()
    else if (step === 'other') {
      const type = OTHERS[(salt + at) % OTHERS.length]!
      // A list of names ends with a record of no bytes; secrets say of what kind and how many they are.
      const body = type === 4 ? t.zeros(4) : type === 10 ? t.zeros(8) : t.filled(8 + ((salt + at) % 20), 0x20)
      blocks.push(t.pcapngBlock(type, body, order))
    } else {
      if (faces.length === 0) face()
      const id = step === 'simple' ? 0 : (salt + at) % faces.length
      const options = faces[id]!
      const packet = { ...PACKET, time: 1_700_000_000_000_000_000n + BigInt(at) * 1_000_000n }
      const frame = t.linkFrame(options.link!, packet.bytes, order)
      packets++
      wire += frame.length
      if (step === 'packet') blocks.push(t.enhancedPacket(packet, { ...options, interfaceId: id }))
      else {
        const length = t.concat(order ? t.u32(frame.length) : t.u32le(frame.length))
        blocks.push(t.pcapngBlock(3, t.concat(length, frame.subarray(0, options.snaplen)), order))
      }
    }
  }
  return { bytes: t.concat(...blocks), packets, wire }
}

function read(bytes: Uint8Array): { packets: number; wire: number; problems: string[] } {
  const reader = new CaptureReader()
  const told = { packets: 0, wire: 0, problems: [] as string[] }
  for (let at = 0; at < bytes.length;) {
    const room = reader.room()
    const count = Math.min(room.length, bytes.length - at)
    room.set(bytes.subarray(at, at + count))
    reader.filled(count)
    at += count
    while (reader.next()) {
      told.packets++
      told.wire += reader.originalLength
    }
  }
  reader.end()
  told.problems.push(...reader.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message))
  return told
}

describe('the packets of pcapng files of every make', () => {
  const made = recipes.map(make)

  it('are all there, with their lengths', () => {
    for (const { bytes, packets, wire } of made) expect(read(bytes)).toEqual({ packets, wire, problems: [] })
  })

  it.skipIf(!HAS_CAPINFOS)('are the packets that capinfos counts', () => {
    const paths = made.map(({ bytes }, at) => files.write(`${at}.pcapng`, bytes))
    const { stdout, stderr } = spawnSync('capinfos', ['-T', '-r', '-M', '-c', '-d', ...paths], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const counted = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t').slice(-2).map(Number))
    expect(counted).toEqual(made.map(({ packets, wire }) => [packets, wire]))
  })
})
