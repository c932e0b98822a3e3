import { bytesText } from '../conversation/describe.ts'
import type { Transfer } from '../conversation/transfer.ts'
import { Clock } from '../clock.ts'
import { Extractor } from '../io/extractor.ts'
import { OutputDirectory } from '../io/output-directory.ts'
import { LIMITS } from '../limits.ts'
import { counted } from '../report/amount.ts'
import { manifestText, type ManifestEntry } from '../report/manifest.ts'
import type { Paint } from '../report/signs.ts'
import { tableLines } from '../report/table.ts'
import type { Totals } from '../report/totals.ts'
import { QuietView, type CaptureEnd } from '../report/view.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { subjectsOf, type FilterOptions } from './filter.ts'
import { look, type LookOptions } from './look.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

interface ExtractOptions extends ReadingOptions, LookOptions, FilterOptions {
  readonly output: string
  readonly partial: boolean
  readonly maxSize?: number
}

const MANIFEST = 'manifest.json'
const COLUMNS = [
  { title: 'File' },
  { title: 'Bytes', align: 'right' },
  { title: 'From → To', max: 40 },
  { title: 'Checksum' },
  { title: 'State' },
] as const

export async function extract(shell: Shell, paths: readonly string[], options: ExtractOptions): Promise<ExitCode> {
  const { output, partial, maxSize = LIMITS.extractedFile.value } = options
  const directory = new OutputDirectory(output)
  const extractor = new Extractor(directory, { maxSize, partial })
  let reading: ExitCode
  try {
    const clock = new Clock()
    const view = subjectsOf(new ExtractView(directory, extractor), options, clock)
    reading = (await study(shell, paths, options, { view, clock, files: extractor })).code
  } finally {
    extractor.dispose()
  }
  const { entries } = extractor
  const { paint, write } = look(shell, options)
  const bad = entries.filter((entry) => !entry.complete || entry.checksum.verdict === 'mismatch')
  const code = reading !== EXIT.done ? reading : bad.length > 0 ? EXIT.findings : EXIT.done
  if (entries.length > 0)
    for (const line of tableLines(
      COLUMNS,
      entries.map((entry) => cells(entry, paint)),
    ))
      write(`${line}\n`)
  const written = entries.filter(({ file }) => file !== null).length
  const incomplete = entries.filter(({ complete }) => !complete).length
  const parts = [
    counted(written, 'file'),
    ...(incomplete > 0 ? [`${incomplete} incomplete`] : []),
    directory.display(MANIFEST),
  ]
  write(`${parts.join(' · ')} · exit ${code}\n`)
  for (const name of extractor.reached) shell.say(limitText(name as keyof typeof LIMITS, maxSize))
  return code
}

export class ExtractView extends QuietView {
  readonly wantsEvents = false
  private readonly directory: OutputDirectory
  private readonly extractor: Extractor

  constructor(directory: OutputDirectory, extractor: Extractor) {
    super()
    this.directory = directory
    this.extractor = extractor
  }

  override begin(): void {
    this.directory.make(MANIFEST)
  }

  override transfer(transfer: Transfer): void {
    this.extractor.keep(transfer)
  }

  override end(_totals: Totals, captures: readonly CaptureEnd[]): void {
    this.directory.writeFile(MANIFEST, manifestText(captures, this.extractor.entries))
  }
}

function cells(entry: ManifestEntry, paint: Paint): string[] {
  const { file, name, bytes, sender, receiver, checksum } = entry
  const seen =
    bytes.seen === bytes.stated ? bytesText(bytes.seen) : `${bytesText(bytes.seen)} of ${bytesText(bytes.stated)}`
  return [file ?? `(not written) ${name}`, seen, `${sender} → ${receiver}`, checksum.verdict, stateText(entry, paint)]
}

function stateText({ complete, outcome, resumedAt, joinedWith, limit }: ManifestEntry, paint: Paint): string {
  if (joinedWith !== null) return `${outcome}, begun by transfer ${joinedWith}`
  if (complete) return outcome
  if (limit !== null) return paint('error', `${outcome}, too large`)
  return paint('error', resumedAt > 0 ? `${outcome}, resumed at ${resumedAt}` : `${outcome}, incomplete`)
}

function limitText(name: keyof typeof LIMITS, maxSize: number): string {
  const { value, what } = LIMITS[name]
  return `limit reached: ${name === 'extractedFile' ? maxSize : value} ${what}`
}
