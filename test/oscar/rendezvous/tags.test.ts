import { describe, expect, it } from 'vitest'
import {
  connectsPeers,
  LAST_RESERVED_TAG,
  RENDEZVOUS_TAGS,
  serviceByUuid,
  SERVICES,
  TAG,
} from '../../../src/oscar/index.ts'

const named = (name: string) => [...RENDEZVOUS_TAGS.values()].find((tag) => tag.name === name)!

describe('the table of rendezvous tags', () => {
  it('holds every reserved tag but the one that was never assigned', () => {
    const tags = Array.from({ length: LAST_RESERVED_TAG }, (_, index) => index + 1)
    expect([...RENDEZVOUS_TAGS.keys()]).toEqual(tags.filter((tag) => tag !== 0x0009))
  })

  it('knows the exact size of every tag that has one', () => {
    const sizes = [...RENDEZVOUS_TAGS.values()].flatMap(({ tag, type }) =>
      type.size === undefined ? [] : [[tag, type.size]],
    )
    expect(Object.fromEntries(sizes)).toEqual({
      ...Object.fromEntries([0x02, 0x03, 0x04, 0x16].map((tag) => [tag, 4])),
      ...Object.fromEntries([0x01, 0x05, 0x0a, 0x0b, 0x12, 0x13, 0x14, 0x17].map((tag) => [tag, 2])),
      ...Object.fromEntries([0x0f, 0x10, 0x11].map((tag) => [tag, 0])),
    })
  })

  it('says who must, who may and who may not send a tag', () => {
    expect(named('SEQUENCE_NUM')).toMatchObject({ required: ['PROPOSE'], only: ['PROPOSE'] })
    expect(named('CANCEL_REASON')).toMatchObject({ required: ['CANCEL'], only: ['CANCEL'] })
    const fromServer = [...RENDEZVOUS_TAGS.values()].filter(({ addedBy }) => addedBy === 'server')
    expect(fromServer.map(({ tag }) => tag)).toEqual([0x0004, 0x0008])
  })

  it('mirrors address and port in tags of the same size', () => {
    for (const tag of RENDEZVOUS_TAGS.values()) {
      if (tag.mirrors) expect(named(tag.mirrors).type.size, tag.name).toBe(tag.type.size)
    }
    expect(named('IP_ADDR_XOR').mirrors).toBe('RENDEZVOUS_IP_ADDR')
    expect(named('PORT_XOR').mirrors).toBe('PORT')
  })

  it('gives the number of a tag by its name', () => {
    for (const { name, tag } of RENDEZVOUS_TAGS.values()) expect(TAG[name as keyof typeof TAG]).toBe(tag)
  })
})

describe('the table of services', () => {
  it('knows the services by their UUIDs, each once', () => {
    expect(new Set(SERVICES.map(({ uuid }) => uuid)).size).toBe(SERVICES.length)
    expect(serviceByUuid('09461345-4c7f-11d1-8222-444553540000')?.name).toBe('direct-im')
    expect(serviceByUuid('748f2420-6287-11d1-8222-444553540000')?.name).toBe('chat')
    expect(serviceByUuid('00000000-0000-0000-0000-000000000000')).toBeUndefined()
  })

  it('says which of them make the peers connect', () => {
    const names = SERVICES.filter(({ uuid }) => connectsPeers(uuid)).map(({ name }) => name)
    expect(names).toEqual(['send-file', 'icq-direct', 'direct-im', 'get-file'])
  })
})
