import { describe, expect, it } from 'vitest'
import type { Node } from '../../src/bytes/node.ts'
import { readOdcPayload } from '../../src/peer/odc.ts'
import { analyze } from '../support/analyze.ts'
import * as t from '../support/index.ts'
import { answers, hear, hearAnyway, lost, sends } from './listen.ts'

const frame = (payload: Uint8Array, rest: Partial<t.OdcFields> = {}) =>
  t.odc({ cookie: t.VECTOR_COOKIE, name: 'alice', payload, ...rest })
const odc = (steps: Parameters<typeof hear>[0]) => hearAnyway(steps, 'odc2')

describe('a direct IM', () => {
  it('is frames of both sides', () => {
    const heard = odc([
      sends(frame(t.EMPTY, { flags: t.ODC_FLAGS.confirm })),
      answers(frame(t.EMPTY, { flags: t.ODC_FLAGS.confirm })),
      sends(frame(t.EMPTY, { flags: t.ODC_FLAGS.typing }), frame(t.utf8('grüß dich'))),
      answers(frame(t.utf16be('ΓΕΙΑ'), { charset: 2 }), frame(t.ascii('caf\xe9'), { charset: 3 })),
    ])
    expect(heard.log).toEqual([
      '0 odc CONFIRM',
      '1 odc CONFIRM',
      '0 odc TYPING',
      '0 odc MESSAGE "grüß dich"',
      '1 odc MESSAGE "ΓΕΙΑ"',
      '1 odc MESSAGE "café"',
    ])
    expect(heard.connection.protocol).toBe('odc2')
    expect(heard.strays).toEqual([0, 0])
  })

  it.each([44, 60, 77, 100, 200])('may have headers of %i bytes', (length) => {
    const long = t.padded(frame(t.EMPTY).slice(0, length), length)
    long.set(t.u16(length), 4)
    long.set(t.u32(2), 28)
    expect(odc([sends(long, t.ascii('hi'), frame(t.ascii('next')))]).log).toEqual([
      '0 odc MESSAGE "hi"',
      '0 odc MESSAGE "next"',
    ])
  })

  it('whose frame ends early shows what there is', () => {
    expect(odc([sends(frame(t.ascii('hello'), { length: 100 }))]).log).toEqual(['0 odc MESSAGE "hello", 95 missing'])
  })

  it('that says it holds 4 GiB holds what comes, and is passed over fast', () => {
    const started = performance.now()
    const heard = hear([sends(frame(t.ascii('x'), { length: 0xffffffff })), sends(t.zeros(3 << 20))], 'odc2', 10)
    expect(performance.now() - started).toBeLessThan(5000)
    expect(heard.log).toHaveLength(1)
    expect(heard.connection.decoded(0)).toBe(76 + 1 + (3 << 20))
  })

  it('behind what the capture does not have goes on with the next frame', () => {
    const heard = odc([
      sends(frame(t.ascii('hello world')).slice(0, 80)),
      lost(0, 3),
      sends(t.ascii('orld'), frame(t.ascii('next'))),
    ])
    expect(heard.log.at(-1)).toBe('0 odc MESSAGE "next"')
    expect(heard.log[0]).toBe('0 odc MESSAGE "hell", 7 missing')
  })

  it('behind stray bytes goes on with the next frame', () => {
    for (const stray of ['00', '4f', '4f44', '4f444332 0000', 'ff4f4f']) {
      const heard = odc([sends(frame(t.ascii('one')), stray, frame(t.ascii('two')))])
      expect(heard.log).toEqual(['0 odc MESSAGE "one"', '0 odc MESSAGE "two"'])
    }
  })
})

describe('pictures in a message', () => {
  const picture = (id: number, bytes: Uint8Array, size = bytes.length, quote = '"') =>
    t.concat(t.ascii(`<DATA ID=${quote}${id}${quote} SIZE=${quote}${size}${quote}>`), bytes, t.ascii('</DATA>'))
  const payload = (...pictures: Uint8Array[]) =>
    t.concat(t.ascii('<HTML>look <IMG ID="1"></HTML><BINARY>'), ...pictures, t.ascii('</BINARY>'))
  const read = (bytes: Uint8Array): readonly Node[] => readOdcPayload(bytes, 0, bytes.length, 0)
  const items = (nodes: readonly Node[]) =>
    nodes.find(({ name }) => name === 'binary')?.children?.filter(({ name }) => name === 'data') ?? []
  const valueOf = (node: Node, name: string) => node.children?.find((child) => child.name === name)?.value

  it('have their numbers and sizes, whatever their bytes look like', () => {
    const hostile = t.ascii('</DATA><DATA ID="9" SIZE="1">x</BINARY>')
    const nodes = read(payload(picture(1, hostile), picture(2, t.noise(500)), picture(3, t.EMPTY, 0, '')))
    expect(nodes[0]).toMatchObject({ name: 'text', value: '<HTML>look <IMG ID="1"></HTML>' })
    expect(items(nodes).map((item) => [valueOf(item, 'id'), valueOf(item, 'size'), valueOf(item, 'bytes')])).toEqual([
      [1, hostile.length, hostile.length],
      [2, 500, 500],
      [3, 0, 0],
    ])
  })

  it('that lie about their size end with the payload, and say so', () => {
    const [item] = items(read(payload(picture(1, t.ascii('x'), 99_999_999))))
    expect(item!.problem).toContain('size 99999999')
    expect(valueOf(item!, 'bytes')).toBe('x</DATA></BINARY>'.length)
  })

  it.each([
    '<BINARY>',
    '<BINARY><DATA',
    '<BINARY><DATA ID="1" SIZE="5"',
    '<BINARY><DATA >',
    '<binary><data size=-1>',
    `<BINARY>${'<DATA >'.repeat(50)}`,
  ])('of the form %s harm nothing', (text) => {
    for (const { at, end } of read(t.ascii(`hi${text}`))) expect(at).toBeLessThanOrEqual(end)
  })

  it('pictures that a flood of opening tags names are looked for in linear time', () => {
    const payload = t.ascii(`${'<IMG '.repeat(100_000)}<BINARY><DATA ID="1" SIZE="1">x</DATA></BINARY>`)
    const s = t.scenario()
    s.directIm().propose().connect().confirm().accept().frame('from', { payload }).close('from')
    const started = process.cpuUsage()
    analyze(s.close().wire.pcap())
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2)
  })

  it('a flood of opening tags is read in linear time', () => {
    for (const tag of ['<DATA ', '<DATA >', '<BINARY', '<', '<DATA ID="1" SIZE="0">']) {
      const bytes = t.ascii(`<BINARY>${tag.repeat(Math.floor(300_000 / tag.length))}`)
      const started = performance.now()
      read(bytes)
      expect(performance.now() - started, tag).toBeLessThan(5000)
    }
  })
})
