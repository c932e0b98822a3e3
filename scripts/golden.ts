/** Writes the golden timelines: what `inspect` and `transfers` print of every bundled capture. Review the diff. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { bundledCaptures, goldenPath, timelines } from '../test/support/golden.ts'

for (const [capture, text] of timelines(bundledCaptures())) {
  const path = join('captures', goldenPath(capture))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
