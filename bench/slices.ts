/**
 * How long the work between two chances to draw takes while a capture is loaded for the screens, in a process of its own: CPU of
 * the main thread, which is what keys wait for. Linux tells that of a thread; other systems only of the whole process.
 */
import { readFileSync } from 'node:fs'
import { CaptureFile } from '../src/io/capture-file.ts'
import { TimeOrder } from '../src/io/time-order.ts'
import { Loader } from '../src/tui/store/loader.ts'
import { RandomAccess } from '../src/tui/store/random-access.ts'
import { Slice } from '../src/tui/store/slices.ts'
import { Store } from '../src/tui/store/store.ts'

export interface SliceTimes {
  readonly count: number
  /** Milliseconds. */
  readonly p99: number
  readonly longest: number
}

const USED = '/proc/thread-self/schedstat'
const used = (): number => Number(readFileSync(USED, 'latin1').split(' ')[0]) / 1e6

const times: number[] = []
let begun: number | undefined
// eslint-disable-next-line @typescript-eslint/unbound-method
const next = Slice.prototype.next
Slice.prototype.next = async function () {
  if (begun !== undefined) times.push(used() - begun)
  await next.call(this)
  begun = used()
}

const path = process.argv[2]!
const store = new Store(new RandomAccess([path]))
await new Loader(new TimeOrder([CaptureFile.open(path)]), store).run()
// All but the first, which is compiled while it runs.
const sorted = times.slice(1).sort((a, b) => a - b)
const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]!
const result: SliceTimes = { count: sorted.length, p99: at(0.99), longest: at(1) }
process.stdout.write(JSON.stringify(result))
