/**
 * Puts the compiled program into one file, and what V8 makes of it into another: starting from 300 modules costs Node three
 * times the CPU of everything a small capture needs (0.28 s against 0.10 s, and 8 MiB), and compiling a third of the rest.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // Of blessed what draws is in it; all its widgets are asked for where nothing of ours comes by.
  external: ['cap', './node_modules/blessed/lib/blessed.js'],
  outdir: 'dist/bundle',
  logLevel: 'warning',
}

rmSync('dist/bundle', { recursive: true, force: true })
await build({ ...OPTIONS, entryPoints: ['dist/io/capture-helper.js'], format: 'esm' })
await build({
  ...OPTIONS,
  entryPoints: { program: 'dist/cli/main.js' },
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  // bin/program.js calls it.
  banner: { js: '(function (require, module, moduleUrl, __dirname) {' },
  footer: { js: '})' },
  define: { 'import.meta.url': 'moduleUrl' },
  // Half of the text to read; names stay, for stack traces. Values of constants are written into the code that uses them.
  minifyWhitespace: true,
  minifySyntax: true,
})

// Descriptions of terminals, which blessed looks for beside itself.
for (const name of ['linux', 'xterm', 'xterm-256color']) cpSync(`node_modules/blessed/usr/${name}`, `dist/usr/${name}`)

// What `--help` answers: bin/oscarscope.js prints it without loading the program.
writeFileSync('dist/bundle/help.txt', execFileSync(process.execPath, ['bin/oscarscope.js', 'help']))
execFileSync(process.execPath, ['scripts/compile.js'], { stdio: ['ignore', 'ignore', 'inherit'] })
