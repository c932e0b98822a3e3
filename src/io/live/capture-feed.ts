import { printable } from '../../bytes/printable.ts'
import { CaptureFile } from '../capture-file.ts'
import { BACKENDS, type Backend, type BackendName } from './backend.ts'
import { CaptureChild } from './capture-child.ts'
import { CaptureFailure } from './capture-failure.ts'
import { interfaceDown, noBackend } from './failures.ts'
import { LinkWatch } from './link-state.ts'
import type { LiveFeed, Notify } from './live-feed.ts'
import type { CaptureRequest } from './request.ts'

/** How long an interface may be down before its capture is ended. */
const DOWN_PATIENCE = 5_000

/** What another program may do better. */
const TRY_ANOTHER = new Set(['no-permission', 'no-backend', 'cap-missing', 'cap-unbuilt', 'not-started'])

/** Captures on interfaces, a child for each. */
export class CaptureFeed implements LiveFeed {
  readonly files: readonly CaptureFile[]
  readonly label: string
  readonly ended: Promise<CaptureFailure | undefined>
  private readonly children: readonly CaptureChild[]
  private readonly links: Map<CaptureChild, LinkWatch>
  private readonly notify: Notify
  private down: CaptureFailure | undefined

  private constructor(children: readonly CaptureChild[], notify: Notify) {
    this.children = children
    this.notify = notify
    this.files = children.map(({ source, request }) => new CaptureFile(request.interface, source))
    this.label = `${children.map(({ request }) => request.interface).join(', ')} (${children[0]!.backend.name})`
    this.links = new Map(children.map((child) => [child, new LinkWatch(child.request.interface, DOWN_PATIENCE)]))
    this.ended = this.watch()
  }

  /** Begins to capture with the program named, or with the first one that can. Throws `CaptureFailure`. */
  static async start(
    requests: readonly CaptureRequest[],
    wanted: BackendName | 'auto',
    notify: Notify,
  ): Promise<CaptureFeed> {
    const candidates = wanted === 'auto' ? Object.values(BACKENDS) : [BACKENDS[wanted]]
    const refusals = new Map<BackendName, CaptureFailure>()
    for (const backend of candidates) {
      try {
        return new CaptureFeed(await startAll(backend, requests), notify)
      } catch (error) {
        if (!(error instanceof CaptureFailure) || !TRY_ANOTHER.has(error.kind)) throw error
        const isMissing = error.kind === 'no-backend' || error.kind === 'cap-missing'
        if (!isMissing || candidates.length === 1) refusals.set(backend.name, error)
      }
    }
    // That of dumpcap is the easiest to mend: it is made for this.
    const [first] = refusals.values()
    throw refusals.get('dumpcap') ?? first ?? noBackend(candidates.map(({ name }) => name))
  }

  get silence(): string | undefined {
    return this.children[0]!.backend.silence
  }

  get droppedByKernel(): number | undefined {
    const counts = this.children.map(({ counters }) => counters.dropped)
    return counts.includes(undefined) ? undefined : sum(counts)
  }

  get droppedHere(): number {
    return sum(this.children.map(({ counters }) => counters.discarded))
  }

  tick(): void {
    for (const [child, link] of this.links) {
      child.ask()
      const device = printable(child.request.interface)
      const change = link.look(performance.now())
      if (change === 'went-down')
        this.notify(`${device} went down; waiting ${DOWN_PATIENCE / 1000} s for it to come up again`)
      if (change === 'came-up') this.notify(`${device} is up again`)
      if (change === 'stays-down') {
        this.down ??= interfaceDown(child)
        this.links.delete(child)
        child.stop()
      }
    }
  }

  stop(): void {
    for (const child of this.children) child.stop()
  }

  kill(): void {
    for (const child of this.children) child.kill()
  }

  /** One interface of several that fails is told at once; the capture ends when the last one has. */
  private async watch(): Promise<CaptureFailure | undefined> {
    const endings = this.children.map(async (child) => {
      const failure = await child.ended
      this.links.delete(child)
      if (failure !== undefined && this.children.length > 1) this.notify(failure.message)
      return failure
    })
    const failures = await Promise.all(endings)
    return failures.find((failure) => failure !== undefined) ?? this.down
  }
}

async function startAll(backend: Backend, requests: readonly CaptureRequest[]): Promise<CaptureChild[]> {
  const starts = await Promise.allSettled(requests.map((request) => CaptureChild.start(backend, request)))
  const children = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  const refused = starts.find((start) => start.status === 'rejected')
  if (refused === undefined) return children
  for (const child of children) child.kill()
  throw refused.reason
}

function sum(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((total, count) => total + (count ?? 0), 0)
}
