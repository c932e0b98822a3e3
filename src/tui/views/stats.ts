import type { Conversation } from '../../conversation/conversation.ts'
import { raising, type LimitName } from '../../limits.ts'
import type { Line } from '../style.ts'
import { fit, grouped, size } from '../text.ts'
import type { Store } from '../store/store.ts'
import { transfersOf } from './lists.ts'
import type { View } from './view.ts'

const cache = new WeakMap<Store, { readonly key: string; readonly lines: readonly Line[] }>()

export const statsView: View = {
  title: 'Stats',
  count: ({ store }) => statsOf(store).length,
  heading: () => [],
  row: ({ store }, index) => statsOf(store)[index]!,
  selection: () => ({}),
  find: () => undefined,
  empty: () => [],
}

function statsOf(store: Store): readonly Line[] {
  const key = `${store.version} ${store.progress === 'done' ? store.index.count : Math.floor(performance.now() / 1000)}`
  const known = cache.get(store)
  if (known?.key === key) return known.lines
  const lines = makeStats(store)
  cache.set(store, { key, lines })
  return lines
}

function makeStats(store: Store): Line[] {
  const { totals, analyzer } = store
  const { coverage } = totals
  const share = (bytes: number): string =>
    coverage.bytes === 0 ? '' : `  ${((100 * bytes) / coverage.bytes).toFixed(1)} %`
  const part = (bytes: number): string => `${size(bytes)}${share(bytes)}`
  return [
    title('Capture'),
    ...table([
      ['packets', grouped(analyzer?.clock.packet ?? 0)],
      ['events', grouped(store.index.count)],
      ['connections', grouped(store.tracks.size)],
      [
        'of these without OSCAR',
        `${grouped(store.strangers)}${store.tls > 0 ? `, ${grouped(store.tls)} of them TLS` : ''}`,
      ],
    ]),
    ...full('events not listed', store.unlisted, 'watchedEvents'),
    ...full('conversations no longer listed', store.left, 'watchedConversations'),
    title('Bytes of closed OSCAR connections'),
    ...table([
      ['in all', size(coverage.bytes)],
      ['decoded', part(coverage.decoded)],
      ['file data', part(coverage.data)],
      ['not known', part(coverage.unknown)],
      ['not captured', size(coverage.gap)],
    ]),
    title('Outcomes of conversations'),
    ...counted(tally(store.conversations, (conversation) => conversation.outcome)),
    title('Paths'),
    ...counted(tally(store.conversations, ({ path }: Conversation) => path)),
    title('Outcomes of files'),
    ...counted(tally(transfersOf(store), ({ transfer }) => transfer?.outcome)),
    title('Findings'),
    ...counted(tally(store.findings, ({ code, name }) => `${code} ${name}`)),
    title('Events'),
    ...counted(eventKinds(store)),
  ]
}

const title = (text: string): Line => [[` ${text}`, 'heading']]

const table = (rows: readonly (readonly [string, string])[]): Line[] =>
  rows.map(([name, value]) => [[`   ${fit(name, 40)} `], [fit(value, 24, 'right'), 'strong']])

/** What a limit of the screens has left out, and what moves the limit. */
const full = (name: string, count: number, limit: LimitName): Line[] =>
  count === 0 ? [] : [...table([[name, grouped(count)]]), [[`   ${raising(limit)}`, 'dim']]]

function counted(counts: ReadonlyMap<string, number>): Line[] {
  if (counts.size === 0) return [[['   none', 'dim']]]
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return table(sorted.map(([name, count]) => [name, grouped(count)]))
}

function tally<T>(items: Iterable<T>, name: (item: T) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) {
    const key = name(item)
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** Kinds of events and how many there are of each, counted as they came in. */
function eventKinds(store: Store): Map<string, number> {
  const counts = new Map<string, number>()
  store.kindCounts.forEach((count, kind) => {
    const { protocol, name } = store.kinds.get(kind)
    const key = `${protocol.toUpperCase()} ${name}`
    counts.set(key, (counts.get(key) ?? 0) + count)
  })
  return counts
}
