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
  external: ['cap'],
  outdir: 'dist/bundle',
  logLevel: 'warning',
}

/** Of blessed what draws is in the bundle; all its widgets are asked for where nothing of ours comes by. */
const onlyDrawing = {
  name: 'only-drawing',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/$/ }, ({ importer }) =>
      importer.endsWith('unicode.js') ? { path: 'blessed', external: true } : undefined,
    )
  },
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
  plugins: [onlyDrawing],
})

// Descriptions of terminals, which blessed looks for beside itself.
cpSync('node_modules/blessed/usr', 'dist/usr', { recursive: true, filter: (path) => !path.includes('fonts') })

// What `--help` answers: bin/oscarscope.js prints it without loading the program.
writeFileSync('dist/bundle/help.txt', execFileSync(process.execPath, ['bin/oscarscope.js', 'help']))
execFileSync(process.execPath, ['scripts/compile.js'], { stdio: ['ignore', 'ignore', 'inherit'] })
