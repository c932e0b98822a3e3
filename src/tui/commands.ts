import { LANE_MODES } from '../report/lanes.ts'
import type { Severity } from '../rules/finding.ts'
import type { App } from './app.ts'
import { compareLines } from './overlays/compare.ts'
import { copyText } from './overlays/copy.ts'
import { explainLines } from './overlays/explain.ts'
import { helpLines } from './overlays/help.ts'
import { LAYOUTS, VIEW_IDS, type ViewId } from './state.ts'
import { THEMES, type ThemeName } from './theme.ts'
import { TIME_FORMATS } from './time.ts'

export interface Command {
  /** What it does, for the command line's help; left out for what only keys can do. */
  readonly help?: string
  /** Words that its argument can be. */
  readonly words?: readonly string[]
  run(app: App, argument: string): void
}

const VIEW_WORDS: readonly string[] = VIEW_IDS
const THEME_NAMES = Object.keys(THEMES) as ThemeName[]

function next<T>(values: readonly T[], value: T): T {
  return values[(values.indexOf(value) + 1) % values.length]!
}

/** The value named, or the one after the present. */
function chosen<T extends string>(values: readonly T[], value: T, name: string): T {
  return values.find((candidate) => candidate === name) ?? next(values, value)
}

/** Everything the program can be told, by keys or on the command line. */
export const COMMANDS = {
  move: { run: ({ cursor }, by) => cursor.move(Number(by)) },
  page: { run: ({ cursor }, by) => cursor.page(Number(by)) },
  first: { run: ({ cursor }) => cursor.move(-Infinity) },
  last: { run: ({ cursor }) => cursor.move(Infinity) },
  scroll: { run: ({ cursor }, by) => cursor.scroll(Number(by)) },
  fold: { run: ({ cursor }) => cursor.fold() },
  unfold: { run: ({ cursor }) => cursor.unfold() },
  byte: { run: ({ cursor }, by) => cursor.moveByte(Number(by)) },
  open: { run: ({ walk }) => walk.open() },
  back: { run: (app) => app.back(false) },
  leave: { run: (app) => app.back(true) },
  focus: { run: ({ walk }, by) => walk.turnFocus(Number(by)) },
  view: {
    help: 'shows a view',
    words: VIEW_WORDS,
    run(app, name) {
      if (VIEW_WORDS.includes(name)) app.walk.show(name as ViewId)
      else app.say(`views are ${VIEW_IDS.join(', ')}`, true)
    },
  },
  goto: { help: 'goes to a row, by number', run: ({ cursor }, number) => cursor.goTo(Number(number) - 1) },
  packet: { help: 'goes to the first event of a packet', run: ({ walk }, number) => walk.goToPacket(Number(number)) },
  search: {
    help: 'searches',
    run: (app, text) => (text === '' ? app.prompter.ask('search', '/') : app.finder.search(text)),
  },
  again: { run: ({ finder }, by) => finder.searchAgain(Number(by)) },
  filter: {
    help: 'filters the timeline',
    run: (app, text) =>
      text === '' ? app.prompter.ask('filter', 'Y> ') : app.finder.filter(text, () => app.walk.show('timeline')),
  },
  filtered: { run: ({ finder, walk }, text) => finder.filter(text, () => walk.show('timeline')) },
  unfilter: { help: 'clears the filter', run: ({ finder, walk }) => finder.filter('', () => walk.show('timeline')) },
  command: { run: (app) => app.prompter.ask('command', ':') },
  finding: {
    run: ({ walk }, what) => walk.goToFinding(what.replace('-', '') as Severity, what.startsWith('-') ? -1 : 1),
  },
  pending: {
    run(app, key) {
      app.state.pending = key
    },
  },
  choose: { run: ({ walk }) => walk.choose() },
  compare: { help: 'compares two selected messages', run: (app) => app.overlay('Compare', compareLines(app.state)) },
  explain: {
    help: 'explains what the cursor is on, or any code or name: explain 4/6',
    run: (app, words) => app.overlay('Explain', explainLines(app.state, words)),
  },
  bytes: {
    help: 'real bytes, or those of a ghost row',
    run(app) {
      const { state } = app
      if (state.selection.finding?.ghost === undefined) app.say('only ghost rows have bytes that should be there')
      else state.ghostBytes = !state.ghostBytes
    },
  },
  copy: {
    help: 'copies: j h f w t',
    words: ['j', 'h', 'f', 'w', 't'],
    run: (app, what) => app.copy(copyText(app.state, what)),
  },
  save: {
    help: 'saves packets of the selection as pcapng: save FILE',
    run: (app, path) => (path === '' ? app.prompter.ask('command', ':', 'save ') : app.files.save(path)),
  },
  extract: {
    help: 'extracts files: extract DIRECTORY',
    run: (app, path) => (path === '' ? app.prompter.ask('command', ':', 'extract ') : app.files.extract(path)),
  },
  time: {
    help: 'time format',
    words: TIME_FORMATS,
    run(app, name) {
      app.state.time = chosen(TIME_FORMATS, app.state.time, name)
    },
  },
  lanes: {
    help: 'lanes of the ladder',
    words: LANE_MODES,
    run(app, name) {
      app.state.lanes = chosen(LANE_MODES, app.state.lanes, name)
      app.ladders.remake()
    },
  },
  expand: { run: ({ ladders }) => ladders.expand() },
  squash: { run: ({ ladders }) => ladders.squash() },
  layout: {
    help: 'arrangement of the panes',
    words: LAYOUTS,
    run(app, name) {
      app.state.layout = chosen(LAYOUTS, app.state.layout, name)
      app.say(`layout ${app.state.layout}`)
    },
  },
  zoom: {
    help: 'zooms the pane',
    run({ state }) {
      state.zoomed = !state.zoomed
    },
  },
  size: {
    run({ state }, by) {
      state.share = Math.max(20, Math.min(85, state.share + Number(by)))
    },
  },
  theme: {
    help: 'colours',
    words: THEME_NAMES,
    run(app, name) {
      app.state.theme = chosen(THEME_NAMES, app.state.theme, name)
    },
  },
  tail: { help: 'follows the newest event', run: (app) => app.tail() },
  pause: { help: 'holds the view', run: (app) => app.pause() },
  redraw: { help: 'draws the screen again', run: (app) => app.redraw() },
  suspend: { run: (app) => app.suspend() },
  cancel: { help: 'stops reading', run: (app) => app.cancel() },
  help: { help: 'all keys', run: (app) => app.overlay('Keys and commands', helpLines()) },
  log: {
    help: 'what was written to the standard error',
    run: (app) =>
      app.overlay(
        'Log',
        app.state.log.map((text) => [[text]]),
      ),
  },
  problems: {
    help: 'what is wrong with the capture files',
    run: (app) =>
      app.overlay(
        'Problems of the files',
        app.state.loader.problems.map((text) => [[text]]),
      ),
  },
  turn: { run: (app, by) => app.turnOverlay(Number(by)) },
  close: {
    run({ state }) {
      state.overlay = undefined
    },
  },
  quit: { help: 'quits', run: (app) => app.quit() },
} satisfies Record<string, Command>

export type CommandName = keyof typeof COMMANDS

/** What can be written on the command line. */
export const COMMAND_WORDS: readonly string[] = Object.entries<Command>(COMMANDS)
  .filter(([, { help }]) => help !== undefined)
  .map(([name]) => name)
  .sort()

export function commandNamed(word: string): Command | undefined {
  const table: Readonly<Record<string, Command>> = COMMANDS
  if (Object.hasOwn(table, word) && COMMAND_WORDS.includes(word)) return table[word]
  const matching = COMMAND_WORDS.filter((name) => name.startsWith(word))
  return word !== '' && matching.length === 1 ? table[matching[0]!] : undefined
}
