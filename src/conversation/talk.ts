import type { TimelineEvent } from './event.ts'
import type { Output } from './context.ts'
import { RequestLog } from './exchanges.ts'
import { RateMeter } from './rates.ts'

/** What was asked and answered on a connection to a server, and how fast its client may speak. */
export class Talk {
  readonly requests = new RequestLog()
  readonly rates = new RateMeter()
}

/** The same output, and each event on its way there has what it answers and what it does to its rate class. */
export function withTalks(next: Output): Output {
  return {
    wantsEvents: next.wantsEvents,
    event: (event) => {
      listen(event, (event.track.talk ??= new Talk()))
      next.event(event)
    },
    flow: (track) => next.flow(track),
    conversation: (conversation) => next.conversation(conversation),
    transfer: (transfer) => next.transfer(transfer),
  }
}

/** Gives an event what it answers and what it does to its rate class; `talk` has heard all before it on its connection. */
export function listen(event: TimelineEvent, talk: Talk): void {
  event.answers = undefined
  event.rate = undefined
  if (event.foodgroup < 0) return
  event.answers = talk.requests.see(event)
  event.rate = talk.rates.see(event)
}
