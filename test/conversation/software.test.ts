import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Analyzer } from '../../src/analyzer.ts'
import { capabilityClue, cookieClue, proposalClue } from '../../src/conversation/clues.ts'
import type { Conversation } from '../../src/conversation/conversation.ts'
import { softwareOf, softwareText } from '../../src/conversation/software.ts'
import { orphanOf } from '../../src/report/orphan.ts'
import { feed } from '../support/feed.ts'
import * as t from '../support/index.ts'

/** Conversations of a capture, and those that connections without one stand for. */
function conversationsIn(capture: Uint8Array, wantsEvents = false): Conversation[] {
  const found: Conversation[] = []
  const none = (): void => {}
  const analyzer = new Analyzer({
    wantsEvents,
    event: none,
    flow: none,
    conversation: (conversation) => found.push(conversation),
    transfer: (transfer) => {
      if (transfer.conversation === undefined) found.push(orphanOf(transfer))
    },
    finding: none,
  })
  feed(analyzer, capture)
  return found
}

function programs(capture: Uint8Array, wantsEvents?: boolean): (string | undefined)[] {
  const [conversation] = conversationsIn(capture, wantsEvents)
  return (['offerer', 'target'] as const).map((role) => {
    const software = softwareOf(conversation!, role)
    return software && softwareText(software)
  })
}

describe('a clue', () => {
  it('is a mark among the capabilities, with the version behind it', () => {
    expect(capabilityClue(['4b6f7065-7465-2049-4351-2020000c0700'])).toEqual({
      names: ['Kopete'],
      version: '0.12.7',
      evidence: 'capability KOPETE',
    })
    expect(capabilityClue(['09461343-4c7f-11d1-8222-444553540000'])).toBeUndefined()
  })

  it.each([
    ['2 3 5 a f 2711', ['libpurple']],
    ['a f e d c 3 5 2711 4', ['joscar']],
    ['a f 3 5 17 2711 2712', ['Kopete', 'Digsby']],
    ['a 2 16 3 5 17 2711 2722', ['qutIM']],
    ['1 2 3', undefined],
  ])('is the order of the tags in a proposal, %s', (tags, names) => {
    const places = tags.split(' ').map((tag) => ({ tag: parseInt(tag, 16), length: 0 }))
    expect(proposalClue({ places })?.names).toEqual(names)
  })

  it('is the shape of a cookie', () => {
    expect(cookieClue('3239303234393100')?.names).toEqual(['libpurple'])
    expect(cookieClue('8e15734b500a00b9')).toBeUndefined()
  })
})

describe('the programs of the people in a conversation', () => {
  it('are what they called themselves at the login, joined by the cookie', () => {
    expect(programs(readFileSync('captures/real/direct.pcap'))).toEqual(['libpurple 2.10.9', 'libpurple 2.10.9'])
  })

  it('are what they do, not what they call themselves', () => {
    expect(programs(readFileSync('captures/real/resume.pcap'))).toEqual(['libpurple 2.10.9', 'joscar'])
  })

  it('are told from a connection alone by how they fill its headers in', () => {
    const s = t.scenario({ legs: [] })
    s.transfer({ data: t.ascii('hello') })
      .propose()
      .connect()
      .prompt({ flags: 0, nameOffset: 0, sizeOffset: 0 })
      .ack({ flags: 0x20 })
      .data()
      .done({ flags: 0x01, filesLeft: 0 })
    const capture = s.close().wire.pcap()
    expect(programs(capture)).toEqual(['libpurple', 'joscar'])
    const [orphan] = conversationsIn(capture)
    expect(softwareOf(orphan!, 'offerer')?.evidence).toBe('idstring "Cool FileXfer" with flags and list offsets 0')
  })

  it('are what the server told others of their capabilities, when somebody looks at all messages', () => {
    const s = t.scenario({ legs: ['bob'] })
    const mark = t.tlv(0x000d, '4b6f7065746520494351202000' + '0c0700')
    s.person('bob').bos.push(0x0003, 0x000b, t.userInfo('alice', [mark]))
    // Nobody's order.
    const tags = [t.sequenceNum(1), t.port(5190), t.serviceData({ size: 13, name: 'hello.txt' })]
    s.transfer({ cookie: t.hex('8e15734b500a00b9') }).propose({ tags })
    const capture = s.close().wire.pcap()
    expect(programs(capture, true)[0]).toBe('Kopete 0.12.7')
    expect(programs(capture, false)[0]).toBeUndefined()
  })
})
