import { CaptureFile } from '../capture-file.ts'
import { CaptureFailure } from '../live/capture-failure.ts'
import type { LiveFeed, Notify } from '../live/live-feed.ts'
import { FrameSource } from './frame-source.ts'
import { Relay, type HostPort } from './relay.ts'

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'something else listens there',
  EACCES: 'ports below 1024 need rights: choose a higher one',
  EADDRNOTAVAIL: 'this machine has no such address',
}

/** Packets made from what a relay passes on. */
export class TapFeed implements LiveFeed {
  readonly files: readonly CaptureFile[]
  readonly label: string
  /** TCP itself loses nothing. */
  readonly droppedByKernel = 0
  readonly ended: Promise<undefined>
  private readonly source: FrameSource
  private readonly relay: Relay
  private over!: () => void

  private constructor(relay: Relay, source: FrameSource, to: HostPort) {
    this.relay = relay
    this.source = source
    this.label = `tap :${relay.port} to ${to.host}:${to.port}`
    this.files = [new CaptureFile(`tap-${relay.port}`, source)]
    this.ended = new Promise((resolve) => (this.over = () => resolve(undefined)))
  }

  /** Throws `CaptureFailure` when the port cannot be listened on. */
  static async start(at: HostPort, to: HostPort, notify: Notify): Promise<TapFeed> {
    const source = new FrameSource()
    try {
      const relay = await Relay.listen(at, to, { frame: (frame) => source.frame(frame), notice: notify })
      return new TapFeed(relay, source, to)
    } catch (error) {
      const { code = '', message } = error as NodeJS.ErrnoException
      const reason = REASONS[code] ?? message
      throw new CaptureFailure('not-started', `cannot listen on ${at.host}:${at.port}: ${reason}`, [
        `oscarscope tap --listen :${at.port + 10_000} --to ${to.host}:${to.port}`,
      ])
    }
  }

  get droppedHere(): number {
    return this.source.dropped
  }

  tick(): void {}

  stop(): void {
    this.relay.close()
    this.source.stop()
    this.over()
  }

  kill(): void {
    this.stop()
  }
}
