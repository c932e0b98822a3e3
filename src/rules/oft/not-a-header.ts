import type { Track } from '../../conversation/track.ts'
import type { Side } from '../../network/flow.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'OFT-01',
  name: 'not-a-header',
  severity: 'error',
  kind: 'malformed',
  title: 'Bytes that are no OFT2 header where one is due',
  why: 'Between files there is nothing but headers that begin with OFT2; a peer that reads something else there closes the connection.',
  fix: 'Begin every header with the four bytes OFT2, its length and its type, and send nothing else outside of a file.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header',
    says: 'Every header of the file transfer connection starts with the magic OFT2.',
  },
  who: 'client',
  fixtures: {
    bad: ['ack-without-magic', 'junk-from-receiver', 'prompt-without-magic', 'prompt-without-magic-proxied'],
    good: ['direct', 'sync-lost-by-capture'],
  },
  check: {
    oftStray({ seen, earlier, view }, report) {
      const { track, side } = seen
      const file = view?.file
      const atEnd = track.over || track.flow.stream(side).ended
      if (!carriesFiles(track) || earlier > 0 || atEnd || !seen.intact) return
      // What follows the file is OFT-21's and OFT-22's, what a header that is too short leaves behind OFT-02's.
      const relay = relayOf(track, side)
      if (relay === 'of-strays') return
      const isSender = file?.sender === side
      const isOver = file?.bodyDone === true && (!file.done || (file.described?.header.filesLeft ?? 1) <= 1)
      if (isSender && isOver) return
      if (file?.headers.some((header) => header.side === side && header.header.length < 192) === true) return
      report({
        seen,
        certainty: 'sure',
        who: relay === 'of-headers' ? 'proxy' : file === undefined ? 'client' : isSender ? 'sender' : 'receiver',
        step: file === undefined || isSender ? 9 : file.accepted ? 12 : 10,
        message: `#${seen.packets.at(-1)} holds something else where an OFT2 header is due`,
        expected: 'OFT2',
        found: 'other bytes',
      })
    },
  },
})

/** Behind a proxy that is ready the service alone tells what has to come. */
function carriesFiles({ peer, session, conversation }: Track): boolean {
  if (peer?.oft !== undefined || peer?.protocol !== 'ars') return peer?.oft !== undefined
  const isReady = session?.proxyFrames.some(({ frame }) => frame.name === 'READY') === true
  return isReady && (conversation?.serviceName === 'send-file' || conversation?.serviceName === 'get-file')
}

/** What comes out of the proxy, where the connection of who sent it was captured too: the same fault, or the proxy's own. */
function relayOf(track: Track, side: Side): 'of-strays' | 'of-headers' | undefined {
  if (!track.protocol.startsWith('ars') || side === track.client) return undefined
  const source = track.conversation?.connections.find((other) => other !== track && other.session !== undefined)
  if (source === undefined) return undefined
  // Where that connection has holes, what went into the proxy is not known.
  return source.session!.strays[source.client] > 0 || !source.intact ? 'of-strays' : 'of-headers'
}
