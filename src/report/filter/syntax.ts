/** What was written, and where: columns of the filter's text. */
export interface Written {
  readonly text: string
  readonly at: number
  readonly length: number
}

export interface Literal extends Written {
  readonly quoted: boolean
}

/** A member of a set: one value, or all numbers from one to another. */
export type Member = Literal | { readonly from: Literal; readonly to: Literal }

/** How a field's values are compared. `!=`: there are values, and none is equal. */
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains'

/** A question about one field. */
export type Leaf =
  | { readonly kind: 'exists'; readonly field: Written }
  | { readonly kind: 'compare'; readonly field: Written; readonly operator: Comparison; readonly value: Literal }
  | { readonly kind: 'in'; readonly field: Written; readonly members: readonly Member[] }

export type Expression =
  | Leaf
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }

/** The filter as text, with no more parentheses than it takes. */
export function print(expression: Expression): string {
  switch (expression.kind) {
    case 'exists':
      return expression.field.text
    case 'compare':
      return `${expression.field.text} ${expression.operator} ${printLiteral(expression.value)}`
    case 'in':
      return `${expression.field.text} in {${expression.members.map(printMember).join(', ')}}`
    case 'not':
      return `!${inside(expression.operand, 'not')}`
    default:
      return expression.operands.map((operand) => inside(operand, expression.kind)).join(` ${expression.kind} `)
  }
}

/** An operand of `outer`, in parentheses where it would be read as something else without. */
function inside(expression: Expression, outer: Expression['kind']): string {
  const { kind } = expression
  const loose = kind === 'or' || (kind === 'and' && outer !== 'or')
  return loose ? `(${print(expression)})` : print(expression)
}

function printMember(member: Member): string {
  return 'from' in member ? `${member.from.text}..${member.to.text}` : printLiteral(member)
}

function printLiteral({ text, quoted }: Literal): string {
  if (!quoted) return text
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[\0-\x1f\x7f]/g, escapeCode)}"`
}

function escapeCode(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}
