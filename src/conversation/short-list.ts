/**
 * Lists that nearly always stay short: `push` makes room for 17 items, which would be most of the memory of a conversation.
 * Short ones are replaced by a list of the exact size, long ones changed in place.
 */

/** Beyond this a list is not short. */
const SHORT = 8

/** The list with one item more. */
export function longer<Item>(list: readonly Item[], item: Item): readonly Item[] {
  if (list.length === 0) return [item]
  if (list.length < SHORT) return list.concat([item])
  ;(list as Item[]).push(item)
  return list
}

/** The list without the item. */
export function without<Item>(list: readonly Item[], item: Item): readonly Item[] {
  const at = list.indexOf(item)
  if (at < 0) return list
  if (list.length === 1) return NONE
  if (list.length <= SHORT) return list.toSpliced(at, 1)
  ;(list as Item[]).splice(at, 1)
  return list
}

const NONE: readonly never[] = []
