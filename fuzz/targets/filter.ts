import { compileFilter, isProblem, parse, print, caretLines } from '../../src/report/filter/index.ts'
import { printable } from '../../src/bytes/printable.ts'
import { Clock } from '../../src/clock.ts'
import { LIMITS } from '../../src/limits.ts'
import { RAW } from '../../test/report/hostile.ts'
import * as t from '../../test/support/index.ts'
import { promise, same, type Target } from '../target.ts'

/** The filter language: any text is a filter, or a problem with a place in it; and a filter printed is the same filter. */
export const target: Target = {
  name: 'filter',
  seeds: () =>
    [
      'oft or rv.type == CANCEL',
      'snac.foodgroup == 4 and not (flap.seq in {1, 2, 5..9})',
      'ip.addr == 10.0.0.0/8 && icbm.cookie contains 30:38',
      'user contains "a\\"b" or finding.severity >= warning',
      '!(tcp.port != 5190) xor frame.number < 0x10',
      'locate.user_info.capabilities and transfer.state == complete',
    ].map(t.utf8),
  words: [
    '==',
    '!=',
    '<=',
    'contains',
    'in {',
    '..',
    '}',
    '(',
    ')',
    '!',
    'not ',
    ' and ',
    '||',
    '"',
    '\\x',
    '10.0.0.1/8',
    'rv.',
  ],
  longest: 6000,
  run: (input) => {
    const text = new TextDecoder().decode(input)
    const filter = compileFilter(text, new Clock())
    if (isProblem(filter)) {
      promise(filter.at >= 0 && filter.at <= text.length, () => `a place outside of the text: ${filter.at}`)
      const shown = [printable(filter.message), ...caretLines(text, filter)].join('\n')
      promise(!RAW.test(shown), () => `raw: ${JSON.stringify(RAW.exec(shown))}`)
      return
    }
    const parsed = parse(text)
    if (isProblem(parsed)) return
    const printed = print(parsed)
    // Escapes make it longer than a filter may be.
    if (printed.length > LIMITS.filterLength.value) return
    const again = parse(printed)
    promise(!isProblem(again), () => `printed as ${printed}, which is no filter`)
    if (!isProblem(again)) same(print(again), printed, 'printed twice')
  },
}
