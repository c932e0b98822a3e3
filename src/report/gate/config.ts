import { RULES } from '../../rules/index.ts'
import type { Severity } from '../../rules/finding.ts'
import type { Profile } from '../../rules/run.ts'
import type { Schema } from '../schema.ts'
import { REQUIREMENT_PATTERN } from './requirable.ts'

/** A finding that is known and accepted for a while. */
export interface SuppressionConfig {
  readonly code: string
  readonly reason: string
  /** The last day on which it holds, `2027-01-31`. */
  readonly expires: string
  /** Only in captures with such a name. */
  readonly file?: string
  /** Only where this display filter matches. */
  readonly scope?: string
}

/** What `.oscarscope.json` may say: the options of `check` by their names, and what the command line has no room for. */
export interface GateConfig {
  readonly profile?: Profile
  readonly 'fail-on'?: Severity
  readonly 'max-warnings'?: number
  readonly require?: readonly string[]
  readonly baseline?: string
  readonly suppressions?: readonly SuppressionConfig[]
}

const suppression: Schema = {
  type: 'object',
  description: 'findings that are known and do not count for a while',
  properties: {
    code: { enum: RULES.map(({ code }) => code), description: 'the rule' },
    reason: { type: 'string', pattern: '\\S', description: 'why it is accepted, for whoever reads this next' },
    expires: {
      type: 'string',
      format: 'date',
      pattern: '^\\d{4}-\\d\\d-\\d\\d$',
      description: 'the last day (UTC) on which it holds: 2027-01-31',
    },
    file: { type: 'string', pattern: '\\S', description: 'only captures whose name or path matches: nightly-*.pcap' },
    scope: { type: 'string', pattern: '\\S', description: 'only where this display filter matches: user == "alice"' },
  },
  required: ['code', 'reason', 'expires'],
  additionalProperties: false,
}

export const CONFIG_SCHEMA: Schema = {
  title: 'Configuration of oscarscope check: .oscarscope.json, or the key oscarscope of package.json',
  type: 'object',
  properties: {
    $schema: { type: 'string', description: 'for editors' },
    profile: { enum: ['strict', 'lenient'], description: 'lenient makes notes of what real clients are known for' },
    'fail-on': { enum: ['error', 'warning', 'note'], description: 'least severity that fails' },
    'max-warnings': { type: 'integer', minimum: 0, description: 'more warnings than this fail' },
    require: {
      type: 'array',
      items: { type: 'string', pattern: REQUIREMENT_PATTERN },
      description: 'what must be there to judge: transfers>=1',
    },
    baseline: { type: 'string', pattern: '\\S', description: 'file of known findings, from where this file is' },
    suppressions: { type: 'array', items: suppression },
  },
  additionalProperties: false,
}
