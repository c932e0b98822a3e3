import { hexNumber } from '../../bytes/hex.ts'
import { ARS_HEADER, type ArsFrame } from '../../peer/ars.ts'
import { defineRule } from '../define.ts'
import { last } from '../endings.ts'

/** Bytes of each command; requests have the screen name besides. */
const SIZES: ReadonlyMap<number, number> = new Map([
  [0x0001, 14],
  [0x0002, 41],
  [0x0003, 18],
  [0x0004, 43],
  [0x0005, 12],
])

export default defineRule({
  code: 'ARS-05',
  name: 'proxy-frame-size-wrong',
  severity: 'warning',
  kind: 'malformed',
  title: 'Proxy frame is not as long as its command says',
  why: 'Something is missing in it, or there is more than its reader knows: the proxy refuses what it cannot read.',
  fix: 'Send name, cookie and the capability of the service in INIT_SEND, the token besides in INIT_RECV, and nothing else.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, packets',
    says: 'The error has 14 bytes, the acknowledgment 18, ready 12, and the requests 41 and 43 with the name on top.',
  },
  who: 'client',
  step: 7,
  fixtures: {
    bad: ['proxy-ready-with-more', 'proxy-capability-missing', 'proxy-ack-short'],
    good: ['proxied', 'proxied-receiver-creates', 'proxy-error', 'proxy-frame-of-8'],
  },
  check: {
    arsFrame({ seen, frame, fromClient }, report) {
      const size = SIZES.get(frame.command)
      const bytes = frame.length + 2
      // A frame without room for its header is ARS-01's.
      if (size === undefined || bytes < ARS_HEADER || bytes === size + nameLength(frame)) return
      report({
        seen,
        certainty: seen.intact ? 'sure' : 'likely',
        who: fromClient ? 'client' : 'proxy',
        message: `${hexNumber(frame.command)} ${frame.name} ${last(seen.packets)} has ${bytes} bytes`,
        expected: `${size + nameLength(frame)} bytes`,
        found: `${bytes} bytes`,
      })
    },
  },
})

/** Bytes of the screen name in a request. */
function nameLength({ node }: ArsFrame): number {
  const name = node.children?.find((child) => child.name === 'screenName')
  return name === undefined ? 0 : name.end - name.at - 1
}
