import { hexNumber } from '../../bytes/hex.ts'
import type { Conversation } from '../../conversation/conversation.ts'
import type { Message } from '../../conversation/message.ts'
import { last } from '../endings.ts'
import { notBeforeProposal, nothingElseSaid } from '../certainty.ts'
import { defineRule } from '../define.ts'
import type { Report } from '../finding.ts'
import { checkProxies, frameOf, INIT_RECV, tunnelOf, type ProxyLeg } from '../proxies.ts'

export default defineRule({
  code: 'ARS-07',
  name: 'proxy-token-mismatch',
  severity: 'error',
  kind: 'violation',
  title: 'The token of the tunnel changes on its way',
  why: 'The proxy puts the two sides together by the token: with another one the receiver joins nothing and the transfer times out.',
  fix: "Propose the token of the proxy's ACK in tag 0x0005, and join with the token of the proposal.",
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, port',
    says: 'The port that the proxy acknowledges is the port of the proposal and of the packet that joins the tunnel.',
  },
  who: 'client',
  step: 6,
  fixtures: {
    bad: ['proxy-token-proposed-wrong', 'proxy-token-joined-wrong'],
    good: [
      'proxied',
      'proxied-receiver-creates',
      'proxy-second-tunnel',
      'proxy-proposal-lost-by-capture',
      'proxy-cookie-wrong-unready',
    ],
  },
  check: checkProxies((leg, report) => {
    const { conversation } = leg
    const proposals = conversation?.proposals.filter(({ usesProxy }) => usesProxy) ?? []
    if (conversation === undefined || proposals.length === 0) return
    proposed(leg, conversation, proposals, report)
    joined(leg, conversation, proposals, report)
  }),
})

/** The proposal of a tunnel names another token than the proxy gave. */
function proposed(
  leg: ProxyLeg,
  conversation: Conversation,
  proposals: readonly Message[],
  report: (found: Report) => void,
): void {
  const tunnel = tunnelOf(leg)
  if (tunnel === undefined || proposals.some((proposal) => tokenOf(proposal) === tunnel.token)) return
  const tunnels = tunnelsOf(conversation).map(({ token }) => token)
  const proposal = proposals.find(
    (known) => known.address(0x0002) === tunnel.address && !tunnels.includes(tokenOf(known) ?? -1),
  )
  // What a NAT changed on the way is RV-16's.
  const token = proposal && tokenOf(proposal)
  if (proposal === undefined || token === undefined || mirrored(proposal) === tunnel.token) return
  report({
    conversation,
    seen: tunnel.seen,
    packets: [...tunnel.seen.packets, ...proposal.first.seen.packets],
    certainty: notBeforeProposal(proposal),
    who: proposal.from,
    message: `the proxy's ACK ${last(tunnel.seen.packets)} gives token ${hexNumber(tunnel.token)}, proposal ${last(proposal.first.seen.packets)} says ${hexNumber(token)}`,
    expected: hexNumber(tunnel.token),
    found: hexNumber(token),
  })
}

/** Whoever joins names a token that was neither proposed nor given. */
function joined(
  leg: ProxyLeg,
  conversation: Conversation,
  proposals: readonly Message[],
  report: (found: Report) => void,
): void {
  const join = frameOf(leg, INIT_RECV)
  const token = join?.frame.token
  if (join === undefined || token === undefined || leg.track.joinedBy !== 'cookie') return
  const known = [
    ...proposals.map(tokenOf),
    ...proposals.map(mirrored),
    ...tunnelsOf(conversation).map((tunnel) => tunnel.token),
  ]
  const proposal = proposals.at(-1)!
  const asked = tokenOf(proposal)
  if (known.includes(token) || asked === undefined) return
  report({
    conversation,
    seen: join.seen,
    packets: [...proposal.first.seen.packets, ...join.seen.packets],
    certainty: nothingElseSaid(conversation, join.seen.seconds),
    step: 7,
    message: `INIT_RECV ${last(join.seen.packets)} joins token ${hexNumber(token)}, proposal ${last(proposal.first.seen.packets)} says ${hexNumber(asked)}`,
    expected: hexNumber(asked),
    found: hexNumber(token),
  })
}

const tokenOf = (proposal: Message): number | undefined => proposal.number(0x0005)

function mirrored(proposal: Message): number | undefined {
  const mirror = proposal.number(0x0017)
  return mirror === undefined ? undefined : mirror ^ 0xffff
}

function tunnelsOf(conversation: Conversation): readonly { readonly token: number }[] {
  return conversation.connections.flatMap((track) => {
    const tunnel = tunnelOf({ track, frames: track.session?.proxyFrames ?? [], conversation })
    return tunnel === undefined ? [] : [tunnel]
  })
}
