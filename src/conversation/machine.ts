/**
 * The state machines of a conversation and of one file, as tables: state, then what happens, then the next state. An
 * event that a state does not list is tolerated (the state stays) and `expected` says what would have been in order.
 */
export type Machine<State extends string, Event extends string> = {
  readonly [S in State]: { readonly [E in Event]?: State }
}

export function advance<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
  event: Event,
): State | undefined {
  return machine[state][event]
}

/** What a state has a place for. */
export function expected<State extends string, Event extends string>(
  machine: Machine<State, Event>,
  state: State,
): Event[] {
  return Object.keys(machine[state]) as Event[]
}

export type ConversationState =
  | 'proposed'
  | 'connecting'
  | 'unreachable'
  | 'accepted'
  | 'connected'
  | 'complete'
  | 'declined'
  | 'cancelled'
  | 'failed'
  | 'aborted'

/**
 * `attempt`: a TCP connection to a proposed endpoint; `refused`: every attempt so far failed; `joined`: the peer protocol
 * runs on one; `delivered`: every file acknowledged or skipped, or a direct IM closed in order; `broken`: the peer
 * connection ended before that; `offererCancel`, `targetCancel`: CANCEL; `nak`: SNAC 0004/000b; `hostError`: 0004/0001.
 */
export type ConversationEvent =
  | 'propose'
  | 'accept'
  | 'attempt'
  | 'refused'
  | 'joined'
  | 'delivered'
  | 'broken'
  | 'offererCancel'
  | 'targetCancel'
  | 'nak'
  | 'hostError'

/** Rendezvous reference, section 7.2a, with the outcomes as its last states. */
export const CONVERSATION: Machine<ConversationState, ConversationEvent> = {
  proposed: {
    propose: 'proposed',
    accept: 'accepted',
    attempt: 'connecting',
    refused: 'unreachable',
    joined: 'connected',
    offererCancel: 'cancelled',
    targetCancel: 'declined',
    nak: 'declined',
    hostError: 'failed',
  },
  connecting: {
    propose: 'connecting',
    accept: 'accepted',
    attempt: 'connecting',
    refused: 'unreachable',
    joined: 'connected',
    offererCancel: 'cancelled',
    targetCancel: 'cancelled',
    nak: 'failed',
    hostError: 'failed',
  },
  // Every way tried so far failed: the next proposal opens another one, giving up is a failure.
  unreachable: {
    propose: 'unreachable',
    accept: 'accepted',
    attempt: 'connecting',
    refused: 'unreachable',
    joined: 'connected',
    offererCancel: 'failed',
    targetCancel: 'failed',
    nak: 'failed',
    hostError: 'failed',
  },
  // ACCEPT may come before the connection (joscar) or after the first header (libpurple's peer).
  accepted: {
    propose: 'accepted',
    accept: 'accepted',
    attempt: 'accepted',
    refused: 'unreachable',
    joined: 'connected',
    offererCancel: 'cancelled',
    targetCancel: 'cancelled',
    nak: 'failed',
    hostError: 'failed',
  },
  connected: {
    propose: 'connected',
    accept: 'connected',
    attempt: 'connected',
    refused: 'connected',
    joined: 'connected',
    delivered: 'complete',
    broken: 'aborted',
    offererCancel: 'cancelled',
    targetCancel: 'cancelled',
    nak: 'cancelled',
    hostError: 'failed',
  },
  complete: { accept: 'complete', broken: 'complete', attempt: 'complete', refused: 'complete' },
  // A CANCEL can follow the TCP close that it explains.
  aborted: { offererCancel: 'cancelled', targetCancel: 'cancelled', joined: 'connected' },
  declined: { offererCancel: 'declined', attempt: 'declined', refused: 'declined' },
  cancelled: { accept: 'cancelled', broken: 'cancelled', attempt: 'cancelled', refused: 'cancelled' },
  failed: { offererCancel: 'failed', targetCancel: 'failed', attempt: 'failed' },
}

export type FileState = 'prompted' | 'accepted' | 'resuming' | 'agreed' | 'delivered' | 'done' | 'skipped'
export type FileEvent = 'ack' | 'resume' | 'resume-accept' | 'resume-ack' | 'body' | 'done'

/** Rendezvous reference, section 7.2: the OFT2 phase of one file, from its prompt on. */
export const FILE: Machine<FileState, FileEvent> = {
  prompted: { ack: 'accepted', resume: 'resuming', done: 'skipped' },
  accepted: { body: 'delivered', done: 'done' },
  resuming: { 'resume-accept': 'agreed', done: 'skipped' },
  agreed: { 'resume-ack': 'accepted', done: 'skipped' },
  delivered: { done: 'done' },
  done: {},
  skipped: {},
}
