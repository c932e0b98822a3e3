import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documents, GENERATED_FOLDERS } from '../../scripts/docs/documents.ts'

const ROOT = resolve(import.meta.dirname, '../..')

const all = await documents(ROOT)

describe('the generated documentation', () => {
  it('is what `npm run docs` writes', () => {
    const stale = [...all].filter(([name, text]) => {
      const path = join(ROOT, name)
      return !existsSync(path) || readFileSync(path, 'utf8') !== text
    })
    expect(stale.map(([name]) => name)).toEqual([])
  })

  it.each(GENERATED_FOLDERS)('has nothing in %s that it does not write', (folder) => {
    const names = readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`)
    expect(names.filter((name) => !all.has(name))).toEqual([])
  })

  it('shows of every rule what breaks it', () => {
    const pages = [...all].filter(([name]) => /\/[A-Z]+-\d+\.md$/.test(name))
    const silent = pages.filter(([, text]) => !text.includes('Wrong, in the test capture'))
    expect(silent.map(([name]) => name)).toEqual([])
  })
})
