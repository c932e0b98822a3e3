/** One stage of the program over one capture, in a process of its own: `node stage.mjs STAGE CAPTURE`. */
import { runStage, type StageName } from './stages.ts'

const [name, path] = process.argv.slice(2)
process.stdout.write(JSON.stringify(runStage(name as StageName, path!)))
