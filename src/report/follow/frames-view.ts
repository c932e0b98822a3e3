import type { TimelineEvent } from '../../conversation/event.ts'
import type { Finding } from '../../rules/finding.ts'
import { QuietView, type View } from '../view.ts'
import type { FollowOptions } from './bytes-view.ts'

/** The frames and headers of one connection, and what was found about them. */
export class FramesView extends QuietView {
  readonly wantsEvents = true
  private readonly options: FollowOptions
  private readonly next: View

  constructor(options: FollowOptions, next: View) {
    super()
    this.options = options
    this.next = next
  }

  override event(event: TimelineEvent): void {
    const { choice, from } = this.options
    if (!choice.takes(event.track)) return
    if (from === 'both' || (from === 'client') === event.fromClient) this.next.event(event)
  }

  override finding(finding: Finding): void {
    if (finding.track !== undefined && finding.track === this.options.choice.track) this.next.finding(finding)
  }
}
