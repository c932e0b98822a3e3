#!/usr/bin/env node
import { readFileSync, writeSync } from 'node:fs'
import { URL } from 'node:url'

const [word, ...others] = process.argv.slice(2)
const answer = others.length === 0 ? readyAnswer(word) : undefined
if (answer === undefined) {
  await tune()
  const { main } = await import('../dist/bundle/main.js')
  await main(process.argv)
} else {
  tell(answer)
}

/**
 * Node is tuned for servers that run for hours. A capture of 1 GB of messages was checked in 175 MiB, and at no cost in 107
 * with a young generation that stays in the processor's cache and an old one that doubles at most before it is cleaned. One
 * of 75 MB took 1.1 s of CPU, a third of it to optimise functions that are not called often enough to be worth it, and takes
 * 0.9 s when that waits.
 */
async function tune() {
  const { setFlagsFromString } = await import('node:v8')
  for (const flag of [
    '--semi-space-growth-factor=1',
    '--heap-growing-percent=100',
    '--interrupt-budget=300000',
    '--max-inlined-bytecode-size-cumulative=400',
  ])
    setFlagsFromString(flag)
}

// What people and scripts ask most is answered without loading the program: that takes half as long again as Node's start.
function readyAnswer(word) {
  if (word === '--version') return `${JSON.parse(textOf('../package.json')).version}\n`
  return word === '--help' || word === '-h' ? textOf('../dist/bundle/help.txt') : undefined
}

function textOf(name) {
  return readFileSync(new URL(name, import.meta.url), 'utf8')
}

function tell(text) {
  try {
    writeSync(1, text)
  } catch (error) {
    // Nobody reads it any more.
    if (error.code !== 'EPIPE') throw error
  }
}
