import { hexNumber } from '../../bytes/hex.ts'
import { notBeforeProposal } from '../certainty.ts'
import { defineRule } from '../define.ts'
import { last } from '../endings.ts'
import { checkProxies, tunnelOf } from '../proxies.ts'

export default defineRule({
  code: 'ARS-09',
  name: 'proxy-proposal-mismatch',
  severity: 'error',
  kind: 'violation',
  title: 'The proposal does not name the tunnel that was created',
  why: 'The receiver connects to the address in tag 0x0002, and to the proxy only when tag 0x0010 says that it is one.',
  fix: "Propose the tunnel with the address of the proxy's ACK in tag 0x0002, its token in 0x0005 and an empty tag 0x0010.",
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, proposal',
    says: "The proposal of a tunnel has the address and port of the acknowledgment and the flag that they are a proxy's.",
  },
  who: 'client',
  step: 6,
  fixtures: {
    bad: ['proxy-address-wrong', 'proxy-flag-missing'],
    good: ['proxied', 'proxied-receiver-creates', 'proxy-second-tunnel', 'proxy-proposal-lost-by-capture'],
  },
  check: checkProxies((leg, report) => {
    const { conversation } = leg
    const tunnel = tunnelOf(leg)
    if (tunnel === undefined || conversation === undefined) return
    const { token, address } = tunnel
    const proposals = conversation.proposals.filter((known) => known.number(0x0005) === token)
    if (proposals.some((known) => known.usesProxy && known.address(0x0002) === address)) return
    // A direct proposal may have the same number as its port.
    const proposal = proposals.find((known) => known.usesProxy || known.address(0x0002) === address)
    const stated = proposal?.address(0x0002)
    if (proposal === undefined || stated === undefined) return
    // An address that a NAT changed on the way is RV-15's.
    if (stated !== address && inverted(proposal.address(0x0016)) === address) return
    const at = `proposal ${last(proposal.first.seen.packets)}`
    const fault = proposal.usesProxy
      ? {
          message: `${at} names proxy ${stated}, the ACK ${last(tunnel.seen.packets)} ${address}`,
          expected: `tag 0x0002 ${address}`,
          found: stated,
        }
      : {
          message: `${at} gives token ${hexNumber(token)} of the proxy without tag 0x0010`,
          expected: 'tag 0x0010 USE_ARS',
          found: 'none',
        }
    report({
      ...fault,
      conversation,
      seen: tunnel.seen,
      packets: [...tunnel.seen.packets, ...proposal.first.seen.packets],
      certainty: notBeforeProposal(proposal),
      who: proposal.from,
    })
  }),
})

/** The address that a mirror (tag 0x0016) was made from. */
function inverted(mirror: string | undefined): string | undefined {
  return mirror
    ?.split('.')
    .map((part) => Number(part) ^ 0xff)
    .join('.')
}
