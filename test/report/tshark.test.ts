import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import type { TimelineEvent } from '../../src/conversation/event.ts'
import { formsOf, shownByTshark, tokensOf, TSHARK } from './tshark.ts'
import { feed } from '../support/feed.ts'

/** Bits of the user class by the names of the two programs. */
const BITS: Readonly<Record<string, string>> = {
  unconfirmed: 'UNCONFIRMED',
  administrator: 'ADMINISTRATOR',
  staff: 'AOL',
  commercial: 'OSCAR_PAY',
  free: 'OSCAR_FREE',
  away: 'UNAVAILABLE',
  icq: 'ICQ',
  wireless: 'WIRELESS',
  bot: 'BOT',
}

/** What tshark reads at the wrong place: everything behind the cookie of the direct-connection info, two bytes too early. */
const WRONG =
  /^aim\.dcinfo\.(auth_cookie|web_front_port|client_futures|last_info_update|last_ext_info_update|last_ext_status_update|unknown)$/

/** All tokens of the events that each packet completed, flags by their names. */
function tokensByPacket(path: string): Map<number, Set<string>> {
  const byPacket = new Map<number, Set<string>>()
  const event = (seen: TimelineEvent): void => {
    const { nodes } = seen.decode()
    const tokens = tokensOf(nodes)
    const flags = JSON.stringify(nodes, (key: string, value: unknown) => (key === 'problem' ? undefined : value))
    for (const name of Object.values(BITS)) if (flags.includes(`"${name}"`)) tokens.add(name)
    for (const packet of seen.carriedBy) byPacket.set(packet, new Set([...(byPacket.get(packet) ?? []), ...tokens]))
  }
  const none = (): void => {}
  const observer = { wantsEvents: true, event, flow: none, conversation: none, transfer: none, finding: none }
  const analyzer = new Analyzer(observer)
  const capture = readFileSync(path)
  feed(analyzer, capture)
  return byPacket
}

const CAPTURES = (
  process.env['CAPTURES'] ??
  'captures/real/chat-room.pcap captures/real/wrong-password.pcap captures/real/direct-im.pcap'
).split(' ')

describe.skipIf(!TSHARK)('what tshark shows', () => {
  it.each(CAPTURES)('is shown as well: %s', (path) => {
    const ours = tokensByPacket(path)
    const missing = shownByTshark(path).filter(({ packet, field, value }) => {
      const tokens = ours.get(packet) ?? new Set()
      const bit = /^aim\.userclass\.(\w+)$/.exec(field)?.[1]
      if (bit !== undefined) return value === '1' && bit in BITS && !tokens.has(BITS[bit]!)
      if (value === '' || field === 'aim.cmd_start' || field.startsWith('_ws.')) return false
      if (/^aim\.fnac\.flags\./.test(field) || WRONG.test(field)) return false
      return !formsOf(value).some((form) => tokens.has(form))
    })
    expect(missing.map(({ packet, field, value }) => `#${packet} ${field} ${value}`)).toEqual([])
  })
})
