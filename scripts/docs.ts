/** Writes every part of the documentation that is made of the program's own tables. Review the diff. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { documents } from './docs/documents.ts'

const ROOT = resolve(import.meta.dirname, '..')

for (const [name, text] of await documents(ROOT)) {
  const path = join(ROOT, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
