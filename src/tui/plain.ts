import { VIEW_IDS, type State } from './state.ts'
import { plainText, type Line } from './style.ts'
import { cells } from './text.ts'
import { makeLadder } from './ladders.ts'
import { VIEWS } from './views/index.ts'
import { transfersOf } from './views/lists.ts'

const WIDTH = 100

/** The views as text, one behind the other: for screen readers, printers and terminals that can do nothing else. */
export function writePlain(state: State, write: (text: string) => void): void {
  const put = (line: Line): void =>
    write(
      `${[...cells(plainText(line))]
        .map(([text]) => text)
        .join('')
        .trimEnd()}\n`,
    )
  for (const id of VIEW_IDS) {
    if (id === 'ladder') writeLadders(state, put)
    else writeView(state, id, put)
  }
}

function writeView(state: State, id: (typeof VIEW_IDS)[number], put: (line: Line) => void): void {
  const view = VIEWS[id]
  const count = view.count(state)
  put([[`== ${view.title} ==`]])
  if (count === 0) for (const text of view.empty(state)) put([[text]])
  else for (const line of view.heading(state, WIDTH)) put(line)
  for (let index = 0; index < count; index++) put(view.row(state, index, WIDTH))
  put([])
}

function writeLadders(state: State, put: (line: Line) => void): void {
  // The files of one have one ladder.
  const subjects = new Set(transfersOf(state.store).map(({ conversation, track }) => conversation ?? track))
  for (const subject of subjects) {
    if (subject === undefined) continue
    state.subjects = [subject]
    makeLadder(state)
    writeView(state, 'ladder', put)
  }
}
