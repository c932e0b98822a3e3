import { describe, expect, it } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { ALL_FOODGROUPS, CAPABILITIES, RENDEZVOUS_TAGS } from '../../src/oscar/index.ts'
import { OFT_TYPES } from '../../src/peer/oft-header.ts'
import { explainTopic } from '../../src/report/explain.ts'
import { findTopics, nearestTopic } from '../../src/report/explain-search.ts'
import { topics } from '../../src/report/explain-topics.ts'
import { compileFilter, isProblem } from '../../src/report/filter/index.ts'
import { plain } from '../../src/report/signs.ts'
import { displayWidth } from '../../src/report/width.ts'
import { RULES } from '../../src/rules/index.ts'

const first = (text: string): string | undefined => {
  const [topic] = findTopics(text)
  return topic && `${topic.kind} ${topic.name}`
}

describe('explanations', () => {
  it.each([
    ['OFT-07', 'rule ack-missing'],
    ['oft-07', 'rule ack-missing'],
    ['ack-missing', 'rule ack-missing'],
    ['step 7', 'step step 7'],
    ['7', 'step step 7'],
    ['0004/0006', 'SNAC ICBM__CHANNEL_MSG_TOHOST'],
    ['4/6', 'SNAC ICBM__CHANNEL_MSG_TOHOST'],
    ['0x0004/0x0006', 'SNAC ICBM__CHANNEL_MSG_TOHOST'],
    ['ICBM__CHANNEL_MSG_TOHOST', 'SNAC ICBM__CHANNEL_MSG_TOHOST'],
    ['channel_msg_tohost', 'SNAC ICBM__CHANNEL_MSG_TOHOST'],
    ['0x0202', 'OFT2 header type ACK'],
    ['0x202', 'OFT2 header type ACK'],
    ['resume_ack', 'OFT2 header type RESUME_ACK'],
    ['SEQUENCE_NUM', 'rendezvous tag SEQUENCE_NUM'],
    ['0x000a', 'rendezvous tag SEQUENCE_NUM'],
    ['rv 0xa', 'rendezvous tag SEQUENCE_NUM'],
    ['userinfo 0x000d', 'TLV CAPABILITIES'],
    ['userinfo.capabilities', 'TLV CAPABILITIES'],
    ['send-file 0x2713', 'TLV TOTAL_SIZE_64'],
    ['09461343-4c7f-11d1-8222-444553540000', 'capability FILE_TRANSFER'],
    ['{094613434C7F11D18222444553540000}', 'capability FILE_TRANSFER'],
    ['0x1343', 'capability FILE_TRANSFER'],
    ['send-file', 'capability FILE_TRANSFER'],
    ['ars init_recv', 'proxy command INIT_RECV'],
    ['ars error 0x000d', 'proxy error BAD_REQUEST'],
    ['not_logged_on', 'error code NOT_LOGGED_ON'],
    ['login 5', 'error code NAME_AND_PASSWORD_MISMATCH'],
    ['cancel 0x0001', 'error code USER_CANCEL'],
    ['icbm', 'foodgroup ICBM'],
  ])('%s is %s', (text, topic) => {
    expect(first(text)).toBe(topic)
  })

  it('there are for every rule, SNAC, rendezvous tag, OFT2 type and capability, by code and by name', () => {
    const wanted: readonly (readonly [code: string, name: string])[] = [
      ...RULES.map(({ code, name }) => [code, name] as const),
      ...ALL_FOODGROUPS.flatMap(({ foodgroup, subgroups }) =>
        [...subgroups.values()].map(
          ({ subgroup, name }) => [`${foodgroup.toString(16)}/${subgroup.toString(16)}`, name] as const,
        ),
      ),
      ...[...RENDEZVOUS_TAGS.values()].map(({ tag, name }) => [`rendezvous 0x${tag.toString(16)}`, name] as const),
      ...[...OFT_TYPES].map(([type, { name }]) => [`oft 0x${type.toString(16)}`, `oft ${name}`] as const),
      ...CAPABILITIES.map(({ uuid, name }) => [uuid, name] as const),
    ]
    for (const [code, name] of wanted) {
      const byName = findTopics(name)
      expect(
        findTopics(code).some((topic) => byName.includes(topic)),
        `${code} ${name}`,
      ).toBe(true)
    }
  })

  it('name filters that are filters', () => {
    const filters = topics().flatMap(({ parts }) => parts.filter(([label]) => label === 'Filter'))
    expect(filters.length).toBeGreaterThan(300)
    for (const [, text] of filters) {
      const filter = compileFilter(text, new Clock())
      expect(isProblem(filter) ? `${text}: ${filter.message}` : '', text).toBe('')
    }
  })

  it('fit the width that is asked for, unless a word does not', () => {
    for (const topic of topics()) {
      for (const line of explainTopic(topic, plain, 80)) {
        if (!/\S{60}/.test(line)) expect(displayWidth(line), line).toBeLessThanOrEqual(80)
      }
    }
  })

  it('are suggested for what is nearly their name', () => {
    expect(findTopics('ack-mising')).toEqual([])
    expect(nearestTopic('ack-mising')).toBe('ack-missing')
    expect(nearestTopic('SEQUENCE_NUN')).toBe('sequence_num')
    expect(nearestTopic('qqqqqqqqqqqqqqqqqqqq')).toBeUndefined()
  })
})
