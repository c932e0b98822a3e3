import type { Clock } from '../clock.ts'
import type { Facts, Judge } from '../conversation/facts.ts'
import { LIMITS } from '../limits.ts'
import type { Cue, Rule } from './define.ts'
import type { Finding, Report } from './finding.ts'
import { narrowed } from './habits.ts'

/** Whether the documented habits of real clients count as what they are, or are only noted. */
export type Profile = 'strict' | 'lenient'

type Check = ((fact: never, report: (found: Report) => void) => void) & { readonly cue?: Cue }

interface Watcher {
  readonly check: Check
  readonly report: (found: Report) => void
  readonly signs: number
  readonly tags: number
}

/** A sign that every fact has. */
const ALWAYS = 1 << 31

/** Gives every fact to the rules that want it and every finding to `output`. */
export class RuleRunner implements Judge {
  private readonly clock: Clock
  private readonly output: (finding: Finding) => void
  private readonly profile: Profile
  private readonly watchers = new Map<keyof Facts, Watcher[]>()
  /** Findings of one rule about one conversation or flow. */
  private readonly counts = new WeakMap<object, Map<string, number>>()
  /** Findings beyond the limit, which are counted and not reported. */
  suppressed = 0

  constructor(rules: readonly Rule[], clock: Clock, output: (finding: Finding) => void, profile: Profile = 'strict') {
    this.clock = clock
    this.output = output
    this.profile = profile
    for (const rule of rules) {
      const report = (found: Report): void => this.found(rule, found)
      for (const [fact, check] of Object.entries(rule.check) as [keyof Facts, Check][]) {
        const { signs = 0, tags = 0 } = check.cue ?? { signs: ALWAYS }
        this.watchers.set(fact, [...(this.watchers.get(fact) ?? []), { check, report, signs, tags }])
      }
    }
  }

  see<K extends keyof Facts>(kind: K, fact: Facts[K], signs = 0, tags = 0): void {
    const watchers = this.watchers.get(kind)
    if (watchers === undefined) return
    for (const watcher of watchers) {
      if ((watcher.signs & (signs | ALWAYS)) !== 0 || (watcher.tags & tags) !== 0) {
        watcher.check(fact as never, watcher.report)
      }
    }
  }

  private found(rule: Rule, report: Report): void {
    const track = report.track ?? report.seen?.track ?? report.transfer?.best.track
    const conversation = report.conversation ?? report.transfer?.conversation ?? track?.conversation
    if (report.transfer !== undefined) {
      const told = report.about === undefined ? rule.code : `${rule.code} ${report.about}`
      if (report.transfer.reported.has(told)) return
      report.transfer.reported.add(told)
    }
    if (!this.withinLimit(rule.code, conversation ?? track)) return
    const knownFor = narrowed(report.knownFor ?? [], conversation, report.who ?? rule.who)
    const excused = this.profile === 'lenient' && knownFor.length > 0
    const severity = excused ? 'note' : (report.severity ?? rule.severity)
    const step = report.step ?? rule.step
    if (conversation !== undefined) {
      conversation.findings[severity]++
      if (step !== undefined && report.certainty !== 'capture-incomplete') conversation.mark(step, severity)
    }
    this.output({
      who: rule.who,
      ...report,
      code: rule.code,
      name: rule.name,
      kind: report.kind ?? rule.kind,
      severity,
      step,
      track,
      conversation,
      packets: report.packets ?? report.seen?.packets ?? [],
      knownFor,
      seconds: this.clock.seconds,
      nanos: this.clock.nanos,
    })
  }

  private withinLimit(code: string, about: object | undefined): boolean {
    if (about === undefined) return true
    const counts = this.counts.get(about) ?? new Map<string, number>()
    const count = (counts.get(code) ?? 0) + 1
    this.counts.set(about, counts.set(code, count))
    if (count <= LIMITS.findingsPerRule.value) return true
    this.suppressed++
    return false
  }
}
