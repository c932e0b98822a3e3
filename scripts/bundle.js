/**
 * Puts the compiled program into a few files: starting from 300 modules costs Node three times the CPU of everything a
 * small capture needs (0.28 s against 0.10 s, and 8 MiB). The screens and live capture stay separate and are loaded when
 * they are used.
 */
import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

/** Commands that read files are loaded as one: each file more costs Node a millisecond. */
const TOGETHER = 'inspect transfers ladder check extract rules explain follow decode fields limits'.split(' ')

const together = {
  name: 'commands-together',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/\w+\.js$/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && TOGETHER.includes(path.slice(2, -3))
        ? { path: 'commands', namespace: 'commands', pluginData: resolveDir }
        : undefined,
    )
    onLoad({ filter: /./, namespace: 'commands' }, ({ pluginData: resolveDir }) => ({
      contents: TOGETHER.map((name) => `export * from './${name}.js'`).join('\n'),
      resolveDir,
    }))
  },
}

rmSync('dist/bundle', { recursive: true, force: true })
await build({
  entryPoints: ['dist/cli/main.js', 'dist/io/capture-helper.js'],
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['blessed', 'cap'],
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url)",
  },
  entryNames: '[name]',
  outdir: 'dist/bundle',
  // Half of the text to compile; names stay, for stack traces. Values of constants are written into the code that uses them.
  minifyWhitespace: true,
  minifySyntax: true,
  plugins: [together],
  logLevel: 'warning',
})

// What `--help` answers: bin/oscarscope.js prints it without loading the program.
writeFileSync('dist/bundle/help.txt', execFileSync(process.execPath, ['bin/oscarscope.js', 'help']))
