import { checkOffer } from '../file-offer.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'SVC-03',
  name: 'file-name-ends-wrong',
  severity: 'note',
  kind: 'malformed',
  title: 'Name of the offered file does not end with its NUL',
  why: 'Readers that look for the NUL take what comes after the tag for the name; others show bytes that belong to nothing.',
  fix: 'End the name with one NUL, and the tag with that.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'SERVICE_DATA of send file',
    says: 'The name is the last field and ends with a NUL.',
  },
  who: 'offerer',
  step: 1,
  fixtures: {
    bad: ['file-name-without-nul', 'bytes-behind-file-name'],
    good: ['declined', 'proposal-of-joscar', 'proposal-of-aim'],
  },
  check: checkOffer(({ hasNul, rest }) => {
    if (!hasNul) return { says: 'has a file name without NUL', expected: 'a NUL', found: 'the end of the tag' }
    // joscar fills up with NULs.
    return rest.every((byte) => byte === 0)
      ? undefined
      : { says: `has ${rest.length} bytes behind the file name`, expected: 'none', found: `${rest.length} bytes` }
  }),
})
