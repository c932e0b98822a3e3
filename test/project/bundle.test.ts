import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../cli/program.ts'

const LOAD = "console.log(require('./bin/program.js').load().script.cachedDataRejected)"

describe('the bundle', () => {
  it.each([
    ['starts from what was compiled when it was built', [], 'false'],
    ['is compiled again where that was compiled with other flags', ['--stack-size=900'], 'true'],
  ])('%s', (_, flags, rejected) => {
    const { stdout } = spawnSync(process.execPath, [...flags, '-e', LOAD], { cwd: ROOT, encoding: 'utf8' })
    expect(stdout.trim()).toBe(rejected)
  })
})
