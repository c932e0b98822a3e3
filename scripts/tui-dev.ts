/** Runs the screens on capture files without the command line: `npx tsx scripts/tui-dev.ts [--plain] FILE...` */
import { CaptureFile } from '../src/io/capture-file.ts'
import { TimeOrder } from '../src/io/time-order.ts'
import { runTui } from '../src/tui/main.ts'

const words = process.argv.slice(2)
const flags = new Set(words.filter((word) => word.startsWith('--')))
const paths = words.filter((word) => !word.startsWith('--'))
const files = new TimeOrder(paths.map((path) => CaptureFile.open(path, { follow: flags.has('--follow') })))
process.exitCode = await runTui({
  files,
  plain: flags.has('--plain'),
  ...(flags.has('--ascii') ? { ascii: true } : {}),
})
if (!flags.has('--plain')) process.exit()
