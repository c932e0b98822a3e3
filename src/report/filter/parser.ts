import { LIMITS, raising } from '../../limits.ts'
import { lex, type Token } from './lexer.ts'
import { isProblem, type FilterProblem } from './problem.ts'
import type { Comparison, Expression, Literal, Member, Written } from './syntax.ts'

/**
 *     expression = term { "or" term }
 *     term       = factor { "and" factor }
 *     factor     = "not" factor | "(" expression ")" | field [ operator value | "in" "{" member { "," member } "}" ]
 */
export function parse(text: string): Expression | FilterProblem {
  const most = LIMITS.filterLength.value
  if (text.length > most)
    return {
      message: `a filter has at most ${most} characters, this has ${text.length} (${raising('filterLength')})`,
      at: most,
      length: 0,
    }
  const tokens = lex(text)
  return isProblem(tokens) ? tokens : new Parser(tokens).parse()
}

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ...(['==', '!=', '<', '<=', '>', '>=', 'contains'] as const).map((sign): [string, Comparison] => [sign, sign]),
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
])

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ['or', 'or'],
  ['||', 'or'],
  ['and', 'and'],
  ['&&', 'and'],
  ['not', 'not'],
  ['!', 'not'],
  ['in', 'in'],
  ...[...COMPARISONS.keys()].map((word): [string, string] => [word, 'comparison']),
])

/** Words that take a regular expression in other languages. */
const PATTERNS = new Set(['matches', '~', 'like'])

class Parser {
  private readonly tokens: readonly Token[]
  private next = 0
  private depth = 0
  private problem: FilterProblem | undefined

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  parse(): Expression | FilterProblem {
    const [first] = this.tokens
    if (first!.kind === 'end') return this.expected('a filter')
    const expression = this.chain('or')
    const { kind } = this.token
    return this.problem ?? (kind === 'end' ? expression : this.expected('and, or, or the end'))
  }

  private get token(): Token {
    return this.tokens[this.next]!
  }

  /** What the token does between operands; undefined for values, names and parentheses. */
  private get operator(): string | undefined {
    const { kind, text } = this.token
    return kind === 'string' ? undefined : OPERATORS.get(kind === 'word' ? text.toLowerCase() : text)
  }

  private is(symbol: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === symbol
  }

  private chain(kind: 'and' | 'or'): Expression {
    const part = (): Expression => (kind === 'or' ? this.chain('and') : this.factor())
    const operands = [part()]
    while (this.problem === undefined && this.operator === kind) {
      this.next++
      operands.push(part())
    }
    return operands.length === 1 ? operands[0]! : { kind, operands }
  }

  private factor(): Expression {
    const negated = this.operator === 'not'
    if (!negated && !this.is('(')) return this.question()
    const { at, length } = this.token
    if (++this.depth > LIMITS.filterDepth.value) {
      return this.fail({
        message: `more than ${LIMITS.filterDepth.value} levels of parentheses (${raising('filterDepth')})`,
        at,
        length,
      })
    }
    this.next++
    const inside = negated ? this.factor() : this.chain('or')
    if (!negated) {
      if (this.is(')')) this.next++
      else this.expected(')')
    }
    this.depth--
    return negated ? { kind: 'not', operand: inside } : inside
  }

  private question(): Expression {
    const { token } = this
    if (token.kind !== 'word' || this.operator !== undefined) return this.nothing(this.expected('the name of a field'))
    this.next++
    const field: Written = { text: token.text, at: token.at, length: token.length }
    if (this.operator === 'in') return this.set(field)
    if (this.operator !== 'comparison') {
      if (PATTERNS.has(this.token.text)) this.expected('contains: there are no regular expressions')
      return { kind: 'exists', field }
    }
    const operator = COMPARISONS.get(this.token.text.toLowerCase())!
    this.next++
    return { kind: 'compare', field, operator, value: this.literal() }
  }

  private set(field: Written): Expression {
    this.next++
    if (!this.is('{')) return this.nothing(this.expected('{'))
    this.next++
    const members: Member[] = []
    while (this.problem === undefined && !this.is('}')) {
      members.push(this.member())
      if (this.is(',')) {
        this.next++
        if (this.is('}')) this.expected('a value')
      }
    }
    if (members.length === 0) this.expected('a value')
    if (this.problem === undefined) this.next++
    return { kind: 'in', field, members }
  }

  private member(): Member {
    const literal = this.literal()
    const [, from, to] = literal.quoted ? [] : (/^(.+?)\.\.(.+)$/.exec(literal.text) ?? [])
    if (from === undefined || to === undefined) return literal
    const { at, length, quoted } = literal
    return {
      from: { text: from, at, length: from.length, quoted },
      to: { text: to, at: at + length - to.length, length: to.length, quoted },
    }
  }

  private literal(): Literal {
    const { kind, text, at, length } = this.token
    if ((kind !== 'word' && kind !== 'string') || this.operator !== undefined) this.expected('a value')
    else this.next++
    return { text, at, length, quoted: kind === 'string' }
  }

  private expected(what: string): FilterProblem {
    const { kind, text, at, length } = this.token
    const found = kind === 'end' ? 'the filter ends' : kind === 'string' ? 'found a string' : `found '${text}'`
    return this.stop({ message: `expected ${what}, ${found}`, at, length })
  }

  private stop(problem: FilterProblem): FilterProblem {
    this.problem ??= problem
    return this.problem
  }

  private fail(problem: FilterProblem): Expression {
    return this.nothing(this.stop(problem))
  }

  /** Stands for what could not be read; nobody sees it. */
  private nothing({ at, length }: FilterProblem): Expression {
    return { kind: 'exists', field: { text: '', at, length } }
  }
}
