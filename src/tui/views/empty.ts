import type { State } from '../state.ts'
import { grouped } from '../text.ts'

/** What a list without rows says: what was looked at, and what may be the reason. */
export function noOscar(what: string): (state: State) => readonly string[] {
  return (state) => {
    const { store, settings } = state
    const packets = store.analyzer?.clock.packet ?? 0
    if (settings.live !== undefined && packets === 0 && store.progress !== 'done') {
      return [
        `Waiting for packets on ${settings.live}.`,
        '',
        'Sign on with a client, or send a file: it shows up here.',
      ]
    }
    if (store.progress === 'loading')
      return [`No ${what} so far.`, '', 'Still reading: everything can be used meanwhile.']
    if (store.progress === 'waiting') return [`No ${what} yet; waiting for more packets.`]
    if (store.index.count > 0)
      return [`No ${what} in this capture.`, '', `${grouped(store.index.count)} events: press 3 for the timeline.`]
    return [`No OSCAR traffic in ${grouped(packets)} packets.`, '', ...reasons(state)]
  }
}

function reasons({ store }: State): string[] {
  const flows = store.strangers
  const lines = [`Looked at: ${grouped(flows)} TCP connection${flows === 1 ? '' : 's'}, on every port, by content.`]
  if (store.tls > 0) {
    lines.push(
      `${grouped(store.tls)} of them ${store.tls === 1 ? 'is' : 'are'} TLS: OSCAR inside of TLS cannot be read. Press 5 to see them.`,
    )
  }
  const unknown = [...(store.analyzer?.network.unknownLinkTypes.keys() ?? [])]
  if (unknown.length > 0) lines.push(`Packets of link type ${unknown.join(', ')} were passed over: not known.`)
  if (flows === 0) lines.push('Was the capture made on the right interface, and before the client signed on?')
  return lines
}

/** The list has rows, and the filter lets none of them through. */
export function filteredOut(state: State): readonly string[] | undefined {
  const { filtered } = state
  if (filtered === undefined) return undefined
  if (filtered.scanned < state.events)
    return [`Looking for events that match: ${grouped(filtered.scanned)} of ${grouped(state.events)} seen.`]
  return [`The filter hides all ${grouped(state.events)} events.`, '', 'F clears it, f edits it.']
}
