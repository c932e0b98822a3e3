import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Clock } from '../../../src/clock.ts'
import { LIMITS } from '../../../src/limits.ts'
import { FIELDS } from '../../../src/report/fields.ts'
import {
  caretLines,
  compileFilter,
  isProblem,
  parse,
  print,
  type Expression,
} from '../../../src/report/filter/index.ts'

function parsed(text: string): Expression {
  const expression = parse(text)
  if (isProblem(expression)) throw new Error(`${text}: ${expression.message}`)
  return expression
}

/** What a filter means, without the places of its words. */
const meaning = (expression: Expression): unknown =>
  JSON.parse(
    JSON.stringify(expression, (key, value: unknown) => (key === 'at' || key === 'length' ? undefined : value)),
  )

/** The problem of a text, and the part of the text that it is about. */
function problem(text: string): { readonly message: string; readonly place: string } {
  const result = compileFilter(text, new Clock())
  if (!isProblem(result)) throw new Error(`${text} is a filter`)
  return { message: result.message, place: text.slice(result.at, result.at + result.length) }
}

describe('the grammar of filters', () => {
  it.each([
    ['a or b and c', 'a or b and c'],
    ['(a or b) and c', '(a or b) and c'],
    ['!a == 1', '!a == 1'],
    ['not (a == 1 and b)', '!(a == 1 and b)'],
    ['a||b&&!c', 'a or b and !c'],
    [
      'a eq 1 or a ne 2 or a lt 3 or a le 4 or a gt 5 or a ge 6',
      'a == 1 or a != 2 or a < 3 or a <= 4 or a > 5 or a >= 6',
    ],
    ['((a))', 'a'],
    ['a in {1,2 3..5, "x y"}', 'a in {1, 2, 3..5, "x y"}'],
    ["a == 'it''", undefined],
    ["a contains 'q\"\\x00'", 'a contains "q\\"\\x00"'],
    ['A AND B', 'A and B'],
  ])('reads %s as Wireshark does', (text, canonical) => {
    if (canonical === undefined) expect(isProblem(parse(text))).toBe(true)
    else expect(print(parsed(text))).toBe(canonical)
  })

  it.each([
    ['', '', 'expected a filter'],
    ['a ==', '', 'expected a value, the filter ends'],
    ['a = 1', '=', 'a comparison is written =='],
    ['a & b', '&', 'and is written &&'],
    ['(a', '', 'expected ), the filter ends'],
    ['a)', ')', 'expected and, or, or the end'],
    ['a b', 'b', "found 'b'"],
    ['a == "x', '"x', 'the string does not end'],
    ['a == "\\q"', '\\q', 'no such escape'],
    ['a in 1', '1', 'expected {'],
    ['a in {}', '}', 'expected a value'],
    ['a in {1,}', '}', 'expected a value'],
    ['(a in {', '', 'expected a value'],
    ['a matches "x"', 'matches', 'no regular expressions'],
    ['"x" == a', '"x"', 'expected the name of a field'],
    ['rv.tpe == 1', 'rv.tpe', 'did you mean rv.type?'],
    ['rendevous.sequence_num', 'rendevous.sequence_num', 'did you mean rv.sequence_num?'],
    ['icbm.im_dta.text', 'icbm.im_dta.text', 'did you mean icbm.im_data.text?'],
    ['rv.type == PROPOS', 'PROPOS', 'did you mean PROPOSE?'],
    ['oft.type == akc', 'akc', 'did you mean ACK?'],
    ['finding.severity == eror', 'eror', 'did you mean error?'],
    ['flap.seq == x', 'x', 'flap.seq is a number'],
    ['flap.seq contains 1', '1', 'flap.seq is a number'],
    ['ip.addr == 10.0.0', '10.0.0', 'is an address'],
    ['ip.addr < 10.0.0.1', '10.0.0.1', 'is an address'],
    ['icbm.cookie == 123', '123', 'pairs of hex digits'],
    ['rv.use_ars == 1', '1', 'write it alone'],
    ['flap.seq in {1, x..9}', 'x..9', 'flap.seq is a number'],
  ])('says of %j that %j is wrong, and why', (text, place, message) => {
    const found = problem(text)
    expect(found.place).toBe(place)
    expect(found.message).toContain(message)
  })

  it('has limits to its length and its depth, and says where they are passed', () => {
    const most = LIMITS.filterDepth.value
    expect(isProblem(parse(`${'('.repeat(most)}a${')'.repeat(most)}`))).toBe(false)
    expect(problem(`${'('.repeat(most + 1)}a${')'.repeat(most + 1)}`)).toMatchObject({ place: '(' })
    expect(problem(`${'!'.repeat(most + 1)}a`)).toMatchObject({ place: '!' })
    expect(isProblem(parse(Array(500).fill('flap').join(' or ')))).toBe(false)
    expect(problem('a'.repeat(LIMITS.filterLength.value + 1)).message).toContain('at most 4096 characters')
  })

  it('draws the caret under the token, whatever is before it', () => {
    const text = `user == "${'日本\u001b'.repeat(40)}" and flap.sq == 1 and ${'flap or '.repeat(40)}flap`
    const result = compileFilter(text, new Clock())
    if (!isProblem(result)) throw new Error('it is a filter')
    const [line, caret] = caretLines(text, result)
    expect(line).not.toMatch(/[\0-\x1f]/)
    expect(line.length).toBeLessThan(200)
    expect(caret.trim()).toBe('^'.repeat('flap.sq'.length))
    expect(caretLines('flap.sq == 1', { at: 0, length: 7 })).toEqual(['flap.sq == 1', '^^^^^^^'])
    expect(caretLines('a ==', { at: 4, length: 0 })).toEqual(['a ==', '    ^'])
  })
})

const WORDS = [...FIELDS.keys()]
  .slice(0, 20)
  .concat(['and', 'or', 'not', 'in', 'eq', 'contains', '==', '!=', '<', '>=', '!', '&&', '||'])
const PIECES = [
  ...WORDS,
  '(',
  ')',
  '{',
  '}',
  ',',
  '"',
  "'",
  '\\',
  '..',
  '0x1f',
  '12',
  '10.0.0.1',
  '=',
  '~',
  '\u202e',
  '\0',
  '日',
  ' ',
  '  ',
  '\n',
]

/** The same texts on every run. */
function* texts(count: number): Generator<string> {
  let state = 20_010_911
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  for (let n = 0; n < count; n++) {
    const pieces = Array.from({ length: next(14) }, () => PIECES[next(PIECES.length)]!)
    yield pieces.join(n % 2 === 0 ? ' ' : '')
  }
}

describe('any text at all', () => {
  it('parses or fails with a place in it, in less than a millisecond, and never throws', () => {
    const count = 200_000
    const start = performance.now()
    let good = 0
    for (const text of texts(count)) {
      const result = parse(text)
      if (!isProblem(result)) good++
      else if (!(result.at >= 0 && result.at + result.length <= text.length))
        expect.fail(`${text}: ${result.at}+${result.length}`)
    }
    expect((performance.now() - start) / count).toBeLessThan(1)
    expect(good).toBeGreaterThan(count / 1000)
  })

  it('compiles or fails with a place in it, names and values included', () => {
    const start = performance.now()
    const count = 2_000
    for (const text of texts(count)) {
      const result = compileFilter(text, new Clock())
      if (isProblem(result)) expect(result.at + result.length).toBeLessThanOrEqual(text.length)
    }
    expect((performance.now() - start) / count).toBeLessThan(1)
  })

  it('parses or fails when it is made of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const result = parse(text)
        if (isProblem(result)) expect(result.at + result.length).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('a filter that is printed', () => {
  const word = fc
    .stringMatching(/^[a-z][a-z0-9_.]{0,8}$/)
    .filter((text) => !WORDS.includes(text) && !['ne', 'lt', 'le', 'gt', 'ge'].includes(text))
  const literal = fc.oneof(
    word,
    fc.nat().map(String),
    fc.string({ unit: 'binary', maxLength: 6 }).map((text) =>
      print({
        kind: 'compare',
        field: { text: '', at: 0, length: 0 },
        operator: '==',
        value: { text, quoted: true, at: 0, length: 0 },
      }).slice(4),
    ),
  )
  const leaf = fc.oneof(
    word,
    fc
      .tuple(word, fc.constantFrom('==', '!=', '<', '<=', '>', '>=', 'contains'), literal)
      .map((parts) => parts.join(' ')),
    fc
      .tuple(word, fc.array(literal, { minLength: 1, maxLength: 3 }))
      .map(([field, members]) => `${field} in {${members.join(', ')}}`),
  )
  const { filter } = fc.letrec<{ filter: string }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(tie('filter'), fc.constantFrom('and', 'or', '&&', '||'), tie('filter'))
        .map(([left, sign, right]) => `(${left}) ${sign} ${right}`),
      tie('filter').map((text) => `!(${text})`),
    ),
  }))

  it('means the same when it is parsed again', () => {
    fc.assert(
      fc.property(filter, (text) => {
        const expression = parsed(text)
        const printed = print(expression)
        expect(meaning(parsed(printed))).toEqual(meaning(expression))
        expect(print(parsed(printed))).toBe(printed)
      }),
      { numRuns: 3_000 },
    )
  })
})
