import { hexNumber } from '../../bytes/hex.ts'
import type { OftAct, OftRole } from '../../peer/oft-header.ts'
import { least, neverSent } from '../certainty.ts'
import { defineRule, type Check } from '../define.ts'
import { oftGhost } from '../ghosts.ts'
import { checkFiles, endedBy, last, receiverOf, saidOtherwise, unexplained } from '../endings.ts'

interface Step {
  readonly act: OftAct
  readonly name: string
  readonly type: number
  readonly from: OftRole
}

const STEPS: readonly Step[] = [
  { act: 'resume', name: 'RESUME', type: 0x0205, from: 'receiver' },
  { act: 'resume-accept', name: 'RESUME_ACCEPT', type: 0x0106, from: 'sender' },
  { act: 'resume-ack', name: 'RESUME_ACK', type: 0x0207, from: 'receiver' },
]

const said = ({ type, name }: Step): string => `${hexNumber(type)} ${name}`

/** A step whose predecessor did not come. */
const unasked: NonNullable<Check['oftHeader']> = ({ seen, header: { header }, transfer, view }, report) => {
  const at = STEPS.findIndex(({ act }) => act === header.act)
  const [step, before] = [STEPS[at], STEPS[at - 1]]
  if (step === undefined || before === undefined || view === undefined || !seen.intact) return
  if (view.file.seen(before.act) !== undefined) return
  const speaker = before.from === 'sender' ? view.file.sender : receiverOf(view.file)
  if (saidOtherwise(seen.track, speaker)) return
  report({
    seen,
    transfer,
    certainty: 'sure',
    who: before.from === 'sender' && view.file.seen('resume') !== undefined ? 'sender' : step.from,
    message: `${said(step)} ${last(seen.packets)} came without ${said(before)} before it`,
    expected: said(before),
    found: said(step),
    ghost: oftGhost(before.type, view),
  })
}

/** A step that nobody answered, to the end of the connection or to the first data. */
const unanswered = checkFiles((view, transfer) => {
  const { file, track } = view
  const at = STEPS.findLastIndex(({ act }) => file.seen(act) !== undefined)
  const [step, next] = [STEPS[at], STEPS[at + 1]]
  if (step === undefined || next === undefined || file.accepted) return undefined
  const pushed = file.received > 0
  // DONE without data skips the file after all.
  if (file.done && !pushed) return undefined
  if (!pushed && (!view.closed || endedBy(transfer) !== undefined)) return undefined
  const speaker = next.from === 'sender' ? file.sender : receiverOf(file)
  if (saidOtherwise(track, speaker)) return undefined
  // Behind a DONE of the same side nothing of this file can come any more.
  const never = file.done && track.intact ? 'sure' : neverSent(track, speaker)
  const { packets } = file.seen(step.act)!
  return {
    certainty: pushed ? never : least(never, unexplained(view, transfer)),
    who: next.from,
    packets,
    message: `${said(step)} ${last(packets)} was not answered with ${said(next)}`,
    expected: said(next),
    found: pushed ? 'file data' : 'the end of the connection',
    ghost: oftGhost(next.type, view),
    knownFor: step.act === 'resume' ? ['Gaim'] : [],
  }
})

export default defineRule({
  code: 'OFT-31',
  name: 'resume-step-missing',
  severity: 'error',
  kind: 'violation',
  title: 'A step of the resume handshake is missing',
  why: 'Resuming takes three headers: the receiver asks with 0x0205, the sender agrees with 0x0106, the receiver starts with 0x0207. Without one of them both wait.',
  fix: 'Answer 0x0205 with 0x0106 and 0x0106 with 0x0207; a sender that cannot resume answers nrecvd 0.',
  spec: { doc: 'joscar', item: 'resume', says: '0x0205 is answered by 0x0106, and that by 0x0207, before data flows.' },
  who: 'sender',
  step: 10,
  knownFor: ['Gaim'],
  fixtures: {
    bad: ['resume-ignored', 'resume-unconfirmed', 'resume-ack-missing', 'resume-accept-unasked', 'resume-ack-unasked'],
    good: ['resume', 'resume-from-zero', 'resume-lost-by-capture', 'resume-cancelled'],
  },
  check: { ...unanswered, oftHeader: unasked },
})
