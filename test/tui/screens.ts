import { CaptureFile } from '../../src/io/capture-file.ts'
import { TimeOrder } from '../../src/io/time-order.ts'
import { App } from '../../src/tui/app.ts'
import { filterLanguage } from '../../src/tui/filter-language.ts'
import { State, type Settings } from '../../src/tui/state.ts'
import { Loader } from '../../src/tui/store/loader.ts'
import { RandomAccess } from '../../src/tui/store/random-access.ts'
import { Rows } from '../../src/tui/store/rows.ts'
import { Store } from '../../src/tui/store/store.ts'
import type { Surface } from '../../src/tui/surface.ts'
import type { Terminal } from '../../src/tui/terminal.ts'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The program on a terminal that is only a size: keys go in, a surface comes out. */
export class Screens {
  readonly app: App
  readonly state: State
  width: number
  height: number
  surface: Surface | undefined
  copied: string | undefined
  status: number | undefined

  constructor(state: State, width: number, height: number) {
    this.state = state
    this.width = width
    this.height = height
    const size = { width: () => this.width, height: () => this.height }
    const terminal: Terminal = {
      get width() {
        return size.width()
      },
      get height() {
        return size.height()
      },
      paint: (surface) => {
        this.surface = surface
      },
      forget() {},
      copy: (text) => {
        this.copied = text
      },
      suspend() {},
      close() {},
    }
    this.app = new App(state, {
      terminal,
      extract: undefined,
      quit: (status) => {
        this.status = status
      },
    })
  }

  /** Keys as the key table names them, several in one call. */
  press(...keys: string[]): this {
    for (const key of keys) this.app.key(key)
    return this
  }

  type(text: string): this {
    return this.press(...[...text].map((letter) => (letter === ' ' ? 'space' : letter)))
  }

  get text(): string {
    return this.lines.join('\n')
  }

  get lines(): string[] {
    this.app.paint()
    return this.surface!.text()
  }

  /** Waits until the screen shows a text, or something else is so. */
  async until(wanted: string | RegExp | (() => boolean)): Promise<void> {
    for (let tries = 0; tries < 500; tries++) {
      if (
        typeof wanted === 'function'
          ? wanted()
          : typeof wanted === 'string'
            ? this.text.includes(wanted)
            : wanted.test(this.text)
      )
        return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error(`"${String(wanted)}" is not on the screen:\n${this.text}`)
  }
}

export interface OpenOptions extends Partial<Settings> {
  readonly width?: number
  readonly height?: number
  /** Leave the captures unread. */
  readonly unread?: boolean
}

/** The screens over captures in memory, read to their end. */
export async function openScreens(captures: readonly Uint8Array[], options: OpenOptions = {}): Promise<Screens> {
  const directory = mkdtempSync(join(tmpdir(), 'screens-'))
  const paths = captures.map((bytes, at) => {
    const path = join(directory, `${at}.pcap`)
    writeFileSync(path, bytes)
    return path
  })
  return openFiles(paths, options)
}

export async function openFiles(paths: readonly string[], options: OpenOptions = {}): Promise<Screens> {
  const { width = 80, height = 24, unread = false, ...settings } = options
  const store = new Store(new RandomAccess(paths))
  const loader = new Loader(new TimeOrder(paths.map((path) => CaptureFile.open(path))), store)
  const state = new State(store, new Rows(store), loader, {
    ascii: false,
    secrets: false,
    theme: 'dark',
    language: filterLanguage(store),
    inputs: ['test.pcap'],
    live: undefined,
    trouble: undefined,
    ...settings,
  })
  if (!unread) await loader.run()
  return new Screens(state, width, height)
}
