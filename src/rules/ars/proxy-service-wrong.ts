import { defineRule } from '../define.ts'
import { last } from '../endings.ts'
import { checkProxies } from '../proxies.ts'

/** Send file, which joscar names whatever the service is. */
const SEND_FILE = '094613434c7f11d18222444553540000'

export default defineRule({
  code: 'ARS-10',
  name: 'proxy-service-wrong',
  severity: 'warning',
  kind: 'violation',
  title: 'The proxy is not told the service of the rendezvous',
  why: 'The proxy is asked to carry a service, and may refuse one that is missing or another than the other side names.',
  fix: 'End INIT_SEND and INIT_RECV with TLV 0x0001, the capability of the service that was proposed.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, initialize',
    says: 'The packet ends with the capability that the rendezvous is for.',
  },
  who: 'client',
  step: 6,
  knownFor: ['joscar'],
  fixtures: {
    bad: ['proxy-service-wrong', 'proxy-capability-missing'],
    good: ['proxied', 'proxied-receiver-creates', 'other-tunnel-at-the-proxy'],
  },
  check: checkProxies(({ track, frames, conversation }, report) => {
    const init = frames.find(({ frame }) => frame.cookie !== undefined)
    if (init === undefined || conversation === undefined || track.joinedBy !== 'cookie') return
    const wanted = conversation.service.replaceAll('-', '')
    const { service = 'none', name, cookie } = init.frame
    if (service === wanted || cookie !== conversation.cookie) return
    report({
      conversation,
      seen: init.seen,
      certainty: init.seen.intact ? 'sure' : 'likely',
      message: `${name} ${last(init.seen.packets)} is for ${service === 'none' ? 'no service' : `service ${service}`}, the rendezvous for ${conversation.serviceName}`,
      expected: wanted,
      found: service,
      knownFor: service === SEND_FILE ? ['joscar'] : [],
    })
  }),
})
