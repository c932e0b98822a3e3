import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/tui/commands.ts'
import { KEYS, lookUp } from '../../src/tui/keys.ts'
import { helpLines } from '../../src/tui/overlays/help.ts'
import { plainText } from '../../src/tui/style.ts'

describe('the table of keys', () => {
  it('has no two commands for one key in one context', () => {
    const pairs = KEYS.flatMap(({ context, keys }) => keys.map((key) => `${context} ${key}`))
    expect(pairs.filter((pair, at) => pairs.indexOf(pair) !== at)).toEqual([])
  })

  it('names only commands that exist', () => {
    expect(KEYS.filter(({ command }) => !Object.hasOwn(COMMANDS, command))).toEqual([])
  })

  it('reaches everything without F-keys, Alt and mouse', () => {
    const needy = KEYS.filter(({ keys }) => keys.every((key) => /^f\d+$|^M-/.test(key)))
    expect(needy).toEqual([])
  })

  it('is all on the help screen', () => {
    const help = helpLines().map(plainText).join('\n')
    for (const { help: text } of KEYS) expect(help).toContain(text)
  })

  it('asks the context of the pane before the one of all panes', () => {
    expect(lookUp('h', ['detail', 'all'])?.command).toBe('fold')
    expect(lookUp('h', ['hex', 'all'])?.command).toBe('byte')
    expect(lookUp('j', ['hex', 'all'])?.command).toBe('move')
    expect(lookUp('M-x', ['main', 'all'])).toBeUndefined()
  })
})
