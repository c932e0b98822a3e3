/**
 * A map that forgets: the last `limit` / 2 entries are always there, and never more than `limit`. Two generations, of which
 * the older is dropped whole: to delete the oldest key of a `Map` costs a walk over everything that was deleted before it.
 */
export class Recent<Key, Value> {
  private readonly half: number
  private young = new Map<Key, Value>()
  private old = new Map<Key, Value>()

  /** Entries that are no longer there because others came. */
  forgotten = 0

  constructor(limit: number) {
    this.half = limit >> 1
  }

  get isEmpty(): boolean {
    return this.young.size + this.old.size === 0
  }

  get(key: Key): Value | undefined {
    return this.young.get(key) ?? this.old.get(key)
  }

  set(key: Key, value: Value): void {
    if (this.young.size >= this.half) {
      this.forgotten += this.old.size
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, value)
  }

  delete(key: Key): void {
    this.young.delete(key)
    this.old.delete(key)
  }
}
