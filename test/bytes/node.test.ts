import { describe, expect, it } from 'vitest'
import { find, problems, toJson, type Node } from '../../src/bytes/node.ts'

const leaf = (name: string, more: Partial<Node> = {}): Node => ({ name, at: 0, end: 1, ...more })
const group = (...children: Node[]): Node => leaf('group', { children })

describe('a node as JSON', () => {
  it('is its value, or the name of its value when that is a number with one', () => {
    expect(toJson(leaf('code', { value: 4 }))).toBe(4)
    expect(toJson(leaf('code', { value: 4, label: 'NOT_LOGGED_ON' }))).toBe('NOT_LOGGED_ON')
    expect(toJson(leaf('cookie', { value: '3100', label: '1' }))).toBe('3100')
    expect(toJson(leaf('flags', { value: 3, flags: ['A', 'B'] }))).toEqual(['A', 'B'])
    expect(toJson(leaf('gone'))).toBeNull()
  })

  it('is an object of the children, an array for a list and for a name that repeats', () => {
    const list = leaf('list', { list: true, children: [leaf('item', { value: 1 }), leaf('item', { value: 2 })] })
    const three = [1, 2, 3].map((value) => leaf('name', { value }))
    expect(toJson(group(list, ...three))).toEqual({ list: [1, 2], name: [1, 2, 3] })
  })

  it('does not take one list for a name that repeats', () => {
    const list = (value: number) => leaf('list', { list: true, children: [leaf('item', { value })] })
    expect(toJson(group(list(1)))).toEqual({ list: [1] })
    expect(toJson(group(list(1), list(2)))).toEqual({ list: [[1], [2]] })
  })

  it('has raw bytes and problems beside the key', () => {
    const name = leaf('name', { value: 'a\ufffd', raw: '61ff', problem: 'length 9, 2 left' })
    expect(toJson(group(name))).toEqual({ name: 'a\ufffd', nameRaw: '61ff', nameProblem: 'length 9, 2 left' })
    const list = leaf('list', { list: true, children: [name, { ...group(), problem: 'short' }] })
    expect(toJson(list)).toEqual([
      { value: 'a\ufffd', valueRaw: '61ff', valueProblem: 'length 9, 2 left' },
      { problem: 'short' },
    ])
  })

  it('masks secrets, their raw bytes and whole secret groups unless asked', () => {
    const secret = leaf('password', { value: 'x', raw: 'ff', secret: true })
    const whole = { ...group(leaf('inner', { value: 1 })), name: 'cookie', secret: true } as const
    expect(toJson(group(secret, whole))).toEqual({ password: '***', passwordRaw: '***', cookie: '***' })
    expect(toJson(group(secret, whole), { secrets: true })).toEqual({
      password: 'x',
      passwordRaw: 'ff',
      cookie: { inner: 1 },
    })
  })
})

describe('a tree of nodes', () => {
  const inner = leaf('inner', { value: 1, problem: 'bad' })
  const tree = group({ ...group(inner), name: 'outer' }, leaf('last', { problem: 'worse' }))

  it('is searched by the names of a path', () => {
    expect(find(tree, 'outer', 'inner')).toBe(inner)
    expect(find(tree, 'outer', 'none')).toBeUndefined()
    expect(find(tree)).toBe(tree)
  })

  it('lists its problems in wire order', () => {
    expect([...problems(tree)].map(({ name }) => name)).toEqual(['inner', 'last'])
  })
})
