import { Analyzer } from '../../../src/analyzer.ts'
import { Clock } from '../../../src/clock.ts'
import { compileFilter, type Filter } from '../../../src/report/filter/index.ts'
import type { Baseline } from '../../../src/report/gate/baseline.ts'
import { Gate } from '../../../src/report/gate/gate.ts'
import { PacketOrigins } from '../../../src/report/packet-origins.ts'
import { PacketPlaces } from '../../../src/report/packet-places.ts'
import { Totals } from '../../../src/report/totals.ts'
import type { View, Write } from '../../../src/report/view.ts'
import type { Finding } from '../../../src/rules/finding.ts'
import { readPackets } from '../../support/feed.ts'

interface Accepted {
  readonly code: string
  readonly file?: string
  readonly scope?: string
}

export interface CheckParts {
  readonly origins: PacketOrigins
  readonly places: PacketPlaces
  readonly write: Write
}

interface CheckOptions {
  readonly name?: string
  readonly suppressions?: readonly Accepted[]
  readonly baseline?: Baseline
}

/** Runs a capture through the gate into a view of `check`. */
export function checked(
  capture: Uint8Array,
  make: (parts: CheckParts) => View,
  { name = 'dir/bad.pcap', suppressions = [], baseline }: CheckOptions = {},
): { readonly text: string; readonly totals: Totals; readonly gate: Gate; readonly findings: readonly Finding[] } {
  const clock = new Clock()
  const origins = new PacketOrigins([name])
  const places = new PacketPlaces()
  const active = suppressions.map(({ scope, ...rest }) => ({
    ...rest,
    reason: 'known, ticket 12',
    expires: '9999-12-31',
    scope: scope === undefined ? undefined : (compileFilter(scope, clock) as Filter),
  }))
  const gate = new Gate(active, origins, baseline)
  let text = ''
  const view = make({ origins, places, write: (piece) => (text += piece) })
  const findings: Finding[] = []
  const totals = new Totals(view, {
    judge: (finding) => {
      findings.push(finding)
      return gate.judge(finding)
    },
  })
  const analyzer = new Analyzer(totals, { clock })
  const described = { file: name, format: 'pcap', linkTypes: ['ethernet'], bytes: capture.length } as const
  view.begin([described])
  const reader = readPackets(capture, Infinity, (packet) => {
    places.add(packet.base + packet.start, packet.stop - packet.start)
    analyzer.packet(packet)
  })
  analyzer.end()
  view.end(totals, [{ ...described, packets: reader.packets }])
  return { text, totals, gate, findings }
}
