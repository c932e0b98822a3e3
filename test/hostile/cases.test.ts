import { describe, expect, it } from 'vitest'
import { RAW } from '../report/hostile.ts'
import { TABLES } from './tables.ts'
import { tell } from './tell.ts'

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
