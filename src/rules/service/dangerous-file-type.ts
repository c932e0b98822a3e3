import { printable } from '../../bytes/printable.ts'
import { checkOffer } from '../file-offer.ts'
import { defineRule } from '../define.ts'

const PROGRAM = 'exe|scr|pif|com|bat|cmd|vbs|vbe|js|jse|wsf|wsh|hta|msi|jar|lnk|ps1|cpl|reg|scf|app|command'
const DANGERS: readonly (readonly [RegExp, string])[] = [
  [/[\u202a-\u202e\u2066-\u2069]/, 'which is written in another order than it is shown'],
  [new RegExp(`\\.[a-z0-9]{2,4}\\s*\\.(${PROGRAM})\\s*$`, 'i'), 'a program with the ending of a document'],
  [new RegExp(`\\.(${PROGRAM})\\s*$`, 'i'), 'a program'],
]

export default defineRule({
  code: 'SVC-08',
  name: 'dangerous-file-type',
  severity: 'note',
  kind: 'violation',
  title: 'Offered file is a program, or pretends not to be one',
  why: 'Who opens it runs it; worms of the time came as "photo.jpg.scr", and a right-to-left mark hides the ending.',
  fix: 'In the receiver, show the whole name with its ending, and do not open such files with a click.',
  spec: { doc: 'RFC 4949', item: 'Trojan horse', says: 'Something that looks useful and does harm.' },
  who: 'offerer',
  step: 1,
  fixtures: {
    bad: ['file-name-of-program', 'file-name-with-two-endings', 'file-name-right-to-left'],
    good: ['declined', 'proposal-of-libpurple', 'file-name-with-dots'],
  },
  check: checkOffer(({ name }) => {
    const danger = DANGERS.find(([test]) => test.test(name))
    if (danger === undefined) return undefined
    return { says: `offers ${printable(name)}, ${danger[1]}`, expected: 'a document', found: printable(name) }
  }),
})
