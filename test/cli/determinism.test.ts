import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { join } from 'node:path'
import { oscarscope, ROOT } from './program.ts'

const CAPTURE = join(ROOT, 'captures/transfer-with-faults.pcap')
const ELSEWHERE = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }
const HAS_TSHARK = spawnSync('tshark', ['--version']).status === 0

describe('the same capture says the same', () => {
  it.each([['-T', 'ndjson'], ['-T', 'text', '-t', 'ad', '-V'], ['check'], ['transfers']])(
    'in another time zone and language: %s %s',
    (...args) => {
      expect(oscarscope([...args, CAPTURE], { env: ELSEWHERE }).out).toBe(oscarscope([...args, CAPTURE]).out)
    },
  )

  it.skipIf(!HAS_TSHARK)('FLAP frames of it are those that tshark finds', () => {
    const { stdout } = spawnSync(
      'tshark',
      [
        '-r',
        CAPTURE,
        '-d',
        'tcp.port==5190,aim',
        '-o',
        'tcp.reassemble_out_of_order:true',
        '-T',
        'fields',
        '-e',
        'aim.seqno',
      ],
      { encoding: 'utf8' },
    )
    const theirs = stdout
      .split(/[\n,]/)
      .filter((each) => each !== '')
      .map(Number)
    const { out } = oscarscope(['-T', 'fields', '-e', 'flap.seq', '-Y', 'flap', CAPTURE])
    const ours = out
      .split('\n')
      .filter((each) => each !== '')
      .map(Number)
    expect(ours.length).toBeGreaterThan(100)
    expect(ours.toSorted((a, b) => a - b)).toEqual(theirs.toSorted((a, b) => a - b))
  })
})
