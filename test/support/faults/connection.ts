/** Faults of who connects to whom, and when. */
import type { Recording } from '../recording.ts'
import { oftHeaders, word, type Found } from './edit.ts'
import { breaks, inFound, type Faults } from './fault.ts'
import { ACCEPT, copies, PROPOSE, withoutMessage } from './message.ts'

const PROMPT = 0x0101
const SOURCE = 26
const TARGET = 30
const TCP = 34
const FLAGS_AT = TCP + 13
const SYN = 2
const RST = 4

const prompts = (recording: Recording): Found[] => oftHeaders(recording, PROMPT)
const inFlags = (frame: Uint8Array, flag: number): boolean => (frame[FLAGS_AT]! & flag) !== 0
const isPeers = (frame: Uint8Array): boolean => frame[SOURCE + 3]! > 10 && frame[TARGET + 3]! > 10

/** Ports of connections that were tried and refused. */
function refused(recording: Recording): Set<string> {
  const found = new Set<string>()
  recording.exchange((frame) => {
    if (isPeers(frame) && inFlags(frame, RST)) found.add(endsOf(frame))
    return [frame]
  })
  return found
}
const endsOf = (frame: Uint8Array): string => [word(frame, TCP), word(frame, TCP + 2)].sort((a, b) => a - b).join()

export const CONNECTION_FAULTS: Faults = {
  'connection-reversed': breaks(
    'CON-02',
    'who proposed opens the connection itself',
    inFound(prompts, (recording, { stream }) => {
      recording.rewrite((frame) => {
        const [source, target] = [frame.slice(SOURCE, SOURCE + 4), frame.slice(TARGET, TARGET + 4)]
        const ports = [word(frame, TCP), word(frame, TCP + 2)].sort((a, b) => a - b).join()
        if (ports !== portsOf(stream)) return
        frame.set(target, SOURCE)
        frame.set(source, TARGET)
      })
    }),
  ),
  'two-connections': breaks(
    'CON-03',
    'the transfer runs over two connections at once',
    inFound(prompts, (recording, { stream }) => recording.twice(stream, (port) => (port === 5190 ? port : port + 1))),
  ),
  'gave-up-connecting': breaks(
    'CON-06',
    'nobody can connect, and nothing is said',
    (recording) => {
      const [prompt] = prompts(recording)
      if (prompt === undefined || refused(recording).size === 0) return false
      recording.withoutConnection(prompt.stream)
      return withoutMessage({ type: ACCEPT })(recording) && withoutMessage({ type: PROPOSE, nth: 1 })(recording)
    },
    'redirect',
  ),
  'connect-given-up-late': breaks(
    'CON-07',
    'an address does not answer, and fifteen seconds later something else is proposed',
    (recording) => {
      const [counter] = copies(recording, { type: PROPOSE, nth: 1, legs: 'out' })
      if (counter === undefined) return false
      recording.exchange((frame) => (isPeers(frame) && inFlags(frame, RST) ? [] : [frame]))
      return recording.stall(counter.stream, counter.at, 15)
    },
    'redirect',
  ),
  'accept-late': breaks('CON-08', 'ACCEPT comes five seconds after the connection', (recording) => {
    const [accept] = copies(recording, { type: ACCEPT, legs: 'out' })
    return accept !== undefined && recording.stall(accept.stream, accept.at, 5)
  }),
  'old-listener-tried': breaks(
    'RV-34',
    'a client tries the address that was replaced three seconds ago',
    (recording) => {
      const [prompt] = prompts(recording)
      const known = refused(recording)
      const isTry = (frame: Uint8Array): boolean =>
        isPeers(frame) && known.has(endsOf(frame)) && (inFlags(frame, SYN) || inFlags(frame, RST))
      if (prompt === undefined || !recording.stall(prompt.stream, prompt.at, 3)) return false
      return recording.copyBefore(prompt.stream, prompt.at, isTry, (port) => (port === 5190 ? port : port - 7))
    },
    'redirect',
  ),
}

const portsOf = ({ from, to }: Found['stream']): string =>
  [from, to]
    .map((end) => Number(end.split(':')[1]))
    .sort((a, b) => a - b)
    .join()
