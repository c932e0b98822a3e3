import type { Finding } from '../../rules/finding.ts'
import type { Filter } from '../filter/index.ts'
import type { PacketOrigins } from '../packet-origins.ts'
import type { Baseline } from './baseline.ts'
import type { SuppressionConfig } from './config.ts'
import { fingerprint } from './fingerprint.ts'
import { globMatches } from './glob.ts'

/** Why a finding does not count. */
export interface Suppression {
  /** By whom: the configuration, or the list of what was known before. */
  readonly by: 'config' | 'baseline'
  readonly reason: string
}

/** A suppression that holds today, its scope compiled. */
export interface ActiveSuppression extends Omit<SuppressionConfig, 'scope'> {
  readonly scope: Filter | undefined
}

type Known = Pick<Baseline, 'takes' | 'gone'>

/** Tells which findings are accepted: by a suppression of the configuration, or because the baseline has them. */
export class Gate {
  private readonly suppressions: readonly ActiveSuppression[]
  private readonly origins: PacketOrigins
  private readonly baseline: Known | undefined
  /** Fingerprints of what no suppression accepts: the next baseline. */
  readonly fingerprints: string[] = []

  constructor(suppressions: readonly ActiveSuppression[], origins: PacketOrigins, baseline?: Known) {
    this.suppressions = suppressions
    this.origins = origins
    this.baseline = baseline
  }

  /** Findings of the baseline that were not met. */
  get gone(): number {
    return this.baseline?.gone ?? 0
  }

  judge(finding: Finding): Suppression | undefined {
    const suppression = this.suppressions.find((each) => this.covers(each, finding))
    if (suppression !== undefined) return { by: 'config', reason: suppression.reason }
    const key = fingerprint(finding)
    this.fingerprints.push(key)
    return this.baseline?.takes(key) === true ? { by: 'baseline', reason: 'known in the baseline' } : undefined
  }

  private covers({ code, file, scope }: ActiveSuppression, finding: Finding): boolean {
    if (code !== finding.code) return false
    if (file !== undefined && !this.origins.filesOf(finding.packets[0]).some((name) => matches(file, name)))
      return false
    const { track, conversation, transfer } = finding
    return (
      scope === undefined ||
      scope.matchesSubject({ track: track ?? conversation?.opened.track, conversation, transfer, finding })
    )
  }
}

/** The whole path, or its last parts: as many as the pattern has. */
function matches(pattern: string, path: string): boolean {
  const depth = pattern.split('/').length
  return globMatches(pattern, path) || globMatches(pattern, path.split('/').slice(-depth).join('/'))
}
