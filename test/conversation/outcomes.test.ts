import { describe, expect, it } from 'vitest'
import { rail, stepMarks } from '../../src/conversation/steps.ts'
import { analyze } from '../support/analyze.ts'
import * as t from '../support/index.ts'

/** What comes of a conversation: how it connected, how it ended, and its steps. */
function outcome(happens: (s: t.Scenario) => unknown, options?: t.ScenarioOptions): string[] {
  const s = t.scenario(options)
  happens(s)
  const { conversations } = analyze(s.close().wire.pcap())
  return conversations.map(
    (conversation) => `${conversation.path} ${conversation.outcome} ${rail(stepMarks(conversation))}`,
  )
}

const small = { data: t.noise(2000) }

describe('a conversation comes to', () => {
  it.each<[string, (s: t.Scenario) => unknown, string]>([
    ['a file, directly', (s) => s.transfer(small).complete(), 'direct complete ✓✓✓----✓✓✓✓✓✓'],
    [
      'a file, by the reverse connection',
      (s) => s.transfer(small).propose().refused().redirect().accept().exchange().close(),
      'redirect complete ✓↷-✓✓--✓✓✓✓✓✓',
    ],
    [
      'a file, through the proxy',
      (s) =>
        s
          .transfer(small)
          .propose()
          .refused()
          .redirect({ connect: false })
          .refused()
          .proxy()
          .accept()
          .exchange()
          .close(),
      'proxy complete ✓↷-✓↷✓✓✓✓✓✓✓✓',
    ],
    [
      'a file, from where it had stopped',
      (s) => s.transfer(small).propose().connect().accept().prompt().resume({ at: 900 }).data().done().close(),
      'direct complete ✓✓✓----✓✓✓✓✓✓',
    ],
    ['no file, declined', (s) => s.transfer().propose().decline(), 'none declined ✓············'],
    [
      'no file, declined by a client error',
      (s) => s.transfer().propose().decline({ how: 'client-error' }),
      'none declined ✓············',
    ],
    ['no file, withdrawn', (s) => s.transfer().propose().cancel(), 'none cancelled ✓············'],
    [
      'no file, not delivered',
      (s) => s.transfer().propose({ deliver: false, hostAck: false }).hostError(),
      'none failed ✓············',
    ],
  ])('%s', (_, happens, expected) => {
    expect(outcome(happens)).toEqual([expected])
  })

  it('part of a file, cancelled or broken off', () => {
    const partly = (s: t.Scenario) => s.transfer(small).propose().connect().accept().prompt().ack().data({ bytes: 900 })
    expect(outcome((s) => partly(s).cancel().reset())[0]).toMatch(/^direct cancelled /)
    expect(outcome((s) => partly(s).reset())[0]).toMatch(/^direct aborted /)
    expect(outcome((s) => partly(s))[0]).toMatch(/^direct unfinished /)
  })

  it('the same in the capture of either person', () => {
    const happens = (s: t.Scenario) => s.transfer(small).complete()
    for (const legs of [['alice'], ['bob'], ['alice', 'bob']])
      expect(outcome(happens, { legs })[0]).toMatch(/^direct complete ✓✓✓----✓✓✓✓✓✓$/)
  })

  it('one each, when two run at once over the same people', () => {
    const both = outcome((s) => {
      const one = s.transfer(small).propose().connect().accept()
      const two = s
        .transfer({ from: 'bob', to: 'alice', ...small })
        .propose()
        .connect()
        .accept()
      one.exchange()
      two.exchange().close()
      one.close()
    })
    expect(both).toEqual(['direct complete ✓✓✓----✓✓✓✓✓✓', 'direct complete ✓✓✓----✓✓✓✓✓✓'])
  })
})

describe('both legs of a proxied transfer', () => {
  it('are one transfer', () => {
    const s = t.scenario()
    s.transfer(small)
      .propose({ useArs: false })
      .refused()
      .redirect({ connect: false })
      .refused()
      .proxy()
      .accept()
      .exchange()
      .close()
    const { transfers, conversations } = analyze(s.close().wire.pcap())
    expect(transfers).toHaveLength(1)
    expect(transfers[0]!.views).toHaveLength(2)
    expect(transfers[0]!.best.verdict).toBe('match')
    expect(conversations[0]!.connections).toHaveLength(2)
  })
})

describe('a connection that no proposal explains', () => {
  it('is a transfer of its own', () => {
    const s = t.scenario({ legs: [] })
    s.transfer(small).complete()
    const { conversations, transfers } = analyze(s.wire.pcap())
    expect(conversations).toEqual([])
    expect(transfers.map(({ outcome: end, best }) => [end, best.verdict])).toEqual([['complete', 'match']])
  })
})
