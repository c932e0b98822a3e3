import { SEVERITY_SIGNS } from '../../report/signs.ts'
import { VIEW_IDS, type State } from '../state.ts'
import type { Line, Span } from '../style.ts'
import { cut, fit, grouped, size, widthOf } from '../text.ts'
import { plainText } from '../style.ts'
import { fileOf, peopleOf } from '../store/transfers.ts'
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

function what({ settings, store, loader }: State): Line {
  const name = settings.live === undefined ? settings.inputs.join(' + ') : `live ${settings.live}`
  const bytes = settings.live === undefined ? ` ${size(loader.bytesRead)}` : ''
  const flows = store.tracks.size
  const packets = `${grouped(store.analyzer?.clock.packet ?? 0)} pkts │ ${grouped(flows)} flow${flows === 1 ? '' : 's'} `
  return [
    [' oscarscope', 'title'],
    [' │ ', 'dim'],
    [cut(name, 48), 'wire'],
    [`${bytes} │ ${packets}`, 'plain'],
  ]
}

function ladderTitle(state: State): Line {
  const { subjects, store } = state
  const [subject] = subjects
  if (subject === undefined) return what(state)
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
  ]
  return [[' Ladder', 'title'], [` · ${about.join(' · ')}`]]
}

function tabs({ view }: State): Line {
  return VIEW_IDS.flatMap((id, at): Span[] => [
    [' '],
    [`${at + 1} ${VIEWS[id].title}`, id === view ? 'tab' : 'plain'],
    [' '],
  ])
}

/** The lines above the panes: one on small screens, four on others. */
export function headLines(state: State, width: number, lines: number): Line[] {
  const isLadder = state.view === 'ladder' && state.subjects.length > 0
  const title = spread(isLadder ? ladderTitle(state) : what(state), counts(state), width)
  if (lines === 1) return [title]
  const filter = state.filtered?.filter.text
  const rail = isLadder ? stepRail(state) : undefined
  const filterLine = spread(
    [
      [' Y> ', 'key'],
      [filter ?? '(none)', filter === undefined ? 'dim' : 'strong'],
    ],
    [['/', 'key'], [' search  '], ['f', 'key'], [' filter  '], ['F', 'key'], [' clear ']],
    width,
  )
  return [
    title,
    spread(tabs(state), [['?', 'key'], [' help ']], width),
    rail ?? filterLine,
    [['─'.repeat(width), 'dim']],
  ]
}

/** The last line: what the program does, where the cursor is, how times are shown, what the filter and the decoder did. */
export function statusLine(state: State, width: number): Line {
  const { message, pending, position, view } = state
  if (message !== undefined) return [[fit(` ${message.text}`, width), message.isError ? 'error' : 'strong']]
  const count = VIEWS[view].count(state)
  const where = count === 0 ? '0/0' : `${grouped(position.cursor + 1)}/${grouped(count)}`
  const parts = [doing(state), ...(pending === '' ? [] : [`${pending}-`]), ...losses(state), where, `t:${state.time}`]
  if (view === 'ladder') parts.push(`L:${state.lanes}`)
  if (state.chosen.size > 0) parts.push(`${state.chosen.size} selected`)
  parts.push(...filterState(state), ...coverage(state))
  return [[fit(` ${parts.join(' │ ')}`, width), 'dim']]
}

function doing(state: State): string {
  const { store, loader, frozen, searching, tail } = state
  const live = state.settings.live !== undefined
  if (frozen !== undefined) {
    const errors = store.counts.error - frozen.counts.error
    return `PAUSED +${grouped(store.index.count - frozen.events)} events${errors > 0 ? `, +${errors} ${SEVERITY_SIGNS.error}` : ''} since`
  }
  if (searching !== undefined) return `searching ${searching}%`
  if (store.progress === 'loading') {
    const { part } = loader
    return `loading${part === undefined ? '' : ` ${Math.floor(part * 100)}%`} ${size(Math.round(loader.rate))}/s C-c stops`
  }
  if (store.progress === 'waiting') return tail ? 'waiting, following' : `waiting${live ? '' : ' for packets'}`
  if (store.progress === 'cancelled') return 'reading was stopped'
  if (live) return 'CAPTURE ENDED'
  return loader.damaged > 0 ? 'DAMAGED file, :problems' : 'ready'
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
