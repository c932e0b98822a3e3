import { Analyzer, type AnalyzerOptions } from '../analyzer.ts'
import { Clock } from '../clock.ts'
import { Extractor } from '../io/extractor.ts'
import { OutputDirectory } from '../io/output-directory.ts'
import { pump } from '../io/pump.ts'
import { TimeOrder } from '../io/time-order.ts'
import { LIMITS } from '../limits.ts'
import { counted } from '../report/amount.ts'
import { Totals } from '../report/totals.ts'
import { ExtractView } from './extract.ts'
import { describe, openAll } from './session.ts'

/** Milliseconds of work after which keys are looked at: a third of what is felt as a delay. */
const PATIENCE = 30

type ReadAgain = Pick<AnalyzerOptions, 'profile' | 'decodeAs' | 'strictChecksum'>

/**
 * Reads the captures once more, beside screens that show them, and writes their files to a directory. Gives a sentence about
 * what came of it; throws `InputError` and `OutputError`.
 */
export async function extractBeside(paths: readonly string[], options: ReadAgain, path: string): Promise<string> {
  const directory = new OutputDirectory(path)
  const extractor = new Extractor(directory, { maxSize: LIMITS.extractedFile.value, partial: true })
  const view = new ExtractView(directory, extractor)
  const totals = new Totals(view)
  const inputs = openAll(paths, {})
  let rested = performance.now()
  try {
    await pump(new TimeOrder(inputs), new Analyzer(totals, { clock: new Clock(), ...options, files: extractor }), {
      begin: () => view.begin(),
      between: async (waits) => {
        if (waits || performance.now() - rested < PATIENCE) return false
        await new Promise((resolve) => setImmediate(resolve))
        rested = performance.now()
        return false
      },
    })
    view.end(totals, inputs.map(describe))
  } finally {
    extractor.dispose()
    for (const input of inputs) input.close()
  }
  const written = extractor.entries.filter(({ file }) => file !== null)
  const incomplete = written.filter(({ complete }) => !complete).length
  return `extracted ${counted(written.length, 'file')} to ${path}${incomplete > 0 ? `, ${incomplete} incomplete` : ''}`
}
