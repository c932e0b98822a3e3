import { defineRule } from '../define.ts'
import { ACK, checkProxies, frameOf, INIT_RECV, INIT_SEND } from '../proxies.ts'

export default defineRule({
  code: 'ARS-06',
  name: 'tunnel-not-asked-for',
  severity: 'error',
  kind: 'violation',
  title: 'The proxy created a tunnel that nobody asked for',
  why: 'ACK names a new tunnel: who only joins one waits for READY, and takes another frame for a failure.',
  fix: 'Answer INIT_SEND with ACK, and INIT_RECV with nothing but READY.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, acknowledge',
    says: 'The acknowledge packet answers the one that creates the tunnel; who joins gets the ready packet alone.',
  },
  who: 'proxy',
  step: 7,
  fixtures: {
    bad: ['proxy-ack-to-join', 'proxy-ack-first', 'proxy-ack-twice'],
    good: ['proxied', 'proxy-create-lost-by-capture', 'proxy-create-captured-late'],
  },
  check: checkProxies((leg, report) => {
    const { track, frames, conversation } = leg
    const acks = frames.filter(({ frame }) => frame.command === ACK)
    const creates = frames.filter(({ frame }) => frame.command === INIT_SEND)
    // One answers each request.
    const ack = acks[creates.length] ?? acks[0]
    const create = acks.length > creates.length ? undefined : creates[0]
    if (ack === undefined || (track.session?.strays[track.client] ?? 0) > 0) return
    const isLate = create !== undefined && frames.indexOf(create) > frames.indexOf(ack)
    if (isLate ? !ack.seen.intact || !ack.seen.inOrder : create !== undefined || !track.intact) return
    const joins = frameOf(leg, INIT_RECV) !== undefined
    report({
      conversation,
      seen: ack.seen,
      certainty: 'sure',
      message: `ACK #${ack.seen.packets.at(-1)} answers ${joins ? 'INIT_RECV' : creates.length > 0 ? 'no other INIT_SEND' : 'no INIT_SEND'}`,
      expected: joins ? 'READY' : 'INIT_SEND before it',
      found: 'ACK',
    })
  }),
})
