import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryFiles } from '../io/reading.ts'
import { noise, scenario } from '../support/index.ts'
import { oscarscope, shell } from './program.ts'

const files = temporaryFiles()
const scene = scenario()
const data = noise(3_000)
scene.transfer({ name: 'noise.bin', data }).complete()
const capture = files.write('one.pcap', scene.close().wire.pcap())
const [client, server] = oscarscope([capture, '-Y', 'oft', '-c', '1000', '-T', 'fields', '-e', 'src', '-e', 'dst'])
  .out.split('\n')[0]!
  .split('\t')

describe('follow', () => {
  it('writes the raw bytes of one side to a pipe', () => {
    const out = files.path('raw.bin')
    const sides = ['client', 'server'].map((side) => {
      expect(shell(`oscarscope follow '${capture}' 3 -T raw --from ${side} > '${out}'`).code).toBe(0)
      return readFileSync(out)
    })
    const sender = sides.find(({ length }) => length >= data.length)!
    expect(sender.subarray(256)).toEqual(Buffer.from(data))
  })

  it('shows hex by default, text when asked, and takes both ends for the number', () => {
    const { code, out } = oscarscope(['follow', capture, '3'])
    expect(code).toBe(0)
    expect(out).toContain('4f 46 54 32')
    expect(oscarscope(['follow', capture, `${server!},${client!}`]).out).toBe(out)
    expect(oscarscope(['follow', capture, '3', '-T', 'ascii']).out).toContain('OFT2')
  })

  it('shows frames with their direction and their bytes', () => {
    const { out } = oscarscope(['follow', capture, '1', '-T', 'frames'])
    expect(out).toMatch(/→ .* {2}FLAP {2}SIGNON .*\n +0000 {2}2a 01/)
    expect(out).not.toContain('OFT2')
    const own = oscarscope(['follow', capture, '3', '-T', 'frames', '--from', 'client']).out
    expect(own.match(/OFT2 {2}/g)!.length).toBeLessThan(
      oscarscope(['follow', capture, '3', '-T', 'frames']).out.match(/OFT2 {2}/g)!.length,
    )
  })

  it('ends with 2 when there is no such connection, or it is not named', () => {
    expect(oscarscope(['follow', capture, '99'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no connection 99') as string,
    })
    expect(oscarscope(['follow', capture]).code).toBe(2)
    expect(oscarscope(['follow', capture, 'x']).code).toBe(2)
  })
})
