import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keysDocument } from '../../src/tui/overlays/help.ts'
import { oscarscope } from '../cli/program.ts'
import { PICTURES, takePicture } from './pictures.ts'
import { HAS_TMUX, ROOT } from './tmux.ts'

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

describe('the documentation', () => {
  it.skipIf(!HAS_TMUX).concurrent.each(PICTURES)(
    'shows the screen $name as it is (npm run screens)',
    async (picture) => {
      expect(await takePicture(picture)).toBe(read(`docs/screens/${picture.name}.svg`))
    },
  )

  it('has pictures in the README, each of them there', () => {
    const shown = [...read('README.md').matchAll(/!\[[^\]]+\]\((docs\/screens\/[\w-]+\.svg)\)/g)].map(
      ([, path]) => path!,
    )
    expect(shown.length).toBeGreaterThanOrEqual(2)
    for (const path of shown) expect(read(path)).toMatch(/^<svg/)
  })

  it('has the ladder of the README as the program draws it', () => {
    const { out } = oscarscope(['ladder', 'captures/transfer-with-faults.pcap', '1'])
    expect(read('README.md')).toContain(`$ oscarscope ladder captures/transfer-with-faults.pcap 1\n${out}`)
  })

  it('lists every key (npm run screens)', () => {
    // The formatter pads the columns of tables.
    const loose = (text: string): string => text.replace(/ +/g, ' ').replace(/-+/g, '-')
    expect(loose(read('docs/keys.md'))).toBe(loose(keysDocument()))
  })
})
