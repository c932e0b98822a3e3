/**
 * Findings as SARIF 2.1.0. A capture is a binary artifact, so a place is a region of bytes: those of the packet. What the
 * capture proves fails at its severity; the rest is to be reviewed (`likely`) or open (`capture-incomplete`), for which
 * SARIF has no level, so that nothing that reads this fails a build on it.
 */
import type { Certainty, Finding } from '../../rules/finding.ts'
import type { Rule } from '../../rules/define.ts'
import { findingSubject } from '../finding-text.ts'
import { fingerprint, shortFingerprint } from '../gate/fingerprint.ts'
import type { Suppression } from '../gate/gate.ts'
import type { PacketOrigins } from '../packet-origins.ts'
import type { PacketPlaces } from '../packet-places.ts'
import type { Totals } from '../totals.ts'
import { QuietView, type CaptureEnd, type Write } from '../view.ts'

export interface SarifParts {
  readonly rules: readonly Rule[]
  readonly version: string
  readonly origins: PacketOrigins
  readonly places: PacketPlaces
  /** Paths of the captures, as given. */
  readonly paths: readonly string[]
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

const KINDS: Readonly<Record<Certainty, string>> = { sure: 'fail', likely: 'review', 'capture-incomplete': 'open' }

/** Packets of a finding beyond its first that are named. */
const RELATED = 8

export class SarifView extends QuietView {
  readonly wantsEvents = false
  private readonly parts: SarifParts
  private readonly write: Write
  private readonly results: object[] = []
  private readonly counts = new Map<string, number>()

  constructor(parts: SarifParts, write: Write) {
    super()
    this.parts = parts
    this.write = write
  }

  override finding(finding: Finding): void {
    this.results.push(this.result(finding))
  }

  suppressed(finding: Finding, { by, reason }: Suppression): void {
    const suppression = { kind: 'external', status: 'accepted', justification: reason, properties: { by } }
    this.results.push({ ...this.result(finding), suppressions: [suppression] })
  }

  override end(_totals: Totals, captures: readonly CaptureEnd[]): void {
    const { rules, version, paths } = this.parts
    const log = {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'oscarscope', semanticVersion: version, rules: rules.map(descriptor) } },
          artifacts: captures.map(({ bytes, packets }, at) => ({
            location: { uri: uriOf(paths[at]!), index: at },
            roles: ['analysisTarget'],
            ...(bytes === null ? {} : { length: bytes }),
            properties: { packets },
          })),
          results: this.results,
          columnKind: 'unicodeCodePoints',
        },
      ],
    }
    this.write(`${JSON.stringify(log, undefined, 2)}\n`)
  }

  private result(finding: Finding): object {
    const { code, severity, certainty, message, packets, step, who, expected, found, knownFor } = finding
    const subject = findingSubject(finding)
    const [first, ...others] = packets
    return {
      ruleId: code,
      ruleIndex: this.parts.rules.findIndex((rule) => rule.code === code),
      kind: KINDS[certainty],
      level: certainty === 'sure' ? severity : 'none',
      message: { text: subject === '' ? message : `${subject}: ${message}` },
      locations: [{ ...this.place(first), ...this.subjectOf(finding) }],
      ...(others.length === 0
        ? {}
        : { relatedLocations: others.slice(0, RELATED).map((packet, at) => ({ id: at + 1, ...this.place(packet) })) }),
      partialFingerprints: this.fingerprints(finding),
      properties: {
        severity,
        certainty,
        kind: finding.kind,
        who: who ?? null,
        step: step ?? null,
        packets,
        expected: expected ?? null,
        found: found ?? null,
        knownFor,
      },
    }
  }

  private place(packet: number | undefined): object {
    const { origins, places, paths } = this.parts
    const { number } = origins.locate(packet)
    const index = origins.indexOf(packet)
    const region = packet === undefined ? undefined : places.of(packet)
    return {
      physicalLocation: {
        artifactLocation: { uri: uriOf(paths[index]!), index },
        ...(region === undefined ? {} : { region }),
      },
      ...(number === undefined ? {} : { message: { text: `packet ${number}` } }),
    }
  }

  private subjectOf(finding: Finding): object {
    const { conversation, transfer, track } = finding
    const name = findingSubject(finding)
    if (name === '') return {}
    const kind = transfer !== undefined ? 'transfer' : conversation !== undefined ? 'conversation' : 'flow'
    const id = (transfer ?? conversation ?? track)!.id
    return { logicalLocations: [{ name, fullyQualifiedName: `${kind}/${id}`, kind }] }
  }

  /** The last number tells findings apart that are alike: the first, the second ... of its kind. */
  private fingerprints(finding: Finding): Record<string, string> {
    const text = fingerprint(finding)
    const count = (this.counts.get(text) ?? 0) + 1
    this.counts.set(text, count)
    return {
      'oscarscopeFinding/v1': `${text} #${count}`,
      primaryLocationLineHash: `${shortFingerprint(text)}:${count}`,
    }
  }
}

function descriptor({ code, name, severity, title, why, fix, spec, knownFor = [], step, kind, who }: Rule): object {
  const written = `${spec.doc}, ${spec.item}: ${spec.says}`
  const known = knownFor.length === 0 ? '' : `Known for: ${knownFor.join(', ')}.`
  const help = [why, fix, `Written: ${written}`, known].filter((part) => part !== '')
  return {
    id: code,
    name,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why },
    help: { text: help.join('\n\n') },
    defaultConfiguration: { level: severity },
    properties: { kind, who, step: step ?? null, knownFor },
  }
}

/** A path as a URI reference: a relative one stays relative, so that a reader finds it in the repository. */
export function uriOf(path: string): string {
  const parts = path
    .replace(/^(?:\.\/)+/, '')
    .split('/')
    .map(encodeURIComponent)
  return `${path.startsWith('/') ? 'file://' : ''}${parts.join('/')}`
}
