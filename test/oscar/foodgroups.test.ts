import { describe, expect, it } from 'vitest'
import { ALL_FOODGROUPS, FOODGROUPS } from '../../src/oscar/index.ts'
import { CATALOG } from './catalog.ts'

const ROWS = CATALOG.trim()
  .split('\n')
  .map((line) => line.split(' '))

describe('the tables of the foodgroups', () => {
  it('have every SNAC with its name, its sender and what it answers', () => {
    const wrong = ROWS.filter(([foodgroup, subgroup, from, name, , ...answers]) => {
      const row = FOODGROUPS.get(parseInt(foodgroup!, 16))?.subgroups.get(parseInt(subgroup!, 16))
      const replies = answers.filter((answer) => answer !== '!').map((answer) => parseInt(answer, 16))
      return (
        row?.name !== name ||
        row?.from !== from ||
        (row?.error ?? false) !== answers.includes('!') ||
        JSON.stringify(row?.repliesTo) !== JSON.stringify(replies)
      )
    })
    expect(wrong).toEqual([])
  })

  it('have fields for every body whose layout is known, and none for the empty ones', () => {
    const undecoded = ROWS.filter(([foodgroup, subgroup, , , known]) => {
      const row = FOODGROUPS.get(parseInt(foodgroup!, 16))!.subgroups.get(parseInt(subgroup!, 16))!
      return known === '+' ? (row.body?.length ?? 0) === 0 : known === '=' && row.body?.length !== 0
    })
    expect(undecoded.map(([, , , name]) => name)).toEqual([])
  })

  it('have nothing else', () => {
    const size = ALL_FOODGROUPS.reduce((sum, { subgroups }) => sum + subgroups.size, 0)
    expect(size).toBe(ROWS.length)
  })

  it('answer only subgroups that exist and that the other side sends', () => {
    for (const { subgroups } of ALL_FOODGROUPS) {
      for (const row of subgroups.values()) {
        for (const request of row.repliesTo) {
          const asked = subgroups.get(request)
          expect(asked, `${row.name} answers ${request}`).toBeDefined()
          expect(row.from === 'both' || asked!.from !== row.from, `${row.name} and ${asked!.name}`).toBe(true)
        }
      }
    }
  })

  it('prefix every name with the name of the foodgroup', () => {
    for (const { name, subgroups } of ALL_FOODGROUPS) {
      for (const row of subgroups.values()) expect(row.name.startsWith(`${name}__`), row.name).toBe(true)
    }
  })
})
