import type { Analyzer } from '../analyzer.ts'
import { linkTypeName } from '../capture/link-types.ts'
import { LIMITS, type LimitName } from '../limits.ts'
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
  return `limit reached: ${what}; ${value} ${of} (--limit ${name}=N allows more)`
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
    [fragments.incomplete, (count) => `${counted(count, 'IP packet')} came in fragments that are not all there`],
    [tcp.outOfWindow, (count) => `${counted(count, 'segment')} too far from their stream to belong to it`],
    [oldIcq, (count) => `${counted(count, 'packet')} of UDP port 4000: ICQ before version 6, which is not decoded`],
  ]
}

function reached({ network, registry, rules, context, streams }: Analyzer): [LimitName, number, string][] {
  const { skipped, fragments, tcp } = network
  return [
    ['layers', skipped.deep, 'packets have more headers in front of TCP'],
    ['ipv6Addresses', skipped.addresses, 'packets of more IPv6 addresses'],
    ['fragmentedDatagrams', fragments.crowdedOut, 'incomplete IP packets were given up'],
    ['halfOpen', tcp.abandoned, 'connections without data were concluded early'],
    ['flows', tcp.evicted, 'connections were concluded early'],
    ['pendingPerStream', tcp.overfull, 'holes were given up because of what waited behind them'],
    ['unfinished', streams.unloaded, 'connections were concluded early'],
    ['conversations', registry.evicted, 'conversations were concluded early'],
    ['history', context.forgotten, 'messages, headers and frames were shown, but not all of them judged'],
    ['findingsPerRule', rules.suppressed, 'findings are not shown'],
  ]
}
