import type { Captures } from './captures.ts'
import { compile, run } from './compile.ts'
import type { Profile } from './generate.ts'
import { median } from './measure.ts'
import { sizeText } from './size.ts'
import { STAGES, type StageName, type StageResult } from './stages.ts'
import { table } from './table.ts'
import { framesOf, type Truth } from './traffic/truth.ts'

/** What each stage of the program costs, each in a process of its own; cumulative, without the start of Node. */
export async function stageTable(
  captures: Captures,
  profiles: readonly Profile[],
  size: number,
  runs: number,
): Promise<string> {
  const script = await compile('stage')
  const parts: string[] = []
  for (const profile of profiles) {
    const { path, truth } = await captures.get(profile, size)
    const title = `Stages, ${profile} ${sizeText(size)}, ${truth.packets} packets`
    parts.push(`${title}\n\n${stagesOf(script, path, truth, runs)}`)
  }
  return parts.join('\n')
}

function stagesOf(script: string, path: string, truth: Truth, runs: number): string {
  let before = 0
  const rows = (Object.keys(STAGES) as StageName[]).map((name) => {
    const results = Array.from({ length: runs }, () => stage(script, name, path, truth))
    const cpu = median(results.map((result) => result.cpu))
    const gigabytes = truth.bytes / 1e9
    const row = [
      STAGES[name].adds,
      `${(cpu / gigabytes).toFixed(2)} s`,
      `${((cpu / truth.packets) * 1e9).toFixed(0)} ns`,
      `${(((cpu - before) / truth.packets) * 1e9).toFixed(0)} ns`,
    ]
    before = cpu
    return row
  })
  return table(['stage (each with all before it)', 'CPU per GB', 'per packet', 'added'], rows, 3)
}

function stage(script: string, name: StageName, path: string, truth: Truth): StageResult {
  const result = run<StageResult>(script, name, path)
  const frames = framesOf(truth)
  const right =
    result.bytes === truth.bytes &&
    (result.packets ?? truth.packets) === truth.packets &&
    (result.frames ?? frames) === frames
  if (!right) throw new Error(`stage ${name} did not see all of ${path}: ${JSON.stringify(result)}`)
  return result
}
