import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8')

interface Locked {
  readonly dev?: boolean
  readonly optional?: boolean
  readonly devOptional?: boolean
  readonly hasInstallScript?: boolean
  readonly integrity?: string
  readonly resolved?: string
}

const { dependencies = {}, scripts } = JSON.parse(read('package.json')) as {
  dependencies?: Record<string, string>
  scripts: Record<string, string>
}
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const others = Object.entries(packages).filter(([path]) => path !== '')

describe('what comes with the program', () => {
  it('is four packages at most', () => {
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(4)
  })

  it('runs nothing when it is installed, cap aside, which is optional', () => {
    const scripted = others.filter(([, { hasInstallScript, dev }]) => hasInstallScript === true && dev !== true)
    expect(scripted.map(([path]) => path.replace(/^.*node_modules\//, '')).filter((name) => name !== 'cap')).toEqual([])
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([])
  })

  it('is known by its digest, and comes from the registry that everybody has', () => {
    for (const [path, { integrity, resolved }] of others) {
      expect(integrity, path).toMatch(/^sha512-/)
      if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//)
    }
  })
})
