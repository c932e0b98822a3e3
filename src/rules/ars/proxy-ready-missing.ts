import { neverSent } from '../certainty.ts'
import { defineRule, on } from '../define.ts'
import { TRAIT } from '../../conversation/traits.ts'
import { last } from '../endings.ts'
import { READY_GHOST } from '../ghosts.ts'
import { ACK, ERROR, frameOf, INIT_RECV, INIT_SEND, READY, type ProxyLeg } from '../proxies.ts'

export default defineRule({
  code: 'ARS-13',
  name: 'proxy-ready-missing',
  severity: 'warning',
  kind: 'violation',
  title: 'The proxy told one side only that the tunnel is ready',
  why: 'The other side goes on waiting for READY, or takes the first header of its peer for a frame of the proxy.',
  fix: 'As a proxy, send READY to both sides as soon as both are there.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, ready',
    says: 'When the second side has joined, both get the ready packet.',
  },
  who: 'proxy',
  step: 7,
  fixtures: {
    bad: ['proxy-ready-to-one'],
    good: ['proxied', 'proxied-receiver-creates', 'proxy-ready-lost-by-capture', 'proxy-one-leg'],
  },
  check: {
    conversation: on({ signs: TRAIT.connected }, ({ conversation }, report) => {
      const legs = conversation.connections
        .map((track): ProxyLeg => ({ track, frames: track.session?.proxyFrames ?? [], conversation }))
        .filter((leg) => leg.track.joinedBy === 'cookie' && frameOf(leg, ERROR) === undefined)
      for (const leg of legs) {
        const init = frameOf(leg, INIT_SEND) ?? frameOf(leg, INIT_RECV)
        const token = tokenOf(leg)
        if (init === undefined || token === undefined || frameOf(leg, READY) !== undefined) continue
        const other = legs.find((each) => each !== leg && tokenOf(each) === token && frameOf(each, READY) !== undefined)
        if (other === undefined) continue
        // A client that went away first cannot be told.
        const left = leg.track.endedFirst === leg.track.client
        report({
          conversation,
          track: leg.track,
          certainty: left ? 'capture-incomplete' : neverSent(leg.track, leg.track.server),
          packets: [...init.seen.packets, ...frameOf(other, READY)!.seen.packets],
          message: `the proxy sent READY ${last(frameOf(other, READY)!.seen.packets)} to one side, and none to that of ${init.frame.name} ${last(init.seen.packets)}`,
          expected: 'READY on both connections',
          found: 'on one',
          ghost: READY_GHOST,
        })
      }
    }),
  },
})

/** The tunnel of a leg: the one it was given, or the one it joins. */
function tokenOf(leg: ProxyLeg): number | undefined {
  return (frameOf(leg, INIT_RECV) ?? frameOf(leg, ACK))?.frame.token
}
