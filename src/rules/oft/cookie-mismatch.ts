import { hexNumber } from '../../bytes/hex.ts'
import type { FileView, Transfer } from '../../conversation/transfer.ts'
import type { OftHeader } from '../../peer/oft-header.ts'
import { defineRule, on } from '../define.ts'
import type { Report } from '../finding.ts'
import { last } from '../endings.ts'
import { TRAIT } from '../../conversation/traits.ts'

const ZERO = '0000000000000000'
/** The receiver's headers that carry the cookie. */
const TYPES: readonly number[] = [0x0202, 0x0204, 0x0205, 0x0207]

export default defineRule({
  code: 'OFT-11',
  name: 'cookie-mismatch',
  severity: 'error',
  kind: 'violation',
  title: "The receiver's header does not carry the ICBM cookie",
  why: 'The cookie is all that ties the connection to the offer: libpurple and Miranda close the connection when it is another.',
  fix: 'Put the cookie of the ICBM proposal in bytes 8 to 15 of every 0x0202, 0x0204, 0x0205 and 0x0207.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'steps 10 and 12',
    says: "In the receiver's answer and in its DONE the eight bytes behind the type are the ICBM cookie of the negotiation.",
  },
  who: 'receiver',
  step: 10,
  knownFor: ['joscar'],
  fixtures: {
    bad: [
      'ack-cookie-wrong',
      'ack-cookie-zero',
      'done-cookie-wrong',
      'resume-ack-cookie-zero',
      'ack-cookie-wrong-proxied',
    ],
    good: ['direct', 'resume', 'proxied', 'other-conversation-on-the-port', 'orphan', 'orphan-cookies-differ'],
  },
  check: {
    file: ({ transfer, view }, report) => judge(transfer, view, report),
    conversation: on({ signs: TRAIT.transfers }, ({ conversation }, report) => {
      for (const transfer of conversation.transfers) for (const view of transfer.views) judge(transfer, view, report)
    }),
  },
})

function judge(transfer: Transfer, { track, file }: FileView, report: (found: Report) => void): void {
  // Another header or a proxy frame has proved whose connection it is; its endpoint alone may be somebody else's by now.
  const isProved = track.joinedBy === 'cookie'
  const own = track.conversation?.cookie
  const cookies = file.headers.map(({ header }) => header.cookie).filter((cookie) => cookie !== ZERO)
  // One that stands alone is more likely to be wrong than to be another conversation's, where none can have been missed.
  const isAlone = cookies.length === 1 && track.intact && track.conversation?.legsIntact === true
  const cookie = isProved || isAlone ? own : undefined
  const all = file.headers.filter(
    ({ header }) =>
      TYPES.includes(header.type) && (header.cookie === ZERO || (cookie ?? header.cookie) !== header.cookie),
  )
  if (own === ZERO) return
  // A known habit does not hide another header's fault.
  for (const habit of [false, true]) {
    const wrong = all.find(({ header }) => isHabit(header) === habit)
    if (wrong === undefined) continue
    const { type, name, cookie: found, act } = wrong.header
    const isZero = found === ZERO
    report({
      transfer,
      track,
      about: habit ? 'habit' : undefined,
      certainty: isZero || isProved ? 'sure' : 'likely',
      packets: wrong.packets,
      step: act === 'done' ? 12 : 10,
      message: `${hexNumber(type)} ${name} ${last(wrong.packets)} carries ${isZero ? 'no cookie' : `cookie ${found}`}, the ICBM's is ${own ?? 'not zero'}`,
      expected: own ?? 'the ICBM cookie',
      found,
      knownFor: habit ? ['joscar'] : [],
    })
  }
}

/** joscar leaves the cookie out of its 0x0207. */
const isHabit = ({ type, cookie }: OftHeader): boolean => type === 0x0207 && cookie === ZERO
