import { Analyzer } from '../analyzer.ts'
import { CaptureFile } from '../io/capture-file.ts'
import { pump } from '../io/pump.ts'
import { Stdout } from '../io/stdout.ts'
import { TimeOrder } from '../io/time-order.ts'
import { Records, type JsonRecord } from '../report/records.ts'

export async function main(argv: readonly string[]): Promise<void> {
  const [, , command, file] = argv
  const out = new Stdout()
  const write = (record: JsonRecord): void => out.write(`${JSON.stringify(record)}\n`)
  const order = new TimeOrder([CaptureFile.open(file!)])
  const check = command === 'check'
  const analyzer: Analyzer = new Analyzer({
    wantsEvents: !check,
    event: (event) => write(records.event(event)),
    flow: (track) => {
      if (!check) write(records.flow(track))
    },
    conversation: (conversation) => {
      if (!check) write(records.conversation(conversation))
    },
    transfer: (transfer) => {
      if (!check) write(records.transfer(transfer))
    },
    finding: (finding) => write(records.finding(finding)),
  })
  const records = new Records(
    analyzer.clock,
    { open() {}, data() {}, close() {}, sha256: () => null },
    { secrets: false, digits: 6 },
  )
  await pump(order, analyzer)
  write({ type: 'summary', packets: analyzer.clock.packet })
  out.flush()
}
