import { writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { printable } from '../bytes/printable.ts'
import type { Clock } from '../clock.ts'
import { findConfig, JsonError, readConfig, readJson, type JsonDocument } from '../io/config-file.ts'
import { InputError } from '../io/input-error.ts'
import { OutputError } from '../io/stdout.ts'
import { caretLines, compileFilter, isProblem } from '../report/filter/index.ts'
import { Baseline, BASELINE_SCHEMA, baselineText } from '../report/gate/baseline.ts'
import { CONFIG_SCHEMA, type GateConfig, type SuppressionConfig } from '../report/gate/config.ts'
import { Gate, type ActiveSuppression } from '../report/gate/gate.ts'
import type { PacketOrigins } from '../report/packet-origins.ts'
import { schemaProblems } from '../report/schema-check.ts'
import type { Schema } from '../report/schema.ts'
import type { Severity } from '../rules/finding.ts'
import type { Profile } from '../rules/run.ts'
import { UsageError } from './exit.ts'
import { readRequirement, type Requirement } from './options.ts'
import type { Shell } from './shell.ts'

/** Options of the gate as the command line gives them. */
export interface GateOptions {
  readonly profile?: Profile
  readonly failOn?: Severity
  readonly maxWarnings?: number
  readonly require?: readonly Requirement[]
  /** A path; false: none at all; without it the nearest. */
  readonly config?: string | false
  readonly baseline?: string
  readonly updateBaseline?: boolean
}

/** What the command line and the configuration ask for together; the command line counts more. */
export interface GateSettings {
  readonly profile: Profile
  readonly failOn: Severity
  readonly maxWarnings: number
  readonly require: readonly Requirement[]
  readonly suppressions: readonly ActiveSuppression[]
  readonly baseline: string | undefined
  readonly updateBaseline: boolean
}

/** How habits of real clients are taken: as the command line says, or as the nearest configuration does. Throws `UsageError`. */
export function profileOf({ profile }: { readonly profile?: Profile }): Profile {
  if (profile !== undefined) return profile
  const document = configDocument(undefined)
  return (document === undefined ? undefined : checked<GateConfig>(document, CONFIG_SCHEMA).profile) ?? 'strict'
}

/** Throws `UsageError` with the file, the place, what was expected and what was found. */
export function gateSettings(shell: Shell, options: GateOptions, clock: Clock): GateSettings {
  const document = configDocument(options.config)
  const config = document === undefined ? {} : checked<GateConfig>(document, CONFIG_SCHEMA)
  const inConfig = config.baseline === undefined ? undefined : resolve(dirname(document!.path), config.baseline)
  const baseline = options.baseline ?? inConfig
  if (options.updateBaseline === true && baseline === undefined)
    throw new UsageError('--update-baseline needs a file: --baseline FILE, or baseline in the configuration')
  return {
    profile: options.profile ?? config.profile ?? 'strict',
    failOn: options.failOn ?? config['fail-on'] ?? 'error',
    maxWarnings: options.maxWarnings ?? config['max-warnings'] ?? Infinity,
    require: options.require ?? (config.require ?? []).map((text) => readRequirement(text)!),
    suppressions: (config.suppressions ?? []).flatMap((each, at) => {
      if (isOver(each)) {
        shell.say(
          `${document!.name}: the suppression of ${each.code} ended on ${each.expires} and no longer holds (${printable(each.reason)})`,
        )
        return []
      }
      return [{ ...each, scope: scopeOf(each, `${document!.name}: suppressions[${at}].scope`, clock) }]
    }),
    baseline,
    updateBaseline: options.updateBaseline === true,
  }
}

/** The gate, with the findings that the baseline knows. While it is written anew it knows all there are. */
export function openGate({ suppressions, baseline, updateBaseline }: GateSettings, origins: PacketOrigins): Gate {
  if (updateBaseline) return new Gate(suppressions, origins, EVERYTHING)
  return new Gate(suppressions, origins, baseline === undefined ? undefined : readBaseline(baseline))
}

const EVERYTHING = { takes: () => true, gone: 0 }

/** Says what became of the baseline, and writes it when that was asked for. */
export function closeGate(shell: Shell, gate: Gate, { baseline, updateBaseline }: GateSettings): void {
  if (baseline === undefined) return
  if (updateBaseline) {
    try {
      writeFileSync(baseline, baselineText(gate.fingerprints))
    } catch (error) {
      throw OutputError.from(baseline, error)
    }
    shell.say(`${printable(baseline)}: ${gate.fingerprints.length} findings are known from now on`)
  } else if (gate.gone > 0) {
    shell.say(
      `${printable(baseline)}: ${gate.gone} known findings are not there any more (--update-baseline forgets them)`,
    )
  }
}

function readBaseline(path: string): Baseline {
  const document = asUsage(() => readJson(path))
  return new Baseline(checked<{ findings: Record<string, number> }>(document, BASELINE_SCHEMA).findings)
}

function configDocument(choice: string | false | undefined): JsonDocument | undefined {
  if (choice === false) return undefined
  return asUsage(() => (choice === undefined ? findConfig('.') : readConfig(choice)))
}

/** A configuration that cannot be read is a wrong way to call the program, and no capture that is missing. */
function asUsage<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof JsonError || error instanceof InputError) throw new UsageError(error.message)
    throw error
  }
}

function checked<T>({ name, value }: JsonDocument, schema: Schema): T {
  const problems = schemaProblems(schema, value)
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `${name}: ${problem}`).join('\n'))
  return value as T
}

/** It holds until the end of its last day, in UTC. */
function isOver({ expires }: SuppressionConfig): boolean {
  return expires < new Date().toISOString().slice(0, 10)
}

function scopeOf({ scope }: SuppressionConfig, place: string, clock: Clock): ActiveSuppression['scope'] {
  if (scope === undefined) return undefined
  const filter = compileFilter(scope, clock)
  if (!isProblem(filter)) return filter
  throw new UsageError(
    [`${place}: ${printable(filter.message)}`, ...caretLines(scope, filter).map((line) => `  ${line}`)].join('\n'),
  )
}
