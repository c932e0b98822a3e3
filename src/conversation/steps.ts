import type { Attempt, Conversation } from './conversation.ts'
import type { Message } from './message.ts'

/**
 * What became of a step: `done`, `tried` (failed, and the workflow went on to the next branch), `skipped` (the branch was
 * not needed), `unseen` (the capture cannot show it), `running`, `not-reached`.
 */
export type StepState = 'done' | 'tried' | 'skipped' | 'unseen' | 'running' | 'not-reached'
export type StepMark = StepState | 'error' | 'warning' | 'note'

export const STEPS: readonly string[] = [
  'sender proposes',
  'receiver connects to the sender',
  'direct connection succeeded',
  'receiver proposes the reverse',
  'reverse connection succeeded',
  'sender proposes the proxy',
  'receiver joins the proxy',
  'the connecting side accepts',
  'sender sends the prompt (0x0101)',
  'receiver acknowledges (0x0202)',
  'sender sends the file',
  'receiver confirms (0x0204)',
  'both sides drop the connection',
]

const MARKS: Readonly<Record<StepMark, readonly [string, string]>> = {
  done: ['✓', '+'],
  error: ['✗', 'X'],
  warning: ['▲', '!'],
  note: ['●', '*'],
  tried: ['↷', 'f'],
  skipped: ['-', '-'],
  unseen: ['?', '?'],
  running: ['…', '~'],
  'not-reached': ['·', '.'],
}

/** One character a step. */
export function rail(marks: readonly StepMark[], ascii = false): string {
  return marks.map((mark) => MARKS[mark][ascii ? 1 : 0]).join('')
}

/** The thirteen marks of a conversation: what happened, overlaid by what the rules found. */
export function stepMarks(conversation: Conversation): StepMark[] {
  return stepStates(conversation).map((state, index) => conversation.marks.get(index + 1) ?? state)
}

function stepStates(conversation: Conversation): StepState[] {
  const { proposals, connections } = conversation
  const connected = connections.length > 0
  const first = proposals.find((message) => message.from === 'offerer' && (message.sequence ?? 1) === 1)
  const reverse = proposals.find((message) => message.from === 'target' && !message.usesProxy)
  const proxy = proposals.find((message) => message.usesProxy)
  const transfers = conversation.transfers.map((transfer) => transfer.best)
  // A transfer without the ICBM legs: what led to it was not captured.
  const unproposed = connected && proposals.length === 0
  const path = conversation.path

  const states: StepState[] = new Array<StepState>(13).fill('not-reached')
  const set = (step: number, state: StepState): void => {
    states[step - 1] = state
  }
  set(
    1,
    first !== undefined
      ? 'done'
      : proposals.length > 0 || connected || conversation.messages.length > 0
        ? 'unseen'
        : 'not-reached',
  )

  const later = reverse !== undefined || proxy !== undefined
  const direct = branch(conversation, first !== undefined && !first.usesProxy ? first : undefined, path === 'direct')
  set(
    2,
    direct ?? (later ? 'skipped' : connected && path === 'unknown' ? 'unseen' : unproposed ? 'unseen' : 'not-reached'),
  )
  set(
    3,
    path === 'direct'
      ? 'done'
      : later || path === 'redirect' || path === 'proxy'
        ? 'skipped'
        : path === 'unknown'
          ? 'unseen'
          : 'not-reached',
  )

  const pastReverse = path === 'direct' || path === 'proxy' || proxy !== undefined
  set(
    4,
    reverse !== undefined
      ? 'done'
      : pastReverse
        ? 'skipped'
        : path === 'redirect' || path === 'unknown'
          ? 'unseen'
          : 'not-reached',
  )
  const back = branch(conversation, reverse, path === 'redirect')
  set(5, back ?? (pastReverse ? 'skipped' : path === 'unknown' ? 'unseen' : 'not-reached'))

  const needless = path === 'direct' || path === 'redirect'
  set(
    6,
    proxy !== undefined
      ? 'done'
      : needless
        ? 'skipped'
        : path === 'proxy' || path === 'unknown'
          ? 'unseen'
          : 'not-reached',
  )
  set(7, path === 'proxy' ? joined(conversation) : needless ? 'skipped' : path === 'unknown' ? 'unseen' : 'not-reached')

  set(8, conversation.accepted ? 'done' : connected ? 'unseen' : 'not-reached')
  if (transfers.length === 0) {
    if (connected && conversation.serviceName === 'direct-im') for (const step of [9, 10, 11, 12]) set(step, 'skipped')
  } else {
    const every = (test: (view: (typeof transfers)[number]) => boolean): boolean => transfers.every(test)
    const some = (test: (view: (typeof transfers)[number]) => boolean): boolean => transfers.some(test)
    set(9, every((view) => view.file.seen('prompt') !== undefined) ? 'done' : 'unseen')
    const answered = every(({ file }) => file.accepted || file.seen('resume') !== undefined || file.done)
    set(10, answered ? 'done' : some((view) => view.ended) ? 'unseen' : 'running')
    const skipped = every((view) => view.outcome === 'skipped')
    const whole = every(({ file, outcome }) => outcome === 'skipped' || file.left === 0)
    const cut = some(({ file }) => file.holeBytes > 0)
    set(
      11,
      skipped
        ? 'skipped'
        : whole
          ? cut
            ? 'unseen'
            : 'done'
          : some(({ file }) => file.received > 0)
            ? 'running'
            : 'not-reached',
    )
    if (every(({ file }) => file.done)) set(12, 'done')
    else if (some((view) => view.ended) && whole) set(12, 'unseen')
  }
  if (connected) {
    const closed = connections.map(({ flow }) => flow)
    set(
      13,
      closed.every((flow) => flow.closed !== 'open')
        ? 'done'
        : transfers.some(({ file }) => file.done)
          ? 'unseen'
          : 'not-reached',
    )
  }
  return states
}

/** State of a way to connect: the attempts at a proposal's endpoints. */
function branch(conversation: Conversation, proposal: Message | undefined, carried: boolean): StepState | undefined {
  if (carried) return 'done'
  if (proposal === undefined) return undefined
  const attempts: readonly Attempt[] = conversation.attempts.filter((attempt) => attempt.proposal === proposal)
  if (attempts.length === 0) return undefined
  return attempts.every((attempt) => attempt.track.over || attempt.track.flow.retired) ? 'tried' : 'running'
}

/** Step 7: the other side joined the proxy and both were told that it is ready. */
function joined(conversation: Conversation): StepState {
  return conversation.connections.length >= 2 ? 'done' : 'unseen'
}
