import { printable } from '../../bytes/printable.ts'
import { checkOffer } from '../file-offer.ts'
import { defineRule } from '../define.ts'
import { dangerOf } from '../name-dangers.ts'

export default defineRule({
  code: 'SVC-07',
  name: 'unsafe-file-name',
  severity: 'warning',
  kind: 'violation',
  title: 'Offered name would leave the folder of downloads',
  why: 'A receiver that joins the name to its folder writes wherever the sender wants: over its settings, or into what starts at login.',
  fix: 'In the receiver, keep the last part of the name only, and refuse control characters and names of devices.',
  spec: {
    doc: 'Miranda IM',
    item: 'checks of received names',
    says: 'A name is stripped of its path, and of what the file system gives a meaning.',
  },
  who: 'offerer',
  step: 1,
  fixtures: {
    bad: [
      'file-name-climbs',
      'file-name-absolute',
      'file-name-of-drive',
      'file-name-of-device',
      'file-name-with-control',
    ],
    good: ['declined', 'folder-of-aim', 'file-name-with-dots', 'proposal-of-aim'],
  },
  check: checkOffer(({ name }) => {
    const danger = dangerOf(name)
    if (danger === undefined) return undefined
    return { says: `offers ${printable(name)}, ${danger}`, expected: 'a plain file name', found: printable(name) }
  }),
})
