import type { Conversation } from '../../conversation/conversation.ts'
import type { Track } from '../../conversation/track.ts'
import type { Store } from '../store/store.ts'
import { transferItems, type TransferItem } from '../store/transfers.ts'

interface Cached<T> {
  version: number
  at: number
  items: readonly T[]
}

/** Least time between two makings of a list while captures are read, in milliseconds: sorting 10,000 rows has its price. */
const PATIENCE = 250

/** A list made of the store, kept until the store changes. */
function cachedList<T>(make: (store: Store) => readonly T[]): (store: Store) => readonly T[] {
  const lists = new WeakMap<Store, Cached<T>>()
  return (store) => {
    const known = lists.get(store)
    const now = performance.now()
    const isFresh =
      known?.version === store.version || (store.progress === 'loading' && now - (known?.at ?? -Infinity) < PATIENCE)
    if (known !== undefined && isFresh) return known.items
    const items = make(store)
    lists.set(store, { version: store.version, at: now, items })
    return items
  }
}

export const transfersOf: (store: Store) => readonly TransferItem[] = cachedList(transferItems)

/** Connections with OSCAR first, then TLS, then the rest. */
export const flowsOf: (store: Store) => readonly Track[] = cachedList((store) => {
  const rank = ({ protocol }: Track): number =>
    protocol === 'other' ? 2 : protocol === 'tls' || protocol === 'toc' || protocol === 'p3' ? 1 : 0
  return [...store.tracks.values()].sort((a, b) => rank(a) - rank(b) || a.id - b.id)
})

/** Rows of the list of transfers that are about a conversation. */
export function itemsOf(store: Store, conversation: Conversation): readonly TransferItem[] {
  return transfersOf(store).filter((item) => item.conversation === conversation)
}
