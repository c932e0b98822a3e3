import { PacketOrigins } from '../src/report/packet-origins.ts'
import { CheckView } from '../src/report/check/text-view.ts'
import { ladderLines } from '../src/report/ladder-text.ts'
import { LadderView } from '../src/report/ladder-view.ts'
import { plain } from '../src/report/signs.ts'
import { TextView } from '../src/report/text-view.ts'
import { TimeColumn } from '../src/report/time-column.ts'
import { transferCells, TransferRows } from '../src/report/transfer-rows.ts'
import { report } from '../test/properties/report.ts'
import { RAW } from '../test/report/hostile.ts'
import { ndjson, show, textOf } from '../test/report/show.ts'
import { promise, same } from './target.ts'

/** What is missing is shown, too. */
const GHOSTS = { details: true, hex: true }

/** A capture through the whole program: every view of it is text, its sums are right, and it does not matter who looks. */
export function checkShown(capture: Uint8Array): void {
  const whole = report(capture)
  for (const { bytes, decoded, data, unknown } of whole.coverage)
    promise(
      decoded + data + unknown === bytes && unknown >= 0,
      () => `${decoded} + ${data} + ${unknown} of ${bytes} bytes`,
    )
  const quiet = report(capture, { events: false, chunk: 777 })
  same(quiet.findings, whole.findings, 'findings')
  same(quiet.conversations, whole.conversations, 'conversations')
  same(quiet.transfers, whole.transfers, 'transfers')
  same(quiet.coverage, whole.coverage, 'coverage')
  const { view: rows } = show(capture, () => new TransferRows())
  const { view: ladders } = show(capture, () => new LadderView())
  const time = () => '0.0'
  const texts = [
    textOf(capture, (clock, write) => {
      const column = new TimeColumn('r', clock)
      return new TextView({ time: column, paint: plain, details: true, hex: true, secrets: true }, write)
    }),
    textOf(capture, (_, write) => new CheckView(new PacketOrigins(['x.pcap']), plain, GHOSTS, write)),
    ndjson(capture),
    rows.rows.flatMap((row) => transferCells(row, '', plain)).join('\n'),
    ...ladders
      .ladders(undefined)
      .flatMap((ladder) => ladderLines(ladder, { width: 80, time, paint: plain, below: GHOSTS })),
  ]
  for (const text of texts)
    promise(!RAW.test(text) && text.isWellFormed(), () => `raw: ${JSON.stringify(RAW.exec(text))}`)
  for (const line of texts[2]!.trimEnd().split('\n')) JSON.parse(line)
}
