import { createRequire } from 'node:module'
import type { AnySchema, ErrorObject } from 'ajv'
import AjvDraft04 from 'ajv-draft-04'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

const told = (errors: readonly ErrorObject[] | null | undefined): string[] =>
  (errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  )

/** Says what in a value is not as a schema (JSON Schema 2020-12) says. */
export function validator(schema: object): (value: unknown) => string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
  formats.default(ajv)
  const validate = ajv.compile(schema as AnySchema)
  return (value) => (validate(value) ? [] : told(validate.errors))
}

const sarif = createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json') as AnySchema

/** The same for SARIF 2.1.0, whose schema is of draft 4. */
export const sarifProblems: (value: unknown) => string[] = (() => {
  const ajv = new AjvDraft04.default({ allErrors: true, strict: false, unicodeRegExp: false })
  formats.default(ajv)
  const validate = ajv.compile(sarif)
  return (value) => (validate(value) ? [] : told(validate.errors))
})()
