/**
 * A map that forgets: the last `limit` / 2 entries are always there, and never more than `limit`. Two generations, of which
 * the older is dropped whole: to delete the oldest key of a `Map` costs a walk over everything that was deleted before it.
 */
export class Recent<Value> {
  private readonly half: number
  private young = new Map<string, Value>()
  private old = new Map<string, Value>()

  constructor(limit: number) {
    this.half = limit >> 1
  }

  get(key: string): Value | undefined {
    return this.young.get(key) ?? this.old.get(key)
  }

  set(key: string, value: Value): void {
    if (this.young.size >= this.half) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, value)
  }

  delete(key: string): void {
    this.young.delete(key)
    this.old.delete(key)
  }
}
