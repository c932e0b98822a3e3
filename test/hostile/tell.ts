import { Analyzer } from '../../src/analyzer.ts'
import { CaptureReader } from '../../src/capture/reader.ts'
import { remarks } from '../../src/cli/remarks.ts'
import { Clock } from '../../src/clock.ts'
import { PacketOrigins } from '../../src/report/packet-origins.ts'
import { CheckView } from '../../src/report/check/text-view.ts'
import { FileHashes } from '../../src/io/file-hashes.ts'
import { NdjsonView } from '../../src/report/json-view.ts'
import { Records } from '../../src/report/records.ts'
import { plain } from '../../src/report/signs.ts'
import { TextView } from '../../src/report/text-view.ts'
import { TimeColumn } from '../../src/report/time-column.ts'
import { Totals } from '../../src/report/totals.ts'
import type { View } from '../../src/report/view.ts'

/** All that the program says about a capture: problems of the file, every event in full, findings, records, remarks. */
export interface Told {
  readonly text: string
  readonly packets: number
}

export function tell(capture: Uint8Array): Told {
  const clock = new Clock()
  const lines: string[] = []
  const write = (text: string): void => void lines.push(text)
  const time = new TimeColumn('u', clock)
  const records = new Records(clock, new FileHashes([]), { secrets: true, hashes: [] })
  const views: readonly View[] = [
    new TextView({ time, paint: plain, details: true, hex: false, secrets: true }, write),
    new CheckView(new PacketOrigins(['x.pcap']), plain, { details: true, hex: false }, write),
    new NdjsonView(records, ['finding', 'flow', 'conversation', 'transfer'], write),
  ]
  const all: View = {
    wantsEvents: true,
    begin: (captures) => views.forEach((view) => view.begin(captures)),
    event: (event) => views.forEach((view) => view.event(event)),
    flow: (track) => views.forEach((view) => view.flow(track)),
    conversation: (conversation) => views.forEach((view) => view.conversation(conversation)),
    transfer: (transfer) => views.forEach((view) => view.transfer(transfer)),
    finding: (finding) => views.forEach((view) => view.finding(finding)),
    end: (totals, captures) => views.forEach((view) => view.end(totals, captures)),
  }
  const totals = new Totals(all)
  const analyzer = new Analyzer(totals, { clock })
  const reader = new CaptureReader({ name: 'x.pcap' })
  const packets = (): void => {
    while (reader.next()) analyzer.packet(reader)
  }
  for (let at = 0; at < capture.length;) {
    packets()
    const room = reader.room()
    const count = Math.min(room.length, capture.length - at)
    room.set(capture.subarray(at, at + count))
    reader.filled(count)
    at += count
  }
  packets()
  reader.end()
  packets()
  analyzer.end()
  all.end(totals, [])
  for (const { message, severity } of reader.problems) lines.push(`file ${severity}: ${message}\n`)
  for (const remark of remarks(analyzer, totals)) lines.push(`remark: ${remark}\n`)
  return { text: lines.join(''), packets: reader.packets }
}
