import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { synthetic } from '../../captures/write.ts'
import { bundledCaptures, goldenPath, timelines } from '../support/golden.ts'

const CAPTURES = resolve(import.meta.dirname, '../../captures')
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(CAPTURES, name)))

describe('the bundled captures', () => {
  it.each([...timelines(bundledCaptures())])('%s has the timeline of its golden file', (name, timeline) => {
    expect(timeline).toBe(readFileSync(join(CAPTURES, goldenPath(name)), 'utf8'))
  })

  it.each([...synthetic()])('%s is what the script beside it writes', (name, bytes) => {
    expect(Buffer.from(read(name)).equals(bytes)).toBe(true)
  })
})
