import { describe, expect, it } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { FilterView, SubjectView } from '../../../src/report/filter/index.ts'
import { TransferRows } from '../../../src/report/transfer-rows.ts'
import type { View } from '../../../src/report/view.ts'
import { scenario } from '../../support/index.ts'
import { filterOf, into } from './matching.ts'

const scene = scenario({ alice: { name: 'alice' }, bob: { name: 'bob' } })
scene.transfer({ name: 'good.txt' }).complete()
scene.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().close()
scene
  .transfer({ name: 'number.bin' })
  .propose({ sequence: null })
  .connect()
  .accept()
  .prompt()
  .ack()
  .data()
  .done()
  .close()
const capture = scene.close().wire.pcap()

/** A line for each thing that a view is shown. */
class Lines implements View {
  readonly wantsEvents = true
  readonly lines: string[] = []
  begin(): void {}
  end(): void {}
  event({ name, n }: Parameters<View['event']>[0]): void {
    this.lines.push(`event ${n} ${name}`)
  }
  flow({ id }: Parameters<View['flow']>[0]): void {
    this.lines.push(`flow ${id}`)
  }
  conversation({ id }: Parameters<View['conversation']>[0]): void {
    this.lines.push(`conversation ${id}`)
  }
  transfer({ id }: Parameters<View['transfer']>[0]): void {
    this.lines.push(`transfer ${id}`)
  }
  finding({ code }: Parameters<View['finding']>[0]): void {
    this.lines.push(`finding ${code}`)
  }
}

function shown(filter?: string): string[] {
  const clock = new Clock()
  const view = new Lines()
  into(capture, filter === undefined ? view : new FilterView(filterOf(filter, clock), view), clock)
  return view.lines
}

const all = shown()

describe('a filtered view', () => {
  it('shows what everything shows, in its order, when everything matches', () => {
    expect(shown('event.n or finding.code')).toEqual(all)
  })

  it('shows the events that match, the findings about them, and what they belong to', () => {
    const lines = shown('rv.type == PROPOSE and not rv.sequence_num')
    expect(lines.filter((line) => line.startsWith('event'))).toEqual([
      expect.stringContaining('TOHOST'),
      expect.stringContaining('TOCLIENT'),
    ])
    expect(lines).toContain('finding RV-04')
    expect(lines).not.toContain('finding OFT-07')
    expect(lines.filter((line) => line.startsWith('conversation'))).toEqual(['conversation 3'])
    expect(lines.filter((line) => line.startsWith('transfer'))).toEqual(['transfer 3'])
    const first = lines.indexOf('finding RV-04')
    expect(all.filter((line) => lines.includes(line))).toEqual(lines)
    expect(first).toBeGreaterThanOrEqual(0)
  })

  it('shows findings that match themselves, without events', () => {
    const lines = shown('finding.severity == error and finding.code in {OFT-07, OFT-08}')
    expect(lines.filter((line) => line.startsWith('finding'))).toEqual(
      all.filter((line) => /^finding OFT-0[78]$/.test(line)),
    )
    expect(lines.some((line) => line.startsWith('event'))).toBe(false)
    expect(lines).toContain('transfer 2')
    expect(lines).not.toContain('transfer 1')
  })

  it('counts the findings that it shows', () => {
    const clock = new Clock()
    const view = new FilterView(filterOf('finding.code == OFT-07', clock), new Lines())
    into(capture, view, clock)
    expect(view.findings).toEqual({ error: 1, warning: 0, note: 0 })
    expect(view.certain.error).toBe(1)
  })

  it('shows nothing when nothing matches', () => {
    expect(shown('user == nobody')).toEqual([])
  })
})

function transfers(filter: string): string[] {
  const clock = new Clock()
  const rows = new TransferRows()
  into(capture, new SubjectView(filterOf(filter, clock), rows), clock)
  return rows.rows.map(({ name }) => name)
}

describe('transfers that match', () => {
  it.each([
    ['transfer.name == good.txt', ['good.txt']],
    ['!(transfer.name == good.txt)', ['noack.bin', 'number.bin']],
    ['finding.code == OFT-07', ['noack.bin']],
    ['finding.severity == error', ['noack.bin', 'number.bin']],
    ['!finding.severity == error', ['good.txt']],
    ['oft.type == ACK', ['good.txt', 'number.bin']],
    ['oft.type == ACK and not rv.sequence_num', ['number.bin']],
    ['oft and not oft.type == ACK', ['noack.bin']],
    ['user == alice and user == bob', ['good.txt', 'noack.bin', 'number.bin']],
    ['conversation in {1, 3}', ['good.txt', 'number.bin']],
    ['transfer.state == complete and conversation.path == direct', ['good.txt', 'number.bin']],
    ['data.bytes > 1000', []],
  ])('%s: each question may be answered by another of their events', (filter, names) => {
    expect(transfers(filter)).toEqual(names)
  })
})
