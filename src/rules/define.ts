import type { Facts } from '../conversation/facts.ts'
import type { Culprit, FindingKind, Report, Severity } from './finding.ts'

/**
 * What a fact must have for a check of it to say anything: one of these signs (`SIGN` of a block, `TRAIT` of a
 * conversation), or one of these tags, a bit for each number. A check that names none is always asked. It saves time and
 * nothing else: a test asks all rules about everything, and they say the same.
 */
export interface Cue {
  readonly signs?: number
  readonly tags?: number
}

export type Ask<Fact> = ((fact: Fact, report: (found: Report) => void) => void) & { readonly cue?: Cue }

export type Check = { readonly [K in keyof Facts]?: Ask<Facts[K]> }

/** A check that is asked only where one of these signs is. */
export function on<Fact>(cue: Cue, check: Ask<Fact>): Ask<Fact> {
  return Object.assign(check, { cue })
}

/**
 * One rule. The same object judges, explains itself (`explain`), fills the documentation's table and the reports' rule
 * descriptions, and names the fixtures that prove it.
 */
export interface Rule {
  /** Permanent and never reused: the row of the rule tables, `OFT-07`. */
  readonly code: `${string}-${number}`
  /** States the defect in kebab-case and reads well after "allow"; the file has the same name. */
  readonly name: string
  readonly severity: Severity
  readonly kind: FindingKind
  /** At most 60 characters, no full stop. */
  readonly title: string
  /** What goes wrong for the peer or the user when the rule is broken. */
  readonly why: string
  /** What whoever is at fault has to change. */
  readonly fix: string
  /** Where it is written: document and section or item, and the sentence in our own words. */
  readonly spec: { readonly doc: string; readonly item: string; readonly says: string }
  /** Who usually has to mend it. */
  readonly who: Culprit
  /** Step of the thirteen it belongs to. */
  readonly step?: number
  /** Clients known to break it. */
  readonly knownFor?: readonly string[]
  /** Names of scenarios in the tests: `bad` ones report this rule, `good` ones do not. */
  readonly fixtures: { readonly bad: readonly string[]; readonly good: readonly string[] }
  readonly check: Check
}

/** Types a rule where it is written. */
export function defineRule(rule: Rule): Rule {
  return rule
}
