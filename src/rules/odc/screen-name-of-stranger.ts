import { normalizeScreenName } from '../../oscar/index.ts'
import { checkOpenings } from '../openings.ts'
import { defineRule } from '../define.ts'

/** joscar has room for 16 characters. */
const SHORTEST_CUT = 16

export default defineRule({
  code: 'ODC-07',
  name: 'screen-name-of-stranger',
  severity: 'note',
  kind: 'violation',
  title: 'Direct IM is signed with the name of somebody else',
  why: 'Clients that show the name of the frame show whatever its sender wrote; Windows AIM does not look at it.',
  fix: 'Write your own screen name into the header; as a reader, trust the name of the rendezvous.',
  spec: { doc: 'Direct IM', item: 'ODC2 header', says: 'It holds the screen name of its sender.' },
  who: 'client',
  fixtures: { bad: ['direct-im-of-stranger'], good: ['direct-im', 'direct-im-name-formatted', 'direct-im-name-cut'] },
  check: checkOpenings(({ header, conversation }) => {
    const names = conversation && [conversation.offerer, conversation.target].map(({ screenName }) => screenName)
    const { screenName } = header
    if (names === undefined || names.includes(undefined) || screenName === '') return undefined
    const own = normalizeScreenName(screenName)
    const isKnown = names.some((name) => {
      const known = normalizeScreenName(name!)
      return known === own || (screenName.length >= SHORTEST_CUT && known.startsWith(own))
    })
    if (isKnown) return undefined
    return {
      certainty: 'likely',
      message: `a direct IM between ${names.join(' and ')} is signed ${screenName}`,
      expected: names.join(' or '),
      found: screenName,
    }
  }),
})
