import { Person, type Company } from './person.ts'
import type { World } from './world.ts'

const TRIES = 8

/** Everybody: a certain number of people at any time, each of whom is followed by another. */
export class People implements Company {
  private readonly world: World
  private readonly v6Share: number
  private readonly present: Person[] = []
  private readonly lives: Generator<void, void>[] = []
  private born = 0

  constructor(world: World, count: number, v6Share: number) {
    this.world = world
    this.v6Share = v6Share
    for (let at = 0; at < count; at++) this.replace(at)
  }

  /** Somebody does something. */
  turn(): void {
    const at = this.world.random.below(this.lives.length)
    if (this.lives[at]!.next().done === true) this.replace(at)
  }

  besides(person: Person | undefined, reachable = false): Person | undefined {
    for (let n = 0; n < TRIES; n++) {
      const other = this.world.random.pick(this.present)
      if (other !== person && (reachable ? other.reachable : other.online)) return other
    }
    return undefined
  }

  /** Everybody signs off. */
  end(): void {
    for (const person of this.present) {
      person.settle()
      person.leaving = true
    }
    for (const life of this.lives) while (life.next().done !== true);
  }

  private replace(at: number): void {
    const person = new Person(this.world, this, ++this.born, this.world.random.chance(this.v6Share))
    this.present[at] = person
    this.lives[at] = person.life()
  }
}
