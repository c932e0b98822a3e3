import { describeFrame } from '../../src/conversation/describe.ts'
import { problems, toJson } from '../../src/bytes/node.ts'
import { readClientError, readIcbm } from '../../src/oscar/index.ts'
import { treeLines } from '../../src/report/tree.ts'
import { checkTiling } from '../../test/oscar/tiling.ts'
import { RAW } from '../../test/report/hostile.ts'
import { REGRESSIONS } from '../../test/hostile/regressions.ts'
import { frames } from '../seeds.ts'
import { promise, type Target } from '../target.ts'

/** One FLAP frame through all tables of SNACs, TLVs and rendezvous blocks: its fields tile it, and none shows anything raw. */
export const target: Target = {
  name: 'frame',
  seeds: () => [...frames(), ...REGRESSIONS.map(({ frame }) => frame)],
  longest: 16_384,
  run: (frame) => {
    if (frame.length < 6) return
    const { summary, nodes } = describeFrame(frame, 0, frame.length, frame[3]! % 2 === 0)
    const [head, ...fields] = nodes
    if (fields.length > 0) checkTiling({ name: 'frame', at: head!.end, end: frame.length, children: fields })
    const root = { name: 'frame', at: 0, end: frame.length, children: nodes }
    const shown = [summary, JSON.stringify(toJson(root)), ...treeLines(nodes, { secrets: true, indent: 0 })].join('\n')
    promise(!RAW.test(shown), () => `raw: ${JSON.stringify(RAW.exec(shown))}`)
    for (const { problem } of problems(root)) promise(problem !== '', () => 'a problem without words')
    for (const toHost of [true, false]) readIcbm(frame, Math.min(16, frame.length), frame.length, toHost)
    readClientError(frame, Math.min(16, frame.length), frame.length)
  },
}
