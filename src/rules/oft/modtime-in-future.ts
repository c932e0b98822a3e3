import { defineRule } from '../define.ts'
import { checkHeaders, isEcho } from '../headers.ts'

/** Clocks differ, and some clients write local time. */
const SLACK_SECONDS = 86_400
/** Captures whose times count from 0 do not say which day it was: AIM and ICQ are younger than 1990. */
const OSCAR_BEGINS = 631_152_000

export default defineRule({
  code: 'OFT-41',
  name: 'modtime-in-future',
  severity: 'note',
  kind: 'violation',
  title: 'The file was changed after it was sent',
  why: 'The receiver gives the file a date to come; backups and builds that go by dates are misled.',
  fix: 'Write the seconds since 1970 UTC at which the file was last changed, or 0.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, modification time',
    says: 'It is the time of the last change in Unix seconds.',
  },
  who: 'sender',
  fixtures: { bad: ['modtime-in-future'], good: ['direct', 'modtime-in-past'] },
  check: checkHeaders((header, place) => {
    const { modtime } = header
    const now = place.seen.seconds
    if (now < OSCAR_BEGINS || modtime <= now + SLACK_SECONDS) return undefined
    if (isEcho(header, place, (prompt) => prompt.modtime === modtime)) return undefined
    const found = new Date(modtime * 1000).toISOString()
    return { says: `has a file of ${found}`, expected: 'a time before the transfer', found }
  }),
})
