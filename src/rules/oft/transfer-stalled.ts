import { defineRule } from '../define.ts'
import { checkFiles } from '../endings.ts'
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
  fixtures: { bad: ['stalled', 'stalled-for-minutes'], good: ['direct', 'stalled-in-lossy-capture'] },
  check: checkFiles(({ file, track }) => {
    const seconds = Math.floor(file.longestPause)
    if (seconds < PATIENCE.stall.seconds || file.holeBytes > 0 || !track.intact) return undefined
    const isFatal = seconds >= PATIENCE.dead.seconds
    return {
      // The user may have paused it.
      certainty: isFatal ? 'likely' : 'sure',
      severity: isFatal ? 'error' : 'warning',
      packets: [file.firstPacket, file.lastPacket],
      message: `no data for ${seconds} seconds in the middle of the file`,
      expected: `less than ${(isFatal ? PATIENCE.dead : PATIENCE.stall).seconds} seconds`,
      found: `${seconds} seconds`,
    }
  }),
})
