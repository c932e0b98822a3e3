import { VIEW_IDS, type State } from './state.ts'
import { plainText, type Line } from './style.ts'
import { cells } from './text.ts'
import { makeLadder } from './ladders.ts'
import { VIEWS } from './views/index.ts'
import { transfersOf } from './views/lists.ts'

const WIDTH = 100

/** The views as text, one behind the other: for screen readers, printers and terminals that can do nothing else. */
export function* plainLines(state: State): Generator<string> {
  for (const id of VIEW_IDS) {
    if (id === 'ladder') yield* ladderLines(state)
    else yield* viewLines(state, id)
  }
}

function* viewLines(state: State, id: (typeof VIEW_IDS)[number]): Generator<string> {
  const view = VIEWS[id]
  const count = view.count(state)
  yield textOf([[`== ${view.title} ==`]])
  if (count === 0) for (const text of view.empty(state)) yield textOf([[text]])
  else for (const line of view.heading(state, WIDTH)) yield textOf(line)
  for (let index = 0; index < count; index++) yield textOf(view.row(state, index, WIDTH))
  yield '\n'
}

function* ladderLines(state: State): Generator<string> {
  // The files of one have one ladder.
  const subjects = new Set(transfersOf(state.store).map(({ conversation, track }) => conversation ?? track))
  for (const subject of subjects) {
    if (subject === undefined) continue
    state.subjects = [subject]
    makeLadder(state)
    yield* viewLines(state, 'ladder')
  }
}

function textOf(line: Line): string {
  const text = [...cells(plainText(line))].map(([cell]) => cell).join('')
  return `${text.trimEnd()}\n`
}
