import { CHANNEL } from '../../test/support/oscar.ts'
import { Connection, type End, type Side } from './connection.ts'
import type { World } from './world.ts'

const FLAP_HEADER = 6
const REQUEST_ID = FLAP_HEADER + 6
/** What may wait for more on one side. */
const HELD = 1_400
/** Chance that a frame which nobody waits for shares its segment with the next one of its side. */
const COALESCED = 0.1
/** Chance that what is sent is cut at a random byte. When nobody waits for the rest, it goes with the next frame. */
const SPLIT = 0.02

/** A connection to a server: numbers the frames, counts them, and puts them into segments. */
export class FlapConnection {
  private readonly world: World
  private readonly tcp: Connection
  private readonly numbers: [number, number]
  private readonly held: readonly [Uint8Array, Uint8Array] = [new Uint8Array(2 * HELD), new Uint8Array(2 * HELD)]
  private readonly heldLength: [number, number] = [0, 0]

  constructor(world: World, client: End, server: End) {
    const { capture, random } = world
    this.world = world
    this.tcp = new Connection(capture, random, client, server).open()
    this.numbers = [random.below(0x8000), random.below(0x8000)]
  }

  /**
   * A whole frame; its number and request id are written into it. `patient`: nobody waits for it, so it may share a segment
   * with what comes later.
   */
  send(side: Side, frame: Uint8Array, requestId = 0, patient = false): void {
    const number = this.numbers[side]
    this.numbers[side] = (number + 1) & 0xffff
    frame[2] = number >>> 8
    frame[3] = number
    if (frame[1] === CHANNEL.data) {
      frame[REQUEST_ID] = requestId >>> 24
      frame[REQUEST_ID + 1] = requestId >>> 16
      frame[REQUEST_ID + 2] = requestId >>> 8
      frame[REQUEST_ID + 3] = requestId
    }
    this.world.countFrame(frame)
    if (this.heldLength[side] + frame.length > HELD) this.flush(side)
    if (frame.length > HELD) this.tcp.send(side, frame)
    else this.deliver(side, frame, patient)
  }

  close(first: Side): void {
    this.flush(0)
    this.flush(1)
    this.tcp.close(first)
  }

  private deliver(side: Side, frame: Uint8Array, patient: boolean): void {
    const { random } = this.world
    const held = this.held[side]
    held.set(frame, this.heldLength[side])
    const length = (this.heldLength[side] += frame.length)
    if (patient && random.chance(COALESCED)) return
    const cut = random.chance(SPLIT) ? 1 + random.below(length - 1) : length
    this.tcp.send(side, held, 0, cut)
    held.copyWithin(0, cut, length)
    this.heldLength[side] = length - cut
    if (!patient) this.flush(side)
  }

  private flush(side: Side): void {
    const length = this.heldLength[side]
    this.heldLength[side] = 0
    if (length > 0) this.tcp.send(side, this.held[side], 0, length)
  }
}
