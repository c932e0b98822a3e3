import type { Analyzer } from '../analyzer.ts'
import { linkTypeName } from '../capture/link-types.ts'
import { LIMITS, raising, type LimitName } from '../limits.ts'
import { counted } from '../report/amount.ts'
import type { Totals } from '../report/totals.ts'

/** What has to be said about an analysis besides its results: what was not looked at, not shown, or not there. */
export function remarks(analyzer: Analyzer, { flows, frames, encrypted }: Totals): string[] {
  const { clock, network } = analyzer
  const said = [...network.unknownLinkTypes].map(
    ([linkType, count]) =>
      `${counted(count, 'packet')} not looked at: link type ${linkType} (${linkTypeName(linkType)}) is not supported`,
  )
  for (const [count, text] of leftOut(analyzer)) if (count > 0) said.push(text(count))
  for (const [name, count, what] of reached(analyzer)) if (count > 0) said.push(limitText(name, `${count} ${what}`))
  if (frames === 0 && clock.packet > 0) {
    const hidden = encrypted > 0 ? `, ${encrypted} of them TLS, which nobody can look into` : ''
    said.push(`no OSCAR in ${counted(clock.packet, 'packet')} and ${counted(flows, 'TCP connection')}${hidden}`)
  }
  return said
}

/** What became of a limit that was reached, and how to have more. */
export function limitText(name: LimitName, what: string): string {
  const { value, what: of } = LIMITS[name]
  return `limit reached: ${what}; ${value} ${of} (${raising(name)})`
}

/** Packets that say nothing, and why. */
function leftOut({ network: { skipped, fragments, tcp } }: Analyzer): [number, (count: number) => string][] {
  const { link, malformed, oldIcq } = skipped
  return [
    [
      link + malformed + tcp.malformed,
      (count) =>
        `${counted(count, 'packet')} with headers that are cut or do not add up (link ${link}, IP ${malformed}, TCP ${tcp.malformed})`,
    ],
    [skipped.sums, (count) => `${counted(count, 'packet')} with a wrong checksum left out (--strict-checksum)`],
    [fragments.incomplete, (count) => `${counted(count, 'IP packet')} came in fragments that are not all there`],
    [
      tcp.reassembly.outOfWindow,
      (count) => `${counted(count, 'segment')} too far from their stream to belong to it (${raising('outOfWindow')})`,
    ],
    [oldIcq, (count) => `${counted(count, 'packet')} of UDP port 4000: ICQ before version 6, which is not decoded`],
  ]
}

/** A limit, how often it was reached, and what that did. */
type Reached = [LimitName, number, string]

function reached({ network, registry, rules, context, streams }: Analyzer): Reached[] {
  const { skipped, fragments, tcp } = network
  return [
    ['layers', skipped.deep, 'packets have more headers in front of TCP'],
    ['ipv6Extensions', skipped.extensions, 'packets have more extension headers'],
    ['ipv6Addresses', skipped.addresses, 'packets of more IPv6 addresses'],
    ...Object.entries(fragments.givenUp).map(([name, count]): Reached => {
      return [name as LimitName, count, 'incomplete IP packets were given up']
    }),
    ['halfOpen', tcp.abandoned, 'connections without data were concluded early'],
    ['flows', tcp.evicted, 'connections were concluded early'],
    ['closedFlows', tcp.hurried, 'closed connections left early'],
    ['closedFlowLinger', tcp.tooLate, 'packets came when their connection had left'],
    ...[...tcp.reassembly.lateFor].map(([name, count]): Reached => [
      name,
      count,
      'segments came when their hole had been declared',
    ]),
    ['pendingPerStream', tcp.reassembly.overfull, 'holes were given up because of what waited behind them'],
    ['pendingTotal', tcp.reassembly.overfullTotal, 'holes were given up because of what waited behind all'],
    ['unfinished', streams.unloaded + registry.filesLeft, 'connections and files were concluded early'],
    ['probeBytes', streams.strangers, 'streams without their start show no frame'],
    ['directIm', context.shortened, 'direct IMs are not shown whole'],
    ['conversations', registry.evicted, 'conversations were concluded early'],
    ['tombstones', registry.forgotten, 'ended conversations are no longer remembered'],
    ['history', context.forgotten, 'messages, headers and frames were shown, but not all of them judged'],
    ['findingsPerRule', rules.suppressed, 'findings are not shown'],
  ]
}
