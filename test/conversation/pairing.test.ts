import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import type { Facts } from '../../src/conversation/facts.ts'
import { ROLE, roleOf } from '../../src/oscar/snac-roles.ts'
import { defineRule } from '../../src/rules/define.ts'
import { RULES } from '../../src/rules/index.ts'
import { bundled, CLEAN_SAMPLES, FAULTY_SAMPLES } from '../properties/captures.ts'
import { feed } from '../support/feed.ts'
import * as t from '../support/index.ts'

interface Told {
  readonly requestId: number
  readonly packet: number
}

const lines = (all: readonly Told[]): string[] =>
  all.map(({ requestId, packet }) => `#${packet} ${requestId.toString(16)}`).toSorted()

/** What waits for an answer and what answers nothing on each connection, as the rules and as `sessions` are told. */
function verdicts(capture: Uint8Array): { rules: string[]; sessions: string[] } {
  const rules: string[] = []
  const sessions: string[] = []
  // Told of a connection when it is over, just before the view is.
  const listener = defineRule({
    ...RULES[0]!,
    check: {
      session({ track, unanswered, strays, knowsAll }: Facts['session']) {
        const { requests } = track.talk ?? {}
        // The words of a busy connection forget; what had no number is another matter in each.
        if (requests === undefined || !knowsAll || !track.intact) return
        const isNumbered = ({ requestId }: Told): boolean => requestId !== 0
        const asked = requests.unanswered.filter(
          ({ foodgroup, subgroup, side }) =>
            side === track.client && (roleOf(foodgroup, subgroup) & ROLE.request) !== 0,
        )
        // Of errors the rule judges when they come.
        const replies = requests.strayReplies.filter(({ name }) => !name.endsWith('__ERR'))
        rules.push(track.ends.join(' '), ...lines(unanswered.filter(isNumbered)), ...lines(strays))
        sessions.push(track.ends.join(' '), ...lines(asked.filter(isNumbered)), ...lines(replies))
      },
    },
  })
  const none = (): void => {}
  const observer = { wantsEvents: true, event: none, flow: none, conversation: none, transfer: none, finding: none }
  feed(new Analyzer(observer, { rules: [listener] }), capture)
  return { rules, sessions }
}

describe('what answers what', () => {
  it.each([...CLEAN_SAMPLES, ...FAULTY_SAMPLES, ...bundled(400_000)].map(({ name, capture }) => [name, capture]))(
    'is the same to the rules and to whoever looks at sessions: %s',
    (_name, capture) => {
      const { rules, sessions } = verdicts(capture)
      expect(sessions).toEqual(rules)
    },
  )

  it.each([
    ['request-unanswered', 1],
    ['reply-without-request', 1],
    ['host-numbers-versions', 0],
    ['reply-before-request', 0],
  ])('of %s leaves %i without its other half', (name, count) => {
    const { capture } = FAULTY_SAMPLES.find((sample) => sample.name === name)!
    expect(verdicts(capture).sessions.filter((line) => line.startsWith('#'))).toHaveLength(count)
  })

  it('leaves the request to delete offline messages alone, which nobody answers', () => {
    const s = t.scenario()
    const { bos } = s.person('alice')
    const icq = (type: string) => t.tlv(0x0001, `0800 40e20100 ${type} 0200`)
    bos.request(0x0015, 0x0002, icq('3e00'))
    expect(verdicts(s.wire.pcap()).sessions.filter((line) => line.startsWith('#'))).toEqual([])
    bos.request(0x0015, 0x0002, icq('3c00'))
    expect(verdicts(s.wire.pcap()).sessions.filter((line) => line.startsWith('#'))).toHaveLength(1)
  })
})
