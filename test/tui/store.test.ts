import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventIndex, offsetOf, placeIn, sourceOf } from '../../src/tui/store/event-index.ts'
import { KeptBytes } from '../../src/tui/store/kept-bytes.ts'
import { NumberList } from '../../src/tui/store/number-list.ts'
import { scenario } from '../support/index.ts'
import { openScreens } from './screens.ts'

function capture(): Uint8Array {
  const s = scenario()
  s.im('alice', 'bob', 'hello bob')
  s.transfer({ name: 'hello.txt', data: new Uint8Array(5000).fill(7) }).complete()
  return s.close().wire.pcap()
}

describe('the store of a live capture', () => {
  it('lets finished conversations without findings leave when there are too many, and keeps their events', async () => {
    const scene = scenario()
    const { wire } = scene
    for (let n = 0; n < 40; n++) {
      const transfer = scene.transfer({ name: `${n}.txt` })
      if (n === 3) transfer.propose().connect().accept().prompt().data().done().close()
      else transfer.complete()
      wire.wait(60_000)
    }
    const screens = await openScreens([scene.close().wire.pcap()], { unread: true })
    const { store, loader, rows } = screens.state
    store.room = 10
    await loader.run()
    expect(store.conversations.length).toBeLessThanOrEqual(12)
    expect(store.left + store.conversations.length).toBe(40)
    expect(store.conversations.filter(({ findings }) => findings.error > 0).map(({ id }) => id)).toEqual([4])
    expect(store.conversations.at(-1)!.id).toBe(40)
    for (let n = 0; n < store.index.count; n++) expect(rows.get(n).text).not.toBe('')
    for (const view of ['1', '3', '4', '5', '6']) expect(screens.press(view).text).toContain('oscarscope')
    expect(screens.text).toContain('--limit watchedConversations=N')
  })

  it('lists so many events, and says how many more were only judged', async () => {
    const screens = await openScreens([capture()], { unread: true })
    const { store, loader } = screens.state
    store.listed = 5
    await loader.run()
    expect(store.index.count).toBe(5)
    expect(store.unlisted).toBe((await openScreens([capture()])).state.store.index.count - 5)
    for (const view of ['1', '2', '3', '4', '5', '6']) screens.press(view)
    expect(screens.text).toContain('--limit watchedEvents=N')
  })
})

describe('the index of events', () => {
  it('gives back what was put in, beyond a chunk and beyond 32 bits of file', () => {
    const index = new EventIndex()
    const entry = (n: number) => ({
      seconds: n,
      nanos: 999_999_999,
      packet: n + 1,
      flow: n,
      side: (n & 1) as 0 | 1,
      kind: n % 65_536,
      place: placeIn(n % 256, 2 ** 33 + n),
    })
    const count = 70_000
    for (let n = 0; n < count; n++) index.add(entry(n))
    for (const n of [0, 1, 32_767, 32_768, count - 1]) expect(index.at(n)).toEqual(entry(n))
    expect(index.firstFrom(500)).toBe(499)
    expect(index.firstFrom(count + 10)).toBe(count)
  })

  it('keeps source and offset of a place apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 2 ** 40 - 1 }), (source, offset) => {
        const place = placeIn(source, offset)
        expect([sourceOf(place), offsetOf(place)]).toEqual([source, offset])
      }),
    )
  })
})

describe('kept bytes', () => {
  it('give frames back with their packets until the limit pushes the oldest out', () => {
    const kept = new KeptBytes(2 << 20)
    const frame = new Uint8Array(300_000).fill(1)
    const first = kept.add(frame, 0, frame.length, [3, 4])
    expect(kept.get(first)?.packets).toEqual([3, 4])
    expect(Buffer.compare(kept.get(first)!.bytes, frame)).toBe(0)
    const later = Array.from({ length: 12 }, () => kept.add(frame, 0, 10, []))
    const many = Array.from({ length: 12 }, () => kept.add(frame, 0, frame.length, []))
    expect(kept.get(first)).toBeUndefined()
    expect(Buffer.compare(kept.get(many.at(-1)!)!.bytes, frame)).toBe(0)
    expect(later.length).toBe(12)
  })
})

describe('a list of numbers', () => {
  it('finds the first that is not below', () => {
    const list = new NumberList()
    for (let n = 0; n < 40_000; n++) list.push(n * 3)
    expect(list.at(list.indexFrom(100))).toBe(102)
    expect(list.indexFrom(1_000_000)).toBe(list.length)
  })
})

describe('events read again', () => {
  it('say the same whether they are in a plain file or were kept from gzip data', async () => {
    const bytes = capture()
    const [plain, packed] = await Promise.all([openScreens([bytes]), openScreens([gzipSync(bytes)])])
    const rows = ({ state }: typeof plain) =>
      Array.from({ length: state.store.index.count }, (_, n) => {
        const row = state.rows.get(n)
        return { text: row.text, packets: row.packets, hex: row.hexText, nodes: row.decoded.nodes }
      })
    expect(plain.state.store.index.count).toBeGreaterThan(20)
    expect(rows(packed)).toEqual(rows(plain))
    expect(rows(plain).some(({ text }) => text.includes('hello bob'))).toBe(true)
  })
})
