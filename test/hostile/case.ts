/** A row of the list of what captures may do to an analyzer, with what has to be said about it. */
export interface Case {
  readonly id: string
  readonly what: string
  /** The bytes of a capture file. */
  readonly make: () => Uint8Array
  /** Packets that can be read of it. */
  readonly packets?: number
  readonly says?: readonly RegExp[]
  readonly never?: readonly RegExp[]
}

export const row = (
  id: string,
  what: string,
  make: () => Uint8Array,
  says: readonly RegExp[] = [],
  never: readonly RegExp[] = [],
): Case => ({ id, what, make, says, never })
