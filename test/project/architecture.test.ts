import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SRC = resolve(import.meta.dirname, '../../src')

/** What a room may import besides itself and the files that lie directly in src/. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  bytes: [],
  capture: ['bytes'],
  network: ['bytes', 'capture'],
  oscar: ['bytes'],
  peer: ['bytes'],
  conversation: ['bytes', 'network', 'oscar', 'peer'],
  rules: ['bytes', 'network', 'oscar', 'peer', 'conversation'],
  report: ['bytes', 'capture', 'network', 'oscar', 'peer', 'conversation', 'rules'],
  io: ['bytes', 'capture', 'network', 'oscar', 'peer', 'conversation', 'rules', 'report'],
  tui: ['bytes', 'capture', 'network', 'oscar', 'peer', 'conversation', 'rules', 'report', 'io'],
  cli: ['bytes', 'capture', 'network', 'oscar', 'peer', 'conversation', 'rules', 'report', 'io', 'tui'],
}

/** Rooms that may touch the machine. */
const SHELL = new Set(['io', 'tui', 'cli'])

/** Packages and the only room that uses them. */
const PACKAGES: Readonly<Record<string, string>> = {
  blessed: 'tui',
  commander: 'cli',
  cap: 'io',
  'get-east-asian-width': 'report',
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const path = join(SRC, name)
    const text = readFileSync(path, 'utf8')
    const statements = [
      ...text.matchAll(/^(?:import|export|\})(?:[^'\n]*\sfrom)?\s*'([^'\n]+)'/gm),
      ...text.matchAll(/import\('([^']+)'\)/g),
    ]
    const imports = statements.map(([, target]) => target!)
    return { name, path, text, imports, room: name.includes('/') ? name.split('/')[0]! : '' }
  })

const localImports = files.flatMap(({ name, path, imports, room }) =>
  imports
    .filter((target) => target.startsWith('.'))
    .map((target) => ({ name, room, target: relative(SRC, resolve(dirname(path), target)) })),
)

describe('the rooms of the code', () => {
  it('are the ones the architecture names', () => {
    expect([...new Set(files.map(({ room }) => room))].filter(Boolean).sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })

  it('import only from rooms to their left in the flow of the data', () => {
    const wrong = localImports.filter(({ room, target }) => {
      const to = target.includes('/') ? target.split('/')[0]! : ''
      return room !== '' && to !== '' && to !== room && !MAY_IMPORT[room]!.includes(to)
    })
    expect(wrong).toEqual([])
  })

  it('leave files, processes and the terminal to the shell', () => {
    const wrong = files.filter(
      ({ room, imports, text }) =>
        !SHELL.has(room) &&
        (imports.some((target) => target.startsWith('node:')) ||
          /\b(?:process\.|console\.|Date\.now|Math\.random|setTimeout|setInterval|setImmediate|Buffer\.)/.test(
            text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''),
          )),
    )
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  it('use each package in one room only', () => {
    const wrong = files.flatMap(({ name, room, imports }) =>
      imports
        .filter((target) => !target.startsWith('.') && !target.startsWith('node:'))
        .filter((target) => PACKAGES[target.split('/')[0]!] !== room)
        .map((target) => `${name}: ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it('have no import cycles between folders', () => {
    const edges = new Map<string, Set<string>>()
    for (const { name, target } of localImports) {
      const [from, to] = [dirname(name), dirname(target)]
      if (from !== '.' && to !== '.' && from.split('/')[0] !== to.split('/')[0])
        edges.set(from, (edges.get(from) ?? new Set()).add(to))
    }
    const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
      [...(edges.get(from) ?? [])].some((to) => to === goal || (!seen.has(to) && reaches(to, goal, seen.add(to))))
    expect([...edges.keys()].filter((folder) => reaches(folder, folder))).toEqual([])
  })
})
