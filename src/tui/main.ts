import { basename } from 'node:path'
import type { Analyzer } from '../analyzer.ts'
import { printable } from '../bytes/printable.ts'
import type { DecodeAs } from '../conversation/decode-as.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import type { TimeOrder } from '../io/time-order.ts'
import { LIMITS } from '../limits.ts'
import type { Totals } from '../report/totals.ts'
import type { Profile } from '../rules/run.ts'
import { App } from './app.ts'
import { COMMANDS } from './commands.ts'
import { filterLanguage } from './filter-language.ts'
import { isProblem, type FilterLanguage } from './filter-port.ts'
import { plainLines } from './plain.ts'
import { FilterScan } from './scan.ts'
import { State, type Settings, type ViewId } from './state.ts'
import { Loader } from './store/loader.ts'
import { RandomAccess } from './store/random-access.ts'
import { Rows } from './store/rows.ts'
import { Store } from './store/store.ts'
import { openTerminal, type TerminalEvents } from './terminal.ts'
import type { ThemeName } from './theme.ts'

export interface TuiOptions {
  /** Opened and not read yet. */
  readonly files: TimeOrder
  /** Interface that is captured from. */
  readonly live?: string
  /** What it has lost so far. */
  readonly losses?: () => string
  /** Is given what the screens analyse with, before they begin. */
  readonly analyzing?: (analyzer: Analyzer, totals: Totals) => void
  /** Sees every event, too. */
  readonly event?: (event: TimelineEvent) => void
  readonly view?: ViewId
  readonly filter?: string
  readonly language?: FilterLanguage
  /** `lenient`: what real clients are known for is a note. */
  readonly profile?: Profile
  readonly decodeAs?: readonly DecodeAs[]
  readonly strictChecksum?: boolean
  readonly theme?: ThemeName
  /** No colours, whatever the theme. */
  readonly color?: boolean
  readonly ascii?: boolean
  /** Show passwords and sign-on cookies. */
  readonly secrets?: boolean
  /** Why nothing can be read, and the commands that mend it: shown in place of the lists. */
  readonly trouble?: readonly string[]
  /** Extracts the transferred files to a directory; gives a sentence about it. */
  readonly extract?: (directory: string) => Promise<string>
  readonly debug?: boolean
}

/** Lines of plain text after which signals are looked for. */
const BETWEEN_SIGNALS = 256
/** Status of a program that ended by its own fault. */
const OWN_FAULT = 70
/** 128 and the signal's number. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/** Shows captures on the terminal until the user quits; gives the exit status. */
export function runTui(options: TuiOptions): Promise<number> {
  const state = newState(options)
  return new Promise((resolve) => runScreens(state, options, resolve))
}

/** Writes the same views as lines of text, one behind the other. A filter that is none lets nothing be left out. */
export async function writeViews(
  options: TuiOptions,
  write: (text: string) => void,
  isStopped: () => boolean,
): Promise<void> {
  const state = newState(options)
  await state.loader.run()
  const filter = state.settings.language.compile(options.filter ?? '')
  if (options.filter !== undefined && !isProblem(filter)) await new FilterScan(state, () => {}).start(filter)
  let lines = 0
  for (const line of plainLines(state)) {
    write(line)
    if (++lines % BETWEEN_SIGNALS !== 0) continue
    await new Promise((resolve) => setImmediate(resolve))
    if (isStopped()) break
  }
  state.store.access.close()
}

function newState(options: TuiOptions): State {
  const { files } = options.files
  const store = new Store(new RandomAccess(files.map(({ name }) => (options.live === undefined ? name : '-'))))
  store.onEvent = options.event
  if (options.live !== undefined) {
    store.room = LIMITS.watchedConversations.value
    store.listed = LIMITS.watchedEvents.value
  }
  const hasColour = options.color ?? (process.env['NO_COLOR'] ?? '') === ''
  const settings: Settings = {
    ascii: options.ascii ?? !isUnicode(),
    secrets: options.secrets ?? false,
    theme: hasColour ? (options.theme ?? 'dark') : 'mono',
    language: options.language ?? filterLanguage(store),
    inputs: files.map(({ name }) => (name === '-' ? 'standard input' : printable(basename(name)))),
    live: options.live,
    losses: options.losses,
    trouble: options.trouble,
  }
  const loader = new Loader(options.files, store, {
    profile: options.profile ?? 'strict',
    decodeAs: options.decodeAs,
    strictChecksum: options.strictChecksum,
  })
  options.analyzing?.(loader.analyzer, store.totals)
  return new State(store, new Rows(store), loader, settings)
}

function isUnicode(): boolean {
  const { LC_ALL, LC_CTYPE, LANG } = process.env
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}

function runScreens(state: State, options: TuiOptions, done: (status: number) => void): void {
  const events: TerminalEvents = {
    key: (key) => guarded(() => app.key(key)),
    mouse: (mouse) => guarded(() => app.mouse(mouse)),
    resized: () => guarded(() => app.changed()),
    gone: () => leave(SIGNALS.SIGHUP),
  }
  const terminal = openTerminal(events, { unicode: !state.settings.ascii })
  const restoreStderr = keepStderr(state.log)
  const stops = Object.entries(SIGNALS).map(([signal, status]) => [signal, () => leave(status)] as const)
  let isOver = false
  const leave = (status: number): void => {
    if (isOver) return
    isOver = true
    for (const [signal, stop] of stops) process.removeListener(signal, stop)
    process.removeListener('uncaughtException', crash)
    process.removeListener('unhandledRejection', crash)
    app.close()
    terminal.close()
    restoreStderr()
    state.store.access.close()
    // What was captured live is summed up behind the screens.
    if (options.live === undefined) state.loader.abandon()
    else state.loader.cancel()
    done(status)
  }
  /** The terminal first, then what went wrong. */
  const crash = (error: unknown): void => {
    leave(OWN_FAULT)
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    process.stderr.write(`oscarscope: this is a fault of the program itself: ${printable(message)}\n`)
    process.stderr.write(
      options.debug === true
        ? `${stack ?? ''}\n`
        : 'Please report it, with the capture if that is possible; --debug shows where it happened.\n',
    )
    process.exit(OWN_FAULT)
  }
  const guarded = (work: () => void): void => {
    try {
      work()
    } catch (error) {
      crash(error)
    }
  }
  // Before others that would say something and end the program on this screen.
  process.prependListener('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  for (const [signal, stop] of stops) process.on(signal, stop)
  const app = new App(state, { terminal, quit: leave, extract: options.extract })
  if (options.view !== undefined) state.view = options.view
  // Otherwise the first screen is drawn when there is something on it, a few milliseconds from now.
  if (options.trouble !== undefined) {
    guarded(() => app.paint())
    return
  }
  state.loader.run().then(() => app.changed(), crash)
  if (options.filter !== undefined) app.run(COMMANDS.filtered, options.filter)
}

/** What would be written over the screen goes to the log instead; gives the way back. */
function keepStderr(log: string[]): () => void {
  const write = process.stderr.write.bind(process.stderr)
  process.stderr.write = (text: string | Uint8Array) => {
    log.push(...String(text).split('\n').filter(Boolean).map(printable))
    return true
  }
  return () => {
    process.stderr.write = write
  }
}
