import { hexNumber } from '../../bytes/hex.ts'
import { tagsOfService } from '../../oscar/rendezvous/service-data.ts'
import { LAST_RESERVED_TAG, RENDEZVOUS_TAGS, SERVICE_DATA } from '../../oscar/rendezvous/tags.ts'
import { checkBlock } from '../blocks.ts'
import { defineRule } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'

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
  check: checkBlock({ signs: SIGN.late }, (block, { toHost }) => {
    let behind = false
    const isLate = (tag: number): boolean => {
      behind ||= tag > LAST_RESERVED_TAG
      return behind && tag <= LAST_RESERVED_TAG
    }
    if (!toHost || !block.some(isLate)) return undefined
    const { places, serviceName } = block
    const from = places.findIndex(({ tag }) => tag > LAST_RESERVED_TAG)
    // One that a client must not send at all is that rule's fault.
    const late = places
      .slice(from)
      .find(({ tag }) => tag <= LAST_RESERVED_TAG && RENDEZVOUS_TAGS.get(tag)?.addedBy === undefined)
    if (late === undefined) return undefined
    const { rows } = tagsOfService(serviceName)
    const [name, service] = [late.tag, places[from]!.tag].map((tag) => rows.get(tag)?.name ?? hexNumber(tag))
    return {
      says: `has ${name} behind ${service}`,
      expected: `${name} in front of ${service}`,
      found: `${name} behind it`,
    }
  }),
})
