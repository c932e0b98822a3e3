import type { Analyzer } from '../../analyzer.ts'
import type { CaptureReader } from '../../capture/reader.ts'
import { CaptureFailure } from './capture-failure.ts'
import { ClockWatch } from './clock-watch.ts'
import type { LiveFeed, Notify } from './live-feed.ts'
import type { PacketSink } from './packet-sink.ts'
import type { StopWhen } from './stop-conditions.ts'

const TICK = 1_000

export interface LiveRun {
  readonly feed: LiveFeed
  readonly analyzer: Analyzer
  readonly sink: PacketSink | undefined
  readonly until: StopWhen
  /** Called with every packet before it is analysed. */
  readonly packet?: ((packet: CaptureReader) => void) | undefined
  /** Said aside. */
  readonly notify: Notify
  /** Before the first packet, or at the end when there is none. */
  readonly begin: () => void
  /** Whenever no packet is waiting: lines so far may be shown. May wait for who reads them. */
  readonly idle: () => void | Promise<void>
  /** About once a second. */
  readonly tick: () => void
  /** True once the work is to end with the packet at hand: a violation was found that somebody waited for. */
  readonly enough: () => boolean
}

/**
 * Moves packets from a live feed through the analyzer until the feed ends or there is enough. Between two blocks of packets
 * everything is written and shown. Gives the failure that ended it, if one did; the analysis is concluded in any case.
 */
export async function runLive(run: LiveRun): Promise<CaptureFailure | undefined> {
  const { feed, analyzer, sink, until } = run
  const clock = new ClockWatch()
  const timer = setInterval(() => {
    feed.tick()
    const step = clock.look()
    if (step !== undefined) run.notify(clockStepText(step, analyzer.clock.packet))
    run.tick()
  }, TICK)
  const deadline = until.seconds === undefined ? undefined : setTimeout(() => feed.stop(), until.seconds * 1000)
  let failure: CaptureFailure | undefined
  try {
    await movePackets(run)
    sink?.flush()
    feed.captures.close()
    failure = await feed.ended
  } catch (error) {
    feed.kill()
    feed.captures.close()
    if (!(error instanceof CaptureFailure)) {
      closeSink(run)
      throw error
    }
    failure = error
  } finally {
    clearInterval(timer)
    clearTimeout(deadline)
  }
  analyzer.end()
  return closeSink(run) ?? failure
}

/** The file is ended whatever has happened. */
function closeSink({ feed, sink }: LiveRun): CaptureFailure | undefined {
  const { droppedByKernel = 0, droppedHere } = feed
  const isKnown = feed.droppedByKernel !== undefined || droppedHere > 0
  try {
    sink?.close(isKnown ? droppedByKernel + droppedHere : undefined)
    return undefined
  } catch (error) {
    if (error instanceof CaptureFailure) return error
    throw error
  }
}

async function movePackets(run: LiveRun): Promise<void> {
  const { feed, analyzer, sink, until } = run
  let begun = false
  for (let more = true; more;) {
    for (let reader = feed.captures.next(); reader !== undefined; reader = feed.captures.next()) {
      if (!begun) run.begin()
      begun = true
      sink?.packet(reader)
      run.packet?.(reader)
      analyzer.packet(reader)
      if (run.enough() || isReached(until, analyzer, sink)) {
        feed.stop()
        return
      }
    }
    const filled = feed.captures.fill()
    if (typeof filled !== 'boolean') {
      sink?.flush()
      await run.idle()
    }
    more = await filled
  }
  if (!begun) run.begin()
}

function isReached({ packets, bytes, files }: StopWhen, { clock }: Analyzer, sink: PacketSink | undefined): boolean {
  if (clock.packet >= (packets ?? Infinity)) return true
  return sink !== undefined && (sink.bytes >= (bytes ?? Infinity) || sink.files.length >= (files ?? Infinity))
}

function clockStepText(milliseconds: number, packets: number): string {
  const seconds = Math.abs(milliseconds / 1000).toFixed(1)
  const how = milliseconds < 0 ? `set back by ${seconds} s` : `set forward by ${seconds} s, or this machine slept`
  return `the clock was ${how}, after packet ${packets}: times before and after do not compare`
}
