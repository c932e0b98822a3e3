import { describe, expect, it } from 'vitest'
import { HISTORY } from '../../src/capture/history.ts'
import { SegmentHistory } from '../../src/network/segment-history.ts'
import type { Window } from '../../src/network/stream-consumer.ts'

function capture(length: number): Window {
  const bytes = new Uint8Array(length)
  return { bytes, view: new DataView(bytes.buffer), base: 0 }
}

describe('the history of segments', () => {
  it('compares what is sent again with where it was first captured', () => {
    const window = capture(1000)
    window.bytes.set([1, 2, 3, 4], 100)
    window.bytes.set([3, 4, 5], 500)
    window.bytes.set([3, 9, 5], 600)
    const history = new SegmentHistory()
    history.add(7, 1000, 4, window, 100)
    expect(history.differs(7, 1002, 3, window, 500)).toBe(false)
    expect(history.differs(7, 1002, 3, window, 600)).toBe(true)
    expect(history.differs(8, 1002, 3, window, 600)).toBe(false)
  })

  it('never compares with bytes at the same place of another capture', () => {
    const [one, two] = [capture(1000), capture(1000)]
    one.bytes.set([1, 2, 3, 4], 100)
    one.bytes.set([1, 2, 9, 4], 700)
    two.bytes.set([1, 2, 3, 4], 500)
    const history = new SegmentHistory()
    history.add(7, 1000, 4, one, 100)
    expect(history.differs(7, 1000, 4, two, 500)).toBe(false)
    expect(history.differs(7, 1000, 4, one, 700)).toBe(true)
  })

  it('looks back as far as every reader can, and no farther', () => {
    const window = capture(HISTORY + 1000)
    window.bytes.set([1], HISTORY)
    window.bytes.set([1], HISTORY + 1)
    const history = new SegmentHistory()
    history.add(7, 1000, 1, window, 0)
    expect(history.differs(7, 1000, 1, window, HISTORY)).toBe(true)
    expect(history.differs(7, 1000, 1, window, HISTORY + 1)).toBe(false)
  })
})
