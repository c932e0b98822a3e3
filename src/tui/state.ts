import type { Conversation } from '../conversation/conversation.ts'
import type { Track } from '../conversation/track.ts'
import type { Ladder, SegmentRow } from '../report/ladder.ts'
import type { LaneMode } from '../report/lanes.ts'
import type { Finding } from '../rules/finding.ts'
import type { Filter, FilterLanguage, FilterProblem } from './filter-port.ts'
import type { NumberList } from './store/number-list.ts'
import type { Rows } from './store/rows.ts'
import type { Loader } from './store/loader.ts'
import type { Store } from './store/store.ts'
import type { TransferItem } from './store/transfers.ts'
import type { Line } from './style.ts'
import type { ThemeName } from './theme.ts'
import type { TimeFormat } from './time.ts'

export const VIEW_IDS = ['transfers', 'ladder', 'timeline', 'findings', 'flows', 'stats'] as const
export type ViewId = (typeof VIEW_IDS)[number]
export type Pane = 'main' | 'detail' | 'hex'

/** `auto` by the size of the terminal; `side`: panes at the right; `stacked`: below; `single`: the list alone. */
export const LAYOUTS = ['auto', 'side', 'stacked', 'single'] as const
export type LayoutName = (typeof LAYOUTS)[number]

export interface Position {
  cursor: number
  /** First row on the screen. */
  top: number
  /** Columns scrolled to the right. */
  left: number
}

/** What every pane shows something of: choosing it in one moves the others. */
export interface Selection {
  /** Number of the event in the index. */
  readonly event?: number | undefined
  readonly finding?: Finding | undefined
  readonly conversation?: Conversation | undefined
  readonly track?: Track | undefined
  readonly item?: TransferItem | undefined
}

/** What the ladder shows: conversations, and connections that belong to none. */
export type Subject = Conversation | Track

export type PromptKind = 'command' | 'filter' | 'search'

export interface Prompt {
  readonly kind: PromptKind
  readonly sign: string
  text: string
  cursor: number
  /** Place in the history while going through it. */
  past: number
  problem: FilterProblem | undefined
  /** What the word before the cursor can become. */
  words: readonly string[]
}

export interface Overlay {
  readonly title: string
  readonly lines: readonly Line[]
  top: number
}

export interface Settings {
  readonly ascii: boolean
  readonly secrets: boolean
  readonly theme: ThemeName
  readonly language: FilterLanguage
  /** Names of the inputs, printable. */
  readonly inputs: readonly string[]
  /** Captured from; undefined for files. */
  readonly live: string | undefined
  /** What a live capture has lost so far, and what room is left for it. */
  readonly losses?: (() => string) | undefined
  /** Something that keeps the program from reading at all, with the ways that mend it. */
  readonly trouble: readonly string[] | undefined
}

/** A filter at work: events that match, found so far. */
export interface Filtered {
  readonly filter: Filter
  readonly matches: NumberList
  /** Events looked at. */
  scanned: number
}

export interface Frozen {
  readonly events: number
  readonly counts: Store['counts']
}

const position = (): Position => ({ cursor: 0, top: 0, left: 0 })

/** Everything the screens are drawn from, beside the store. */
export class State {
  readonly store: Store
  readonly rows: Rows
  readonly loader: Loader
  readonly settings: Settings
  theme: ThemeName
  view: ViewId = 'transfers'
  /** Views that `Esc` goes back to. */
  readonly trail: ViewId[] = []
  readonly positions: Record<ViewId, Position> = {
    transfers: position(),
    ladder: position(),
    timeline: position(),
    findings: position(),
    flows: position(),
    stats: position(),
  }
  selection: Selection = {}
  focus: Pane = 'main'
  zoomed = false
  layout: LayoutName = 'auto'
  /** Percent of the screen that the main pane has. */
  share = 60
  time: TimeFormat = 'delta'
  lanes: LaneMode = 'people'
  /** Follows the newest event. */
  tail = false
  frozen: Frozen | undefined
  readonly tree = { cursor: 0, top: 0, folded: new Set<string>() }
  readonly hex = { cursor: 0, top: 0 }
  /** Show the bytes that a ghost row should have had. */
  ghostBytes = false
  subjects: readonly Subject[] = []
  /** Rows of the ladder, made again when the store or the subjects change. */
  ladder: Ladder = { rows: [], lanes: [] }
  /** Of file data that is taken apart, by event. */
  readonly segments = new Map<number, readonly SegmentRow[]>()
  readonly chosen = new Set<number>()
  readonly marks = new Map<string, number>()
  filtered: Filtered | undefined
  search: string | undefined
  searching: number | undefined
  prompt: Prompt | undefined
  readonly history: Record<PromptKind, string[]> = { command: [], filter: [], search: [] }
  overlay: Overlay | undefined
  message: { readonly text: string; readonly isError: boolean } | undefined
  /** Keys of a command that wants more of them: `m`, `'`, `y`. */
  pending = ''
  /** Lines that something wrote to the standard error. */
  readonly log: string[] = []

  constructor(store: Store, rows: Rows, loader: Loader, settings: Settings) {
    this.store = store
    this.rows = rows
    this.loader = loader
    this.settings = settings
    this.theme = settings.theme
  }

  get position(): Position {
    return this.positions[this.view]
  }

  /** Events that there are to see: fewer than the store has while the view is held. */
  get events(): number {
    return this.frozen?.events ?? this.store.index.count
  }
}
