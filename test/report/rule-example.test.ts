import { describe, expect, it } from 'vitest'
import { exampleOf } from '../../scripts/docs/examples.ts'
import { exampleLines, exampleRecord } from '../../src/report/rule-example.ts'
import { plain } from '../../src/report/signs.ts'
import { RULES } from '../../src/rules/index.ts'

const example = (code: string) => exampleOf(RULES.find((rule) => rule.code === code)!)

describe('the example of a rule', () => {
  it('marks what the bad message has and the good one has not, and the other way round', () => {
    const lines = exampleLines(example('RV-11'), plain)
    const [wrong, right] = lines.join('\n').split('\nRight')
    expect(wrong).toContain('CANCEL send-file → bob')
    expect(wrong).not.toContain('CANCEL_REASON')
    expect(right).toMatch(/\n {2}> +0x000b CANCEL_REASON: 1 USER_CANCEL/)
  })

  it('has the message that is missing', () => {
    const { bad, good } = example('OFT-07')
    expect(bad.messages.some(({ line }) => line.includes('OFT2 ACK'))).toBe(false)
    expect(good.messages.some(({ line }) => line.includes('OFT2 ACK'))).toBe(true)
  })

  it('decodes its bytes for programs', () => {
    const text = JSON.stringify(exampleRecord(example('OFT-11')))
    expect(text).toContain('"cookie":"3132333435363700"')
    expect(text).toContain('"says":')
  })
})
