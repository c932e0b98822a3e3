/** Attempts, so that a large input does not take for ever. */
const PATIENCE = 4000

/** A smaller input for which `fails` still holds: without halves, quarters, ... single bytes of it, then with zeros. */
export function shrink(input: Uint8Array, fails: (candidate: Uint8Array) => boolean): Uint8Array {
  let small = input.slice()
  let attempts = 0
  const attempt = (candidate: Uint8Array): boolean => attempts++ < PATIENCE && fails(candidate)
  for (let size = small.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at + size <= small.length;) {
      const candidate = new Uint8Array(small.length - size)
      candidate.set(small.subarray(0, at))
      candidate.set(small.subarray(at + size), at)
      if (attempt(candidate)) small = candidate
      else at += size
    }
  }
  for (let at = 0; at < small.length; at++) {
    if (small[at] === 0) continue
    const candidate = small.slice()
    candidate[at] = 0
    if (attempt(candidate)) small = candidate
  }
  return small
}
