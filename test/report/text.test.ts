import { describe, expect, it } from 'vitest'
import { CheckView, checkSummary } from '../../src/report/check/text-view.ts'
import { FIELDS } from '../../src/report/fields.ts'
import { FieldsView } from '../../src/report/fields-view.ts'
import { ladderLines } from '../../src/report/ladder-text.ts'
import { LadderView } from '../../src/report/ladder-view.ts'
import { PacketOrigins } from '../../src/report/packet-origins.ts'
import { escapeNonAscii, plain, toAscii } from '../../src/report/signs.ts'
import { TextView } from '../../src/report/text-view.ts'
import { TimeColumn, type TimeFormat } from '../../src/report/time-column.ts'
import { transferCells, TransferRows } from '../../src/report/transfer-rows.ts'
import { scenario } from '../support/index.ts'
import { HOSTILE, RAW } from './hostile.ts'
import { json, ndjson, show, textOf } from './show.ts'

const LOOK = { paint: plain, details: false, hex: false, secrets: false }

interface TextExtras {
  details?: boolean
  hex?: boolean
  secrets?: boolean
  format?: TimeFormat
}

function timeline(capture: Uint8Array, { format = 'r', ...extras }: TextExtras = {}): string {
  return textOf(
    capture,
    (clock, write) => new TextView({ ...LOOK, ...extras, time: new TimeColumn(format, clock) }, write),
  )
}

/** Findings alone, without what they miss. */
const NOTHING = { details: false, hex: false }

function fields(capture: Uint8Array, ...names: string[]): string[] {
  const text = textOf(capture, (clock, write) => {
    const out = (bytes: Uint8Array) => write(Buffer.from(bytes).toString())
    return new FieldsView(
      clock,
      names.map((name) => FIELDS.get(name)!),
      false,
      out,
    )
  })
  return text.replace(/\n$/, '').split('\n')
}

function ladders(capture: Uint8Array, id?: string, width = 80): string[] {
  const { view } = show(capture, () => new LadderView())
  const time = (seconds: number, nanos: number) => `${seconds % 60}.${String(nanos / 1000).padStart(6, '0')}`
  return view.ladders(id).map((drawn) => ladderLines(drawn, { width, time, paint: plain, below: NOTHING }).join('\n'))
}

function check(capture: Uint8Array): string {
  return textOf(capture, (_clock, write) => new CheckView(new PacketOrigins(['bad.pcap']), plain, NOTHING, write))
}

function transferTable(capture: Uint8Array): string[][] {
  const { view } = show(capture, () => new TransferRows())
  return view.rows.map((row) => transferCells(row, '', plain))
}

const direct = (() => {
  const s = scenario()
  s.transfer({ name: 'hello.txt' }).complete()
  return s.close().wire.pcap()
})()

const withoutAnswers = (() => {
  const s = scenario()
  s.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().close()
  return s.close().wire.pcap()
})()

describe('the timeline', () => {
  it('has one line an event, in the contract’s form, columns aligned', () => {
    const lines = timeline(direct).trimEnd().split('\n')
    const prompt = lines.find((line) => line.includes('PROMPT'))!
    expect(prompt).toMatch(
      /^ *\d+ {2} *\d+\.\d{6} {2} *10\.0\.0\.1:5190 → 10\.0\.0\.2:\d+ +OFT2 {2}PROMPT hello\.txt 13 B {2}file 1\/1 {2}cksum [0-9a-f]{8}$/,
    )
    const arrows = new Set(lines.slice(-5).map((line) => line.indexOf('→')))
    expect(arrows.size).toBe(1)
  })

  it('has findings in place, marked by a sign and not by colour alone', () => {
    const lines = timeline(withoutAnswers).split('\n')
    const finding = lines.find((line) => line.includes('OFT-07'))!
    expect(finding).toMatch(/^ *✗ {2} *\d+\.\d{6} {2}OFT-07 ack-missing \[step 10, sure\] .*\(packets \d+, \d+\)$/)
  })

  it('shows every decoded field with -V and the bytes with -x', () => {
    const text = timeline(direct, { details: true, hex: true })
    expect(text).toContain('        0x000a SEQUENCE_NUM: 1\n')
    expect(text).toMatch(/0000 {2}4f 46 54 32 01 00 01 01 {2}.*OFT2/)
  })

  it('masks passwords and sign-on cookies in fields and bytes until they are asked for', () => {
    const capture = scenario({ logIn: true }).close().wire.pcap()
    const masked = timeline(capture, { details: true, hex: true })
    const shown = timeline(capture, { details: true, hex: true, secrets: true })
    expect(masked).toMatch(/: \*\*\*\n/)
    expect(masked).toMatch(/\*\* \*\* \*\*/)
    expect(shown).not.toContain('**')
  })

  it.each([
    ['r', /^0\.\d{6}$/],
    ['d', /^0\.\d{6}$/],
    ['dd', /^0\.\d{6}$/],
    ['e', /^1104537600\.\d{6}$/],
    ['a', /^00:00:00\.\d{6}$/],
    ['u', /^00:00:00\.\d{6}$/],
    ['ad', /^2005-01-01 00:00:00\.\d{6}$/],
    ['ud', /^2005-01-01 00:00:00\.\d{6}$/],
  ] as const)('has the time column -t %s', (format, form) => {
    const column = /^ *\d+ {2} *(.*?) {2,}\S+ → /.exec(timeline(direct, { format }).split('\n')[0]!)![1]!
    expect(column).toMatch(form)
  })
})

describe('time columns', () => {
  const clock = { firstSeconds: 100, firstNanos: 900_000_000 } as never

  it('count from the packet before, the line before, the first packet', () => {
    const d = new TimeColumn('d', clock)
    d.packet({ seconds: 100, nanos: 900_000_000 })
    d.packet({ seconds: 101, nanos: 100_000_000 })
    expect(d.text(101, 100_000_000)).toBe('0.200000')
    const dd = new TimeColumn('dd', clock)
    expect([dd.text(5, 0), dd.text(7, 500_000_000)]).toEqual(['0.000000', '2.500000'])
    expect(new TimeColumn('r', clock).text(102, 0)).toBe('1.100000')
  })

  it('show a clock that went back, and nanoseconds where the capture has them', () => {
    const time = new TimeColumn('r', clock)
    time.digits = 9
    expect(time.text(100, 0)).toBe('-0.900000000')
  })
})

describe('-T fields', () => {
  it('give what they are called, with tabs between, empty where an event has none', () => {
    const rows = fields(
      direct,
      'event.name',
      'flap.channel',
      'snac.foodgroup',
      'rv.sequence_num',
      'oft.type',
      'transfer.state',
    )
    expect(rows).toContain('SIGNON\t1\t\t\t\t')
    expect(rows).toContain('ICBM__CHANNEL_MSG_TOHOST\t2\t0x0004\t1\t\t')
    expect(rows).toContain('DONE\t\t\t\tDONE\tcomplete')
  })

  it('write numbers as tshark does', () => {
    const [first] = fields(
      direct,
      'frame.number',
      'frame.time_relative',
      'frame.time_epoch',
      'ip.src',
      'tcp.srcport',
      'tcp.stream',
      'aim.channel',
    )
    expect(first).toMatch(/^\d+\t0\.\d{9}\t1104537600\.\d{9}\t[\d.]+\t\d+\t0\t0x01$/)
  })

  it('all have a title and write something printable about every event', () => {
    for (const { title } of FIELDS.values()) expect(title).not.toBe('')
    for (const row of fields(direct, ...FIELDS.keys())) expect(row.split('\t').length).toBe(FIELDS.size)
  })
})

describe('ladders', () => {
  it('draw people as lanes, arrows by kind, and what is missing as a ghost where it should have been', () => {
    const [drawn] = ladders(withoutAnswers)
    const rows = drawn!.split('\n').map((line) => line.replace(/ {2,}/g, ' ').trim())
    const at = (text: string) => rows.findIndex((row) => row.includes(text))
    expect(rows[0]).toMatch(/^#1 send-file · noack\.bin 13 B · alice → bob · direct · aborted ✗ 2/)
    expect(rows.some((row) => row.endsWith('alice server bob packet'))).toBe(true)
    expect(at('PROMPT')).toBeLessThan(at('expected OFT 0202 ACK'))
    expect(at('expected OFT 0202 ACK')).toBeLessThan(at('DATA'))
    expect(rows[at('expected OFT 0202 ACK')]).toMatch(/^10✗ │◄╌+ expected OFT 0202 ACK ╌+│ ghost$/)
    expect(rows[at('expected OFT 0202 ACK') + 1]).toBe('│ ✗ OFT-07 ack-missing')
  })

  it('keep to their width and put lanes in the same columns of every row', () => {
    for (const width of [60, 80, 100, 140]) {
      const lines = ladders(direct, '1', width)[0]!.split('\n')
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width)
      const rows = lines.filter((line) => /│.*#\d/.test(line))
      expect(new Set(rows.map((line) => line.indexOf('│'))).size).toBe(1)
      expect(new Set(rows.map((line) => line.lastIndexOf('│'))).size).toBe(1)
    }
  })

  it('have an ASCII form of the same shape', () => {
    const drawn = ladders(direct)[0]!
    const ascii = toAscii(drawn)
    expect(ascii).toMatch(/^[\n -~]*$/)
    const lines = (text: string) =>
      text
        .split('\n')
        .slice(2)
        .map((line) => line.length)
    expect(lines(ascii)).toEqual(lines(drawn))
  })

  it('show a connection whose proposal was not captured by its addresses', () => {
    const s = scenario({ legs: [] })
    s.transfer({ name: 'alone.txt' }).complete()
    const [drawn] = ladders(s.close().wire.pcap(), 't1')
    expect(drawn).toContain('#t1 send-file · alone.txt 13 B · 10.0.0.1:5190 → 10.0.0.2:')
    expect(drawn).toMatch(/OFT 0204 DONE/)
  })
})

describe('check', () => {
  it('writes a line a finding that editors can jump from', () => {
    expect(check(withoutAnswers).split('\n')[0]).toMatch(
      /^bad\.pcap#\d+: error OFT-07 ack-missing \[step 10, sure\] transfer 1 noack\.bin alice→bob: no 0x0202 /,
    )
  })

  it('sums up transfers by what became of them, those with errors apart', () => {
    const s = scenario()
    s.transfer({ name: 'good' }).complete()
    s.transfer({ name: 'bad' }).propose().connect().accept().prompt().data().close()
    const { totals } = show(
      s.close().wire.pcap(),
      () => new CheckView(new PacketOrigins(['x']), plain, NOTHING, () => undefined),
    )
    expect(checkSummary(totals, totals.findings)).toBe(
      '2 transfers: 1 complete, 1 with errors · 2 errors, no warnings, no notes',
    )
  })
})

describe('packet origins', () => {
  it('tell which packet of which input a number over all inputs is', () => {
    const origins = new PacketOrigins(['a.pcap', 'b.pcap'])
    const order = [0, 0, 1, 0, 1, 1]
    const counts = [0, 0]
    order.forEach((input, at) => origins.add(at + 1, input, ++counts[input]!))
    expect([1, 2, 3, 4, 5, 6].map((packet) => origins.text(packet))).toEqual([
      'a.pcap#1',
      'a.pcap#2',
      'b.pcap#1',
      'a.pcap#3',
      'b.pcap#2',
      'b.pcap#3',
    ])
  })
})

describe('the table of transfers', () => {
  it('has a row for each file and for each offer that came to nothing, in the order of their beginnings', () => {
    const s = scenario()
    s.transfer({ name: 'good.txt' }).complete()
    s.transfer({ name: 'refused.jpg', data: new Uint8Array(2048) })
      .propose()
      .decline()
    const rows = transferTable(s.close().wire.pcap())
    expect(rows.map(([id, , people, name, size, steps, state]) => [id, people, name, size, steps, state])).toEqual([
      ['1', 'alice → bob', 'good.txt', '13 B', '✓✓✓----✓✓✓✓✓✓', 'complete'],
      ['2', 'alice → bob', 'refused.jpg', '2.0 kB', expect.stringMatching(/^✓[^✗▲●]{12}$/), 'declined'],
    ])
  })

  it('numbers the files of one connection', () => {
    const data = new Uint8Array(10)
    const s = scenario()
    s.transfer({
      files: [
        { name: 'a', data },
        { name: 'b', data },
      ],
    }).complete()
    expect(transferTable(s.close().wire.pcap()).map(([id, , , name]) => [id, name])).toEqual([
      ['1.1', 'a'],
      ['1.2', 'b'],
    ])
  })
})

describe('text from the wire', () => {
  const s = scenario({ alice: { name: `al${HOSTILE[0]}` }, bob: { name: `b${HOSTILE[2]}` } })
  for (const name of HOSTILE) s.transfer({ name }).propose().connect().accept().prompt().data().done().close()
  for (const text of HOSTILE) s.im('alice', 'bob', text)
  const capture = s.close().wire.pcap()

  it.each([
    ['text', () => timeline(capture, { details: true, hex: true })],
    ['fields', () => fields(capture, ...FIELDS.keys()).join('\n')],
    ['json', () => json(capture)],
    ['ndjson', () => ndjson(capture)],
    ['ladder', () => ladders(capture).join('\n')],
    ['check', () => check(capture)],
    ['transfers', () => transferTable(capture).flat().join('\n')],
  ])('reaches nobody with anything a terminal acts on: %s', (_format, output) => {
    const text = output()
    expect(text.length).toBeGreaterThan(1000)
    expect(RAW.exec(text)).toBeNull()
  })

  it('never makes a line of its own', () => {
    const columns = FIELDS.size
    for (const row of fields(capture, ...FIELDS.keys())) expect(row.split('\t').length).toBe(columns)
  })

  it('is ASCII where that is asked for, and JSON still means the same', () => {
    const text = ndjson(capture)
    const ascii = escapeNonAscii(text)
    expect(ascii).toMatch(/^[\n -~]*$/)
    expect(
      ascii
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    )
  })
})
