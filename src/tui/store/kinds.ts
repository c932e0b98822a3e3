import type { EventProtocol, TimelineEvent } from '../../conversation/event.ts'

/** What the events of a capture have in common: a few hundred of these stand for millions of events. */
export interface Kind {
  readonly protocol: EventProtocol
  readonly name: string
  readonly step: number | undefined
}

/** What 16 bits can tell apart; a capture made to exceed it gets its other names as one. */
const MAX_KINDS = 65_535

const STEPS = 16

/** Kinds by number. */
export class Kinds {
  private readonly kinds: Kind[] = [{ protocol: 'snac', name: 'OTHER', step: undefined }]
  private readonly snacs = new Map<number, number>()
  private readonly others = new Map<string, number>()

  of(event: TimelineEvent): number {
    const step = event.step ?? 0
    if (event.protocol === 'snac') {
      const key = (event.foodgroup * 65_536 + event.subgroup) * STEPS + step
      const known = this.snacs.get(key)
      if (known !== undefined) return known
      return this.add(this.snacs, key, event)
    }
    const key = `${event.protocol} ${step} ${event.name}`
    return this.others.get(key) ?? this.add(this.others, key, event)
  }

  get(number: number): Kind {
    return this.kinds[number] ?? this.kinds[0]!
  }

  private add<K>(numbers: Map<K, number>, key: K, { protocol, name, step }: TimelineEvent): number {
    if (this.kinds.length >= MAX_KINDS) return 0
    numbers.set(key, this.kinds.length)
    return this.kinds.push({ protocol, name, step }) - 1
  }
}
