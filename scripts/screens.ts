/**
 * Writes what the documentation shows of the program: pictures of its screens, docs/screens/*.svg, the table of keys,
 * docs/keys.md, and the ladder in README.md. `npm run screens`; a test says when they are stale.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keysDocument } from '../src/tui/overlays/help.ts'
import { PICTURES, takePicture } from '../test/tui/pictures.ts'
import { HAS_TMUX, ROOT } from '../test/tui/tmux.ts'

if (!HAS_TMUX) throw new Error('tmux is needed to take pictures')
const directory = join(ROOT, 'docs/screens')
mkdirSync(directory, { recursive: true })
for (const picture of PICTURES) writeFileSync(join(directory, `${picture.name}.svg`), await takePicture(picture))
writeFileSync(join(ROOT, 'docs/keys.md'), keysDocument())

const LADDER = /(?<=\$ oscarscope (ladder .*)\n)[^]*?(?=```)/
const readme = join(ROOT, 'README.md')
const text = readFileSync(readme, 'utf8')
const [, command = ''] = LADDER.exec(text) ?? []
const drawn = execFileSync(process.execPath, ['bin/oscarscope.js', ...command.split(' ')], {
  cwd: ROOT,
  encoding: 'utf8',
})
writeFileSync(
  readme,
  text.replace(LADDER, () => drawn),
)
