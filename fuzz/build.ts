import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build as bundle, transformSync, type Plugin } from 'esbuild'
import { createInstrumenter } from 'istanbul-lib-instrument'

const ROOT = resolve(import.meta.dirname, '..')

/** A target with the loop around it, in one file. */
export interface Built {
  readonly code: string
  /** Statements and branches of the program in it, each with a counter. */
  readonly counters: number
}

/** Code of the program may run while modules are loaded: the counters come first. */
const COUNTERS = `
  import { workerData as __work } from 'node:worker_threads'
  const __hits = new Uint8Array(Math.ceil(__work.counters / 4) * 4)
`

/** Bundles a target. The files of the program (`src`) count how often each of their statements and branches is reached. */
export async function buildTarget(name: string): Promise<Built> {
  const counters = { count: 0 }
  const result = await bundle({
    stdin: {
      contents: `
        import { Coverage } from './coverage.ts'
        import { target } from './targets/${name}.ts'
        import { serve } from './worker.ts'
        serve(target, new Coverage(__hits))
      `,
      resolveDir: join(ROOT, 'fuzz'),
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: COUNTERS },
    plugins: [instrument(counters)],
    logLevel: 'error',
  })
  return { code: result.outputFiles[0]!.text, counters: counters.count }
}

/**
 * Istanbul counts in objects, file by file. A loop that looks at all counters after each of many thousand runs a second
 * wants them in one array.
 */
function instrument(counters: { count: number }): Plugin {
  return {
    name: 'instrument',
    setup(build) {
      build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
        const { code } = transformSync(readFileSync(path, 'utf8'), { loader: 'ts', format: 'esm', target: 'node20' })
        const instrumenter = createInstrumenter({ esModules: true, compact: true, produceSourceMap: false })
        const counting = instrumenter.instrumentSync(code, path)
        const { s: statements, b: branches } = instrumenter.lastFileCoverage()
        const first = counters.count
        const firstOf = new Map<string, number>()
        counters.count += Object.keys(statements).length
        for (const [branch, ways] of Object.entries(branches)) {
          firstOf.set(branch, counters.count)
          counters.count += ways.length
        }
        const contents = counting
          .replaceAll(
            /cov_\w+\(\)\.s\[(\d+)\]\+\+/g,
            (_, statement: string) => `__hits[${first + Number(statement)}]++`,
          )
          .replaceAll(
            /cov_\w+\(\)\.b\[(\d+)\]\[(\d+)\]\+\+/g,
            (_, branch: string, way: string) => `__hits[${firstOf.get(branch)! + Number(way)}]++`,
          )
          .replaceAll(/cov_\w+\(\)\.f\[\d+\]\+\+/g, '0')
        return { contents, loader: 'js' }
      })
    },
  }
}
