import { join, resolve } from 'node:path'
import { safeName } from '../../src/report/safe-name.ts'
import { HOSTILE } from '../../test/report/hostile.ts'
import * as t from '../../test/support/index.ts'
import { promise, type Target } from '../target.ts'

/** File names made of those on the wire. */
export const target: Target = {
  name: 'name',
  seeds: () => [...HOSTILE, 'con.txt', 'a.lnk', '-rf', '.bashrc', 'x'.repeat(300), 'ÄÖ'.repeat(90)].map(t.utf8),
  words: ['../', '..\\', '\u0001', '.', ' ', 'CON', '.lnk', '-', '\u0301', '\u{1f600}', ':'],
  longest: 2000,
  run: (input) => {
    const name = safeName(new TextDecoder().decode(input))
    promise(resolve(join('/out', `1-${name}`)) === `/out/1-${name}`, () => `leaves the folder: ${name}`)
    promise(t.utf8(name).length <= 120 && name.length > 0, () => `${t.utf8(name).length} bytes`)
    promise(/^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._-]*$/u.test(name), () => `not allowed: ${JSON.stringify(name)}`)
    promise(!/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name), () => `a device: ${name}`)
    promise(!/\.(?:lnk|desktop|url)$/i.test(name) && !/[. ]$/.test(name), () => `acts or is ambiguous: ${name}`)
  },
}
