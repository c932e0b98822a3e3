import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import { Sessions } from '../../src/conversation/sessions.ts'
import type { TimelineEvent } from '../../src/conversation/event.ts'
import type { Track } from '../../src/conversation/track.ts'
import { RateClass } from '../../src/conversation/rates.ts'
import { readFileSync } from 'node:fs'
import { feed } from '../support/feed.ts'

interface Heard {
  readonly book: Sessions
  readonly flows: Track[]
  /** `reply request`, for each pair. */
  readonly pairs: string[]
}

function hear(path: string): Heard {
  const book = new Sessions()
  const flows: Track[] = []
  const pairs: string[] = []
  const none = (): void => {}
  const analyzer = new Analyzer({
    wantsEvents: true,
    event: (event: TimelineEvent) => {
      book.event(event)
      if (event.answers !== undefined) pairs.push(`${event.name} ${event.answers.request.name}`)
    },
    flow: (track) => {
      book.flow(track)
      flows.push(track)
    },
    conversation: none,
    transfer: none,
    finding: none,
  })
  const capture = readFileSync(path)
  feed(analyzer, capture)
  book.joinByName()
  return { book, flows, pairs }
}

const CHAT = hear('captures/real/chat-room.pcap')
const LOGINS = hear('captures/real/wrong-password.pcap')

describe('a session', () => {
  it('is all connections of a user, joined by the cookies they were handed', () => {
    const shown = CHAT.book.all.map(({ screenName, connections }) => [screenName, connections.map(({ role }) => role)])
    expect(shown).toEqual([
      ['Alice Lab', ['authorizer', 'BOS', 'CHAT_NAV', 'BART', 'CHAT']],
      ['BobBuilder99', ['authorizer', 'BOS', 'CHAT_NAV', 'BART', 'CHAT']],
    ])
    const [{ connections }] = CHAT.book.all as [(typeof CHAT.book.all)[0]]
    expect(connections.slice(1).every(({ cookieFrom }) => cookieFrom !== undefined)).toBe(true)
    expect(connections.every(({ stalledAt }) => stalledAt === undefined)).toBe(true)
  })

  it('says what program its user has, and why', () => {
    expect(CHAT.book.all[0]!.software).toEqual({
      name: 'libpurple',
      version: '2.10.9',
      evidence: 'calls itself "Purple/2.10.9"',
    })
  })

  it('of a failed login ends at the authorizer, with the reason', () => {
    const reasons = LOGINS.book.all.map(({ connections }) => connections[0]!.reason)
    expect(reasons).toEqual(['NAME_AND_PASSWORD_MISMATCH', 'INVALID_NAME_OR_PASSWORD', undefined])
  })
})

describe('requests', () => {
  it('are paired with their replies, the login without ids as well', () => {
    expect(LOGINS.pairs.slice(0, 2)).toEqual([
      'BUCP__CHALLENGE_RESPONSE BUCP__CHALLENGE_REQUEST',
      'BUCP__LOGIN_RESPONSE BUCP__LOGIN_REQUEST',
    ])
    expect(CHAT.pairs).toContain('CHAT_NAV__NAV_INFO CHAT_NAV__CREATE_ROOM')
    expect(CHAT.pairs).toContain('OSERVICE__ERR OSERVICE__SERVICE_REQUEST')
  })

  it('of these clients all have one, and no reply comes unasked', () => {
    for (const { talk } of CHAT.flows) {
      expect(talk?.requests.unanswered.map(({ name }) => name) ?? []).toEqual([])
      expect(talk?.requests.strayReplies ?? []).toEqual([])
    }
  })
})

describe('the rate of a class', () => {
  const made = (): RateClass =>
    Object.assign(new RateClass(3), {
      window: 20,
      clear: 5100,
      alert: 5000,
      limit: 4000,
      disconnect: 3000,
      max: 6000,
      level: 6000,
    })

  it('is a moving average of the pauses', () => {
    const rate = made()
    expect(rate.spend(0, 1)).toEqual({ classId: 3, level: 6000, state: 'clear' })
    expect(rate.spend(0, 2).level).toBe(5700)
    expect(rate.spend(2000, 3).level).toBe(Math.round((5700 * 19 + 2000) / 20))
  })

  it('goes through alert and limit to disconnect, and leaves the limit above the clear level only', () => {
    const rate = made()
    for (let at = 0; at < 20; at++) rate.spend(0, at)
    expect(rate.changes.map(({ state }) => state)).toEqual(['alert', 'limit', 'disconnect'])
    expect(rate.lowest!.level).toBeLessThan(3000)
    const states = Array.from({ length: 40 }, (_, at) => rate.spend((at + 1) * 10_000, 100 + at).state)
    expect(states.indexOf('alert')).toBe(-1)
    expect(states.at(-1)).toBe('clear')
  })
})
