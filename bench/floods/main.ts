/** Pours the flood that the first argument names, so much of it as the second says, on standard output. */
import { openSync, writeSync } from 'node:fs'
import { FLOODS } from './floods.ts'
import { pour } from './pour.ts'

const [name = '', count = ''] = process.argv.slice(2)
// Opened anew, it waits for who reads it.
const output = openSync('/dev/stdout', 'w')

pour(FLOODS[name]!, Number(count), (piece) => {
  for (let at = 0; at < piece.length;) at += writeSync(output, piece, at)
})
