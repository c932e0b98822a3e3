import type { Conversation } from '../../conversation/conversation.ts'
import type { Certainty } from '../finding.ts'
import { defineRule } from '../define.ts'
import { checkProxies, INIT_RECV, type ProxyLeg, type SeenFrame } from '../proxies.ts'

export default defineRule({
  code: 'ARS-08',
  name: 'proxy-cookie-mismatch',
  severity: 'error',
  kind: 'violation',
  title: "The proxy is told another cookie than the ICBM's",
  why: 'The proxy pairs both sides by token and cookie and refuses the one whose cookie is another.',
  fix: 'Send the cookie of the ICBM proposal in INIT_SEND and INIT_RECV.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, initialize',
    says: 'The packets that create and join a tunnel carry the cookie of the rendezvous.',
  },
  who: 'client',
  step: 7,
  fixtures: {
    bad: ['proxy-cookie-wrong'],
    good: ['proxied', 'proxied-receiver-creates', 'other-tunnel-at-the-proxy'],
  },
  check: checkProxies((leg, report) => {
    const { conversation, frames } = leg
    const init = frames.find(({ frame }) => frame.cookie !== undefined && frame.cookie !== conversation?.cookie)
    const certainty = conversation && init && proof(leg, conversation, init)
    if (conversation === undefined || init === undefined || certainty === undefined) return
    const found = init.frame.cookie ?? ''
    report({
      conversation,
      seen: init.seen,
      certainty,
      step: init.frame.command === INIT_RECV ? 7 : 6,
      message: `${init.frame.name} #${init.seen.packets.at(-1)} carries cookie ${found}, the ICBM's is ${conversation.cookie}`,
      expected: conversation.cookie,
      found,
    })
  }),
})

/** How it is known that the connection is this conversation's: by a cookie in what follows, or by the token that was proposed. */
function proof({ track }: ProxyLeg, conversation: Conversation, { frame }: SeenFrame): Certainty | undefined {
  if (track.joinedBy === 'cookie') return 'sure'
  const isInvited = conversation.proposals.some(
    (proposal) => proposal.usesProxy && proposal.number(0x0005) === frame.token,
  )
  return frame.command === INIT_RECV && isInvited ? 'likely' : undefined
}
