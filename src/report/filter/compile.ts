import type { TimelineEvent } from '../../conversation/event.ts'
import type { Field, FieldContext, Test } from '../field.ts'
import { fieldNamed, nearestField } from './names.ts'
import { didYouMean, isProblem, type FilterProblem } from './problem.ts'
import type { Expression, Leaf, Literal, Member, Written } from './syntax.ts'
import { rangeTest, testOf } from './values.ts'

/** Whether a field of the event has a value that passes. */
export type Question = (event: TimelineEvent, context: FieldContext) => boolean

/**
 * A filter taken apart: questions about single fields, and how their answers combine. Apart, because of a conversation the
 * questions are asked of one event after the other, and the answers combined at its end.
 */
export interface Compiled {
  /** Every field that it asks about. */
  readonly fields: readonly Field[]
  readonly questions: readonly Question[]
  /** The whole, when `answer` says what the question with a number says. */
  readonly combine: <T>(answer: (question: Question, number: number) => (of: T) => boolean) => (of: T) => boolean
}

/** Compiles an expression; its fields and values are checked here. */
export function compile(expression: Expression): Compiled | FilterProblem {
  const questions: Question[] = []
  const fields: Field[] = []
  const formula = build(expression, questions, fields)
  if (isProblem(formula)) return formula
  return { fields, questions, combine: (answer) => instantiate(formula, questions.map(answer)) }
}

/** Numbers of questions, combined. */
type Formula =
  | { readonly kind: 'ask'; readonly number: number }
  | { readonly kind: 'not'; readonly operand: Formula }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Formula[] }

function build(expression: Expression, questions: Question[], fields: Field[]): Formula | FilterProblem {
  if (expression.kind === 'not') {
    const operand = build(expression.operand, questions, fields)
    return isProblem(operand) ? operand : { kind: 'not', operand }
  }
  if (!('operands' in expression)) return leaf(expression, questions, fields)
  const operands: Formula[] = []
  for (const part of expression.operands) {
    const operand = build(part, questions, fields)
    if (isProblem(operand)) return operand
    operands.push(operand)
  }
  return { kind: expression.kind, operands }
}

const PRESENT: Test = () => true

function leaf(expression: Leaf, questions: Question[], fields: Field[]): Formula | FilterProblem {
  const field = fieldNamed(expression.field.text)
  if (field === undefined) return unknownField(expression.field)
  fields.push(field)
  const ask = (test: Test): Formula => ({ kind: 'ask', number: questions.push(questionOf(field, test)) - 1 })
  if (expression.kind === 'exists') return ask(PRESENT)
  if (expression.kind === 'in') {
    const tests: Test[] = []
    for (const member of expression.members) {
      const test = memberTest(field, member)
      if (isProblem(test)) return test
      tests.push(test)
    }
    return ask((value, label, flags) => tests.some((test) => test(value, label, flags)))
  }
  const { operator, value } = expression
  const test = checked(testOf(field, operator === '!=' ? '==' : operator, value), value)
  if (isProblem(test)) return test
  if (operator !== '!=') return ask(test)
  return { kind: 'and', operands: [ask(PRESENT), { kind: 'not', operand: ask(test) }] }
}

function memberTest(field: Field, member: Member): Test | FilterProblem {
  if (!('from' in member)) return checked(testOf(field, '==', member), member)
  const { from, to } = member
  return checked(rangeTest(field, from, to), { at: from.at, length: to.at + to.length - from.at })
}

function checked(
  made: ReturnType<typeof testOf>,
  { at, length }: Pick<Literal, 'at' | 'length'>,
): Test | FilterProblem {
  return typeof made === 'function' ? made : { message: made.complaint, at, length }
}

function unknownField({ text, at, length }: Written): FilterProblem {
  return { message: `unknown field '${text}'${didYouMean(nearestField(text))}`, at, length }
}

/** Only what is about findings can be asked of a finding that is about no connection. */
function questionOf({ name, some }: Field, test: Test): Question {
  if (name.startsWith('finding.')) return (event, context) => some(event, context, test)
  return (event, context) => event.track !== undefined && some(event, context, test)
}

function instantiate<T>(formula: Formula, answers: readonly ((of: T) => boolean)[]): (of: T) => boolean {
  if (formula.kind === 'ask') return answers[formula.number]!
  if (formula.kind === 'not') {
    const operand = instantiate(formula.operand, answers)
    return (of) => !operand(of)
  }
  const operands = formula.operands.map((part) => instantiate(part, answers))
  if (formula.kind === 'and') return (of) => operands.every((operand) => operand(of))
  return (of) => operands.some((operand) => operand(of))
}
