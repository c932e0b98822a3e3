import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Progress } from '../../src/cli/progress.ts'
import type { Shell } from '../../src/cli/shell.ts'
import type { CaptureFile } from '../../src/io/capture-file.ts'

describe('progress', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  function progress(size: number | undefined) {
    const said: string[] = []
    const out = { beforeWrite: undefined as (() => void) | undefined }
    const file = { position: 0, size }
    const shell = { err: (text: string) => said.push(text), out } as unknown as Shell
    return { said, out, file, progress: new Progress(shell, [file as unknown as CaptureFile]) }
  }

  it('says nothing in the first second, then how far and how fast, and leaves nothing behind', () => {
    const { said, file, progress: line } = progress(100e6)
    vi.advanceTimersByTime(900)
    line.tick()
    expect(said).toEqual([])
    file.position = 50e6
    vi.advanceTimersByTime(1100)
    line.tick()
    line.tick()
    expect(said).toEqual(['\r\u001b[K50% · 50 MB · 25 MB/s'])
    line.end()
    expect(said.at(-1)).toBe('\r\u001b[K')
  })

  it('knows no share of a pipe, and steps aside for output', () => {
    const { said, out, file, progress: line } = progress(undefined)
    file.position = 2e6
    vi.advanceTimersByTime(2000)
    line.tick()
    expect(said).toEqual(['\r\u001b[K2 MB · 1 MB/s'])
    out.beforeWrite!()
    expect(said.length).toBe(2)
    line.end()
    expect(out.beforeWrite).toBeUndefined()
  })
})
