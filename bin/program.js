'use strict'
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

const FOLDER = join(__dirname, '../dist/bundle')
const PROGRAM = join(FOLDER, 'program.cjs')
/** What V8 compiled of it when it was built, for the version of Node that built it. Another version compiles again. */
const COMPILED = join(FOLDER, 'program.compiled')

/**
 * Node is tuned for servers that run for hours. A capture of 1 GB of messages was checked in 175 MiB, and at no cost in 107
 * with a young generation that stays in the processor's cache and an old one that doubles at most before it is cleaned. One
 * of 75 MB took 1.1 s of CPU, a third of it to optimise functions that are not called often enough to be worth it, and takes
 * 0.9 s when that waits.
 */
const FLAGS = [
  '--semi-space-growth-factor=1',
  '--heap-growing-percent=100',
  '--interrupt-budget=300000',
  '--max-inlined-bytecode-size-cumulative=400',
]

/** Modules of Node that take milliseconds to load. */
const SELDOM = new Set(['child_process', 'crypto', 'zlib'])

/** The program, and the script it is. A third of the CPU of a small capture is compiling, which was done before. */
function load() {
  // Before anything is compiled: code belongs to the flags it was compiled with.
  for (const flag of FLAGS) setFlagsFromString(flag)
  const script = new Script(readFileSync(PROGRAM, 'latin1'), {
    filename: PROGRAM,
    cachedData: contentOf(COMPILED),
  })
  const module = { exports: {} }
  script.runInThisContext()(requiring, module, pathToFileURL(PROGRAM).href, FOLDER)
  return { main: module.exports.main, script }
}

/** Loads what few runs use when they use it. */
function requiring(name) {
  return SELDOM.has(name.replace('node:', '')) ? new Proxy({}, { get: (_, key) => require(name)[key] }) : require(name)
}

function contentOf(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

module.exports = { COMPILED, load }
