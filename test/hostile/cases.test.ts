import { describe, expect, it } from 'vitest'
import { RAW } from '../report/hostile.ts'
import type { Case } from './case.ts'
import { FILE_CASES } from './files.ts'
import { FLAP_CASES, MESSAGE_CASES } from './messages.ts'
import { LINK_CASES, TCP_CASES } from './packets.ts'
import { PEER_CASES } from './peers.ts'
import { tell } from './tell.ts'
import { TEXT_CASES } from './texts.ts'

const TABLES: Readonly<Record<string, readonly Case[]>> = {
  'the file': FILE_CASES,
  'link and IP': LINK_CASES,
  TCP: TCP_CASES,
  FLAP: FLAP_CASES,
  'SNACs and rendezvous': MESSAGE_CASES,
  'transfers and direct IM': PEER_CASES,
  texts: TEXT_CASES,
}

/** Milliseconds of the processor's time that a case may take, its making included. */
const PATIENCE = 2000

describe.each(Object.entries(TABLES))('whatever is wrong with %s', (_, cases) => {
  it.each(cases)('$id: $what', ({ make, says = [], never = [] }) => {
    const started = process.cpuUsage()
    const { text } = tell(make())
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(PATIENCE)
    for (const pattern of says) expect(text).toMatch(pattern)
    for (const pattern of [...never, RAW]) expect(text).not.toMatch(pattern)
    expect(text.isWellFormed()).toBe(true)
  })
})

it('every row of the list has an id of its own', () => {
  const ids = Object.values(TABLES).flatMap((cases) => cases.map(({ id }) => id))
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
})
