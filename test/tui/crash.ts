/** The screens, and then a fault of the program: for the test that the terminal comes back. */
import { CaptureFile } from '../../src/io/capture-file.ts'
import { TimeOrder } from '../../src/io/time-order.ts'
import { runTui } from '../../src/tui/main.ts'

setTimeout(() => {
  throw new Error('made for the test')
}, 500)
await runTui({ files: new TimeOrder([CaptureFile.open(process.argv[2]!)]) })
