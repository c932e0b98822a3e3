import { SEVERITY_SIGNS } from '../../report/signs.ts'
import { hintsFor } from '../keys.ts'
import { VIEW_IDS, type State, type ViewId } from '../state.ts'
import { plainText, type Line, type Span } from '../style.ts'
import { cut, fit, grouped, size, widthOf } from '../text.ts'
import { fileOf, peopleOf, programsIn } from '../store/transfers.ts'
import { itemsOf } from '../views/lists.ts'
import { VIEWS } from '../views/index.ts'
import { stepRail } from '../views/ladder.ts'

/** Left and right ends of one line; the left gives way. */
function spread(left: Line, right: Line, width: number): Line {
  const room = width - widthOf(plainText(right))
  const spans: Span[] = []
  let used = 0
  for (const [text, style] of left) {
    const piece = cut(text, Math.max(0, room - used - 1))
    if (piece !== '') spans.push([piece, style ?? 'plain'])
    used += widthOf(piece)
  }
  return [...spans, [' '.repeat(Math.max(0, room - used))], ...right]
}

function counts({ frozen, store }: State): Line {
  const { error, warning, note } = frozen?.counts ?? store.counts
  return [
    [`${SEVERITY_SIGNS.error} ${grouped(error)}  `, error > 0 ? 'error' : 'dim'],
    [`${SEVERITY_SIGNS.warning} ${grouped(warning)}  `, warning > 0 ? 'warning' : 'dim'],
    [`${SEVERITY_SIGNS.note} ${grouped(note)} `, note > 0 ? 'note' : 'dim'],
  ]
}

/** What is looked at: the name gives way to the numbers. */
function what({ settings, store, loader }: State, room: number): Line {
  const name = settings.live === undefined ? settings.inputs.join(' + ') : `live ${settings.live}`
  const bytes = settings.live === undefined ? ` ${size(loader.bytesRead)}` : ''
  const flows = store.tracks.size
  const packets = grouped(store.analyzer?.clock.packet ?? 0)
  const numbers = `${bytes} │ ${packets} pkts │ ${grouped(flows)} flow${flows === 1 ? '' : 's'} `
  const title = ' oscarscope │ '
  return [
    [' oscarscope', 'title'],
    [' │ ', 'dim'],
    [cut(name, Math.max(12, room - title.length - numbers.length - 1)), 'wire'],
    [numbers, 'plain'],
  ]
}

function ladderTitle(state: State): Line {
  const { subjects, store } = state
  const [subject] = subjects
  if (subject === undefined) return []
  if (subjects.length > 1) return [[' Ladder', 'title'], [` · ${subjects.length} conversations`]]
  if (!('cookie' in subject)) return [[' Ladder', 'title'], [` · connection ${subject.id} · ${subject.protocol}`]]
  const item = itemsOf(store, subject)[0] ?? { conversation: subject, transfer: undefined, track: undefined }
  const { name, size: bytes } = fileOf(item)
  const number = item.transfer === undefined ? `conversation ${subject.id}` : `transfer ${item.transfer.id}`
  const about = [
    number,
    `${name}${bytes === undefined ? '' : ` ${grouped(bytes)} B`}`,
    peopleOf(item).join(' → '),
    subject.path,
    subject.outcome,
    programsIn(item),
  ].filter((part) => part !== '')
  return [[' Ladder', 'title'], [` · ${about.join(' · ')}`]]
}

/** Spaces around the name of a view: fewer where there is little room. */
const tabGap = (width: number): 1 | 2 => (width < 72 ? 1 : 2)

function tabs({ view }: State, width: number): Line {
  return VIEW_IDS.flatMap((id, at): Span[] => [
    [' '.repeat(at === 0 ? 1 : tabGap(width))],
    [`${at + 1} ${VIEWS[id].title}`, id === view ? 'tab' : 'plain'],
  ])
}

/** The view whose name is at a column of the line of names. */
export function tabAt(state: State, width: number, x: number): ViewId | undefined {
  let end = 0
  let number = 0
  for (const [text, style] of tabs(state, width)) {
    end += text.length
    if (x < end) return VIEW_IDS[number]
    if (style !== undefined) number++
  }
  return undefined
}

/** The lines above the panes: one on small screens, four on others. */
export function headLines(state: State, width: number, lines: number): Line[] {
  const isLadder = state.view === 'ladder' && state.subjects.length > 0
  const sum = counts(state)
  const title = spread(isLadder ? ladderTitle(state) : what(state, width - widthOf(plainText(sum))), sum, width)
  if (lines === 1) return [title]
  const filter = state.filtered?.filter.text
  const filterLine = spread(
    [
      [' Y> ', 'key'],
      [filter ?? '(none)', filter === undefined ? 'dim' : 'strong'],
    ],
    [['/', 'key'], [' search   '], ['f', 'key'], [' filter   '], ['F', 'key'], [' clear ']],
    width,
  )
  const help: Line = width < 72 ? [] : [['?', 'key'], [' help ']]
  const rail = isLadder ? stepRail(state) : undefined
  return [title, spread(tabs(state, width), help, width), rail ?? filterLine, [['─'.repeat(width), 'dim']]]
}

/** Columns from which a part of the last line is worth to be cut; a shorter one is left out. */
const LONG = 24

/** The last line: what the program does, where the cursor is, how times are shown, what filter and decoder did, keys. */
export function statusLine(state: State, width: number): Line {
  const { message, pending, position, view } = state
  if (message !== undefined) return [[fit(` ${message.text}`, width), message.isError ? 'error' : 'strong']]
  const count = VIEWS[view].count(state)
  const where = count === 0 ? '0/0' : `${grouped(position.cursor + 1)}/${grouped(count)}`
  const parts = [
    ...doing(state),
    ...(pending === '' ? [] : [PENDING[pending] ?? `${pending}-`]),
    ...losses(state),
    where,
  ]
  if (state.chosen.size > 0) parts.push(`${state.chosen.size} selected`)
  parts.push(...filterState(state))
  parts.push(`t:${state.time}`, ...coverage(state))
  let text = ''
  for (const part of parts) {
    const longer = text === '' ? ` ${part}` : `${text} │ ${part}`
    if (widthOf(longer) < width || text === '') text = longer
    // Of a long part, such as why a capture ended, the beginning says most.
    else if (widthOf(text) + LONG < width) text = cut(longer, width - 1)
  }
  return spread([[text, 'dim']], hintSpans(state, width - widthOf(text) - 2), width)
}

/** What may follow a key that wants another. */
const PENDING: Readonly<Record<string, string>> = {
  m: 'm and a letter sets a mark',
  "'": "' and a letter goes to a mark",
  y: 'copy: j JSON, h hex, f field, w Wireshark filter, t text',
}

/** As many keys as there is room for. */
function hintSpans(state: State, room: number): Line {
  const spans: Span[] = []
  let used = 0
  for (const { key, text } of hintsFor(state)) {
    used += key.length + text.length + 3
    if (used > room) break
    spans.push(['  '], [key, 'key'], [` ${text}`, 'dim'])
  }
  return spans.length === 0 ? [] : [...spans, [' ']]
}

/** Of a live capture that goes on there is nothing to say: the line is full of what it lost. */
function doing(state: State): string[] {
  const { store, loader, frozen, searching, tail } = state
  const live = state.settings.live !== undefined
  if (frozen !== undefined) {
    const errors = store.counts.error - frozen.counts.error
    const more = `+${grouped(store.index.count - frozen.events)} events`
    return [`PAUSED ${more}${errors > 0 ? `, +${errors} ${SEVERITY_SIGNS.error}` : ''} since`]
  }
  if (searching !== undefined) return [`searching ${searching}%`]
  if (store.progress === 'loading') {
    const { part } = loader
    const percent = part === undefined ? '' : ` ${Math.floor(part * 100)}%`
    return [`loading${percent} ${size(Math.round(loader.rate))}/s, C-c stops`]
  }
  if (live && store.unlisted > 0) return [`timeline full, ${grouped(store.unlisted)} events not listed`]
  if (store.progress === 'waiting') {
    if (live) return tail ? ['following'] : []
    return [tail ? 'waiting, following' : 'waiting for packets']
  }
  if (store.progress === 'cancelled') return ['reading was stopped']
  if (live) return ['CAPTURE ENDED']
  return [loader.damaged > 0 ? 'DAMAGED file, :problems' : 'ready']
}

function filterState({ filtered, events }: State): string[] {
  if (filtered === undefined) return []
  const share = filtered.scanned < events ? ` ${Math.floor((100 * filtered.scanned) / events)}%` : ''
  return [`Y: ${grouped(filtered.matches.length)} of ${grouped(events)}${share}`]
}

/** Of a live capture; near the beginning, because the end of the line is what small screens cut off. */
function losses({ settings }: State): string[] {
  return settings.losses === undefined ? [] : [settings.losses()]
}

function coverage({ store, settings }: State): string[] {
  if (settings.losses !== undefined) return []
  const { bytes, decoded, data, gap } = store.totals.coverage
  if (bytes === 0) return []
  return [`decoded ${((100 * (decoded + data)) / bytes).toFixed(1)}%`, `lost ${size(gap)}`]
}
