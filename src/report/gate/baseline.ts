import type { Schema } from '../schema.ts'

/**
 * Findings that were there when the gate was put up, by their fingerprints, and how many of each. They are known, and
 * only others count.
 */
export class Baseline {
  /** Of each that is known, those not met yet. */
  private readonly left: Map<string, number>

  constructor(findings: Readonly<Record<string, number>> = {}) {
    this.left = new Map(Object.entries(findings))
  }

  /** True when one more of these is known. */
  takes(fingerprint: string): boolean {
    const count = this.left.get(fingerprint) ?? 0
    if (count > 0) this.left.set(fingerprint, count - 1)
    return count > 0
  }

  /** How many known ones were not met. */
  get gone(): number {
    return [...this.left.values()].reduce((sum, count) => sum + count, 0)
  }
}

/** The file: a line for each fingerprint, sorted, so that a change of it can be reviewed. */
export function baselineText(fingerprints: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const each of fingerprints.toSorted()) counts.set(each, (counts.get(each) ?? 0) + 1)
  return `${JSON.stringify({ baseline: BASELINE_VERSION, findings: Object.fromEntries(counts) }, undefined, 2)}\n`
}

const BASELINE_VERSION = 1

export const BASELINE_SCHEMA: Schema = {
  title: 'oscarscope baseline',
  type: 'object',
  properties: {
    baseline: { const: BASELINE_VERSION, description: 'version of this format' },
    findings: {
      type: 'object',
      description: 'fingerprints and how often each is known',
      additionalProperties: { type: 'integer', minimum: 1 },
    },
  },
  required: ['baseline', 'findings'],
  additionalProperties: false,
}
