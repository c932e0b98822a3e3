import { describe, expect, it } from 'vitest'
import { CAPABILITIES, capability, normalizeScreenName, shortCapability } from '../../src/oscar/index.ts'

describe('the table of capabilities', () => {
  it('holds every UUID once, in lower case', () => {
    const uuids = CAPABILITIES.map(({ uuid }) => uuid)
    expect(uuids).toHaveLength(179)
    expect(new Set(uuids).size).toBe(179)
    for (const uuid of uuids) expect(uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })

  it('finds a capability by its whole UUID and by its short form', () => {
    expect(capability('09461343-4c7f-11d1-8222-444553540000')?.name).toBe('FILE_TRANSFER')
    expect(capability(shortCapability(0x134e))?.name).toBe('UTF8')
  })

  it("finds a client's mark by its first bytes, whatever version follows", () => {
    expect(capability('4d697261-6e64-614d-0001-020304050607')?.name).toBe('MIRANDA_IM')
    expect(capability('6d494351-20a9-2052-2e4b-2e20deadbeef')?.name).toBe('MICQ')
    expect(capability('4d697261-6e64-6150-0001-020304050607')).toBeUndefined()
  })
})

describe('the key of a screen name', () => {
  it('has neither spaces nor capitals', () => {
    expect(normalizeScreenName('Fiercely Gnarlyy')).toBe('fiercelygnarlyy')
    expect(normalizeScreenName(' B o B ')).toBe('bob')
  })
})
