import type { Schema } from '../../src/report/schema.ts'

/** What in a value is not as its schema says, as paths with reasons. Knows the words that `Schema` has. */
export function violations(schema: Schema, value: unknown, path = ''): string[] {
  const found: string[] = []
  const fail = (why: string): void => void found.push(`${path || '/'}: ${why}`)
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOf(type, value)))
    fail(`not ${[schema.type].flat().join(' or ')}`)
  if (schema.const !== undefined && value !== schema.const) fail(`not ${schema.const}`)
  if (schema.enum !== undefined && !(schema.enum as readonly unknown[]).includes(value))
    fail(`not one of ${schema.enum.join(', ')}`)
  if (schema.pattern !== undefined && typeof value === 'string' && !new RegExp(schema.pattern, 'u').test(value))
    fail(`${value} does not match`)
  if (schema.minimum !== undefined && typeof value === 'number' && value < schema.minimum)
    fail(`below ${schema.minimum}`)
  if (Array.isArray(value))
    value.forEach((item, at) => schema.items && found.push(...violations(schema.items, item, `${path}/${at}`)))
  else if (typeof value === 'object' && value !== null)
    found.push(...ofObject(schema, value as Record<string, unknown>, path))
  return found
}

function ofObject(
  { properties = {}, required = [], additionalProperties }: Schema,
  value: Record<string, unknown>,
  path: string,
): string[] {
  const found = required.filter((key) => !(key in value)).map((key) => `${path}/${key}: missing`)
  for (const [key, item] of Object.entries(value)) {
    const property = properties[key]
    if (property !== undefined) found.push(...violations(property, item, `${path}/${key}`))
    else if (additionalProperties === false) found.push(`${path}/${key}: not in the schema`)
  }
  return found
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
