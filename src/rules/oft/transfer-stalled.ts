import type { OftFile } from '../../peer/oft-file.ts'
import { defineRule } from '../define.ts'
import { checkFiles, last } from '../endings.ts'
import { PATIENCE } from '../patience.ts'

export default defineRule({
  code: 'OFT-44',
  name: 'transfer-stalled',
  severity: 'warning',
  kind: 'violation',
  title: 'No file data for a long time',
  why: 'A receiver gives up on a sender that is silent for too long, Miranda after 120 seconds, and the user has nothing to go by.',
  fix: 'Keep the data flowing, or cancel the transfer.',
  spec: { doc: 'Miranda', item: 'receive timeout', says: 'A file connection that is idle for 120 seconds is closed.' },
  who: 'sender',
  step: 11,
  fixtures: {
    bad: ['stalled', 'stalled-for-minutes', 'stalled-at-start', 'stalled-to-the-end'],
    good: ['direct', 'stalled-in-lossy-capture'],
  },
  check: checkFiles(({ file, track }, { conversation }) => {
    const { seconds, where, isOpen } = longestPause(file, track.flow.closedAt || (conversation?.finished ?? 0))
    if (seconds < PATIENCE.stall.seconds || file.holeBytes > 0 || !track.intact) return undefined
    const isFatal = seconds >= PATIENCE.dead.seconds
    return {
      // The user may have paused it; and where nothing follows on the connection, it may have gone on elsewhere.
      certainty: isFatal || (isOpen && !track.complete(file.sender)) ? 'likely' : 'sure',
      severity: isFatal ? 'error' : 'warning',
      packets: file.received > 0 ? [file.firstPacket, file.lastPacket] : file.headers.at(-1)!.packets,
      message: `no data for ${Math.floor(seconds)} seconds ${where}`,
      expected: `less than ${(isFatal ? PATIENCE.dead : PATIENCE.stall).seconds} seconds`,
      found: `${Math.floor(seconds)} seconds`,
    }
  }),
})

/** `isOpen`: it lasts to the end of what the capture has of the connection. */
interface Pause {
  readonly seconds: number
  readonly where: string
  readonly isOpen: boolean
}

/** The longest time in which the sender owed data: after the go-ahead, between two segments, and after the last of too few. */
function longestPause(file: OftFile, end: number): Pause {
  const goAhead = file.seen('ack') ?? file.seen('resume-ack')
  const began = file.received > 0
  const pauses = [{ seconds: file.longestPause, where: 'in the middle of the file', isOpen: false }]
  if (goAhead !== undefined && file.size > file.start)
    pauses.push({
      seconds: (began ? file.firstTime : end) - goAhead.time,
      where: `after the go-ahead ${last(goAhead.packets)}`,
      isOpen: !began,
    })
  if (began && file.left > 0 && !file.done) {
    const where = `after ${file.start + file.received} of ${file.size} bytes`
    pauses.push({ seconds: end - file.lastTime, where, isOpen: true })
  }
  return pauses.reduce((longest, pause) => (pause.seconds > longest.seconds ? pause : longest))
}
