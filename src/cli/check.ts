import { printable } from '../bytes/printable.ts'
import { Clock } from '../clock.ts'
import { FileHashes } from '../io/file-hashes.ts'
import { GithubView } from '../report/check/github-view.ts'
import { JunitView } from '../report/check/junit-view.ts'
import { MarkdownView } from '../report/check/markdown-view.ts'
import { SarifView } from '../report/check/sarif-view.ts'
import { CheckView, checkSummary } from '../report/check/text-view.ts'
import { FilterView } from '../report/filter/index.ts'
import type { Requirable } from '../report/gate/requirable.ts'
import { JsonView, NdjsonView } from '../report/json-view.ts'
import { PacketOrigins } from '../report/packet-origins.ts'
import { PacketPlaces } from '../report/packet-places.ts'
import { Records } from '../report/records.ts'
import type { Counts } from '../report/totals.ts'
import type { View } from '../report/view.ts'
import type { Finding, Severity } from '../rules/finding.ts'
import { RULES } from '../rules/index.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { displayFilter, type FilterOptions } from './filter.ts'
import { closeGate, gateSettings, openGate, type GateOptions, type GateSettings } from './gate.ts'
import { look, writer, type LookOptions } from './look.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'
import { version } from './version.ts'

export const CHECK_FORMATS = ['text', 'json', 'ndjson', 'sarif', 'junit', 'github', 'markdown'] as const

interface CheckOptions extends ReadingOptions, LookOptions, FilterOptions, GateOptions {
  readonly format: (typeof CHECK_FORMATS)[number]
  readonly details?: boolean
  readonly hex?: boolean
}

export async function check(shell: Shell, paths: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const clock = new Clock()
  const settings = gateSettings(shell, options, clock)
  const records = new Records(clock, new FileHashes([]), { secrets: false, hashes: [] })
  const origins = new PacketOrigins(paths.map(printable))
  const gate = openGate(settings, origins)
  const places = new PacketPlaces()
  const { paint, write } = look(shell, options)
  const { details = false, hex = false } = options
  const data = writer(shell, options)
  const views: Readonly<Record<CheckOptions['format'], () => View>> = {
    text: () => new CheckView(origins, paint, { details, hex }, write),
    json: () => new JsonView(records, ['finding'], data),
    ndjson: () => new NdjsonView(records, ['finding'], data),
    sarif: () => new SarifView({ rules: RULES, version: version(), origins, places, paths }, data),
    junit: () => new JunitView({ origins, fails: (finding) => fails(finding, settings) }, write),
    github: () => new GithubView(origins, write),
    markdown: () => new MarkdownView(origins, write),
  }
  const view = views[options.format]()
  const shown = options.filter === undefined ? undefined : new FilterView(displayFilter(options.filter, clock), view)
  const { totals, code: reading } = await study(
    shell,
    paths,
    { ...options, profile: settings.profile },
    {
      view: shown ?? view,
      clock,
      origins,
      gate,
      decimals: (digits) => (records.digits = digits),
      packet:
        options.format === 'sarif' ? ({ base, start, stop }) => places.add(base + start, stop - start) : undefined,
    },
  )
  const { findings, certain } = shown ?? totals
  const seen = (what: Requirable): number => (what === 'packets' ? clock.packet : totals[what])
  const unmet = settings.require.filter(({ what, least }) => seen(what) < least)
  const code = reading !== EXIT.done ? reading : unmet.length > 0 ? EXIT.nothing : verdict(certain, settings)
  if (options.format === 'text') write(`${checkSummary(totals, findings)} · exit ${code}\n`)
  closeGate(shell, gate, settings)
  for (const { what, least } of unmet) shell.say(`required are ${what}>=${least}, found ${seen(what)}`)
  return code
}

const FAILING: Readonly<Record<Severity, readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  note: ['error', 'warning', 'note'],
}

/** Only what the capture proves can fail. */
function fails({ severity, certainty }: Finding, { failOn }: GateSettings): boolean {
  return certainty === 'sure' && FAILING[failOn].includes(severity)
}

function verdict(certain: Counts, { failOn, maxWarnings }: GateSettings): ExitCode {
  const failing = FAILING[failOn].some((severity) => certain[severity] > 0)
  return failing || certain.warning > maxWarnings ? EXIT.findings : EXIT.done
}
