#!/usr/bin/env node
'use strict'
const { readFileSync, writeSync } = require('node:fs')
const { join } = require('node:path')

const [word, ...others] = process.argv.slice(2)
const answer = others.length === 0 ? readyAnswer(word) : undefined
if (answer === undefined) require('./program.js').load().main(process.argv)
else tell(answer)

// What people and scripts ask most is answered without loading the program: that takes half as long again as Node's start.
function readyAnswer(word) {
  if (word === '--version') return `${JSON.parse(textOf('../package.json')).version}\n`
  return word === '--help' || word === '-h' ? textOf('../dist/bundle/help.txt') : undefined
}

function textOf(name) {
  return readFileSync(join(__dirname, name), 'utf8')
}

function tell(text) {
  try {
    writeSync(1, text)
  } catch (error) {
    // Nobody reads it any more.
    if (error.code !== 'EPIPE') throw error
  }
}
