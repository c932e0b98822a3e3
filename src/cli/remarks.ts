import type { Analyzer } from '../analyzer.ts'
import { linkTypeName } from '../capture/link-types.ts'
import { LIMITS } from '../limits.ts'
import type { Totals } from '../report/totals.ts'

/** What has to be said about an analysis besides its results: what was not looked at, not shown, or not there. */
export function remarks({ clock, network, rules }: Analyzer, { flows, frames, encrypted }: Totals): string[] {
  const said = [...network.unknownLinkTypes].map(
    ([linkType, count]) =>
      `${packets(count)} not looked at: link type ${linkType} (${linkTypeName(linkType)}) is not supported`,
  )
  if (rules.suppressed > 0) {
    said.push(
      `${rules.suppressed} more findings are not shown: ${LIMITS.findingsPerRule.value} of one rule about one thing are enough`,
    )
  }
  if (frames === 0 && clock.packet > 0) {
    const hidden = encrypted > 0 ? `, ${encrypted} of them TLS, which nobody can look into` : ''
    said.push(`no OSCAR in ${packets(clock.packet)} and ${flows} TCP connection${flows === 1 ? '' : 's'}${hidden}`)
  }
  return said
}

const packets = (count: number): string => `${count} packet${count === 1 ? '' : 's'}`
