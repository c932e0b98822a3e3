import { LAST_RESERVED_TAG, SERVICE_DATA } from '../../oscar/rendezvous/tags.ts'
import { RENDEZVOUS_TAGS } from '../../oscar/rendezvous/tags.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { hexNumber } from '../../bytes/hex.ts'

export default defineRule({
  code: 'RV-01',
  name: 'reserved-tag-late',
  severity: 'error',
  kind: 'violation',
  title: 'Reserved tag stands behind a tag of the service',
  why: 'The server stops reading at the first tag of the service, so it does not see the late one: no address is verified, no capability checked.',
  fix: `Write all tags up to ${hexNumber(LAST_RESERVED_TAG)} first, then ${hexNumber(SERVICE_DATA)} and the others of the service.`,
  spec: {
    doc: 'Services/Rendezvous',
    item: 'ICBM__RENDEZVOUS_TAGS',
    says: 'Reserved tags come first; the host stops at the first tag that is not reserved.',
  },
  who: 'client',
  fixtures: { bad: ['reserved-tag-late'], good: ['proposal-of-aim', 'declined', 'verified-by-host'] },
  // The host itself adds its tags at the end, so copies to clients prove nothing.
  check: checkBlock(({ tags }, { toHost }) => {
    const service = tags.find(({ tag }) => tag! > LAST_RESERVED_TAG)
    if (!toHost || service === undefined) return undefined
    const late = tags
      .slice(tags.indexOf(service))
      // One that a client must not send at all is that rule's fault.
      .find(({ tag }) => tag! <= LAST_RESERVED_TAG && RENDEZVOUS_TAGS.get(tag!)?.addedBy === undefined)
    if (late === undefined) return undefined
    return {
      says: `has ${late.name} behind ${service.name}`,
      expected: `${late.name} in front of ${service.name}`,
      found: `${late.name} behind it`,
    }
  }),
})
