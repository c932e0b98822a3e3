import { bytesText } from '../conversation/describe.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import type { Transfer } from '../conversation/transfer.ts'
import { Clock } from '../clock.ts'
import { Extractor } from '../io/extractor.ts'
import { Extras } from '../io/extras.ts'
import { OutputDirectory } from '../io/output-directory.ts'
import { LIMITS, type LimitName } from '../limits.ts'
import { counted } from '../report/amount.ts'
import { manifestText, type ManifestEntry } from '../report/manifest.ts'
import type { Paint } from '../report/signs.ts'
import { tableLines } from '../report/table.ts'
import type { Totals } from '../report/totals.ts'
import { QuietView, type CaptureEnd } from '../report/view.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { subjectsOf, type FilterOptions } from './filter.ts'
import { limitText } from './remarks.ts'
import { look, type LookOptions } from './look.ts'
import { study, type ReadingOptions } from './session.ts'
import type { Shell } from './shell.ts'

interface ExtractOptions extends ReadingOptions, LookOptions, FilterOptions {
  readonly output: string
  readonly partial: boolean
  readonly maxSize?: number
  readonly keepFolders?: boolean
  readonly pictures?: boolean
  readonly chat?: boolean
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
  const { output, partial, maxSize = LIMITS.extractedFile.value, keepFolders: folders = false } = options
  const { pictures = false, chat = false } = options
  const directory = new OutputDirectory(output)
  const extractor = new Extractor(directory, { maxSize, partial, folders })
  const reach = (limit: LimitName): void => void extractor.reached.add(limit)
  const extras =
    pictures || chat
      ? new Extras(directory, { pictures, chat, room: (bytes) => extractor.room(bytes), reach })
      : undefined
  let reading: ExitCode
  try {
    const clock = new Clock()
    const view = subjectsOf(new ExtractView(directory, extractor, extras), options, clock)
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
  for (const { file, bytes } of extras?.entries ?? []) write(`${file}  ${bytesText(bytes)}\n`)
  const incomplete = entries.filter(({ complete }) => !complete).length
  const parts = [
    counted(written, 'file'),
    ...(incomplete > 0 ? [`${incomplete} incomplete`] : []),
    ...(extras === undefined ? [] : [`${extras.entries.length} besides`]),
    directory.display(MANIFEST),
  ]
  write(`${parts.join(' · ')} · exit ${code}\n`)
  for (const name of extractor.reached) shell.say(limitText(name, 'not all was written'))
  return code
}

export class ExtractView extends QuietView {
  readonly wantsEvents: boolean
  private readonly directory: OutputDirectory
  private readonly extractor: Extractor
  private readonly extras: Extras | undefined

  constructor(directory: OutputDirectory, extractor: Extractor, extras?: Extras) {
    super()
    this.directory = directory
    this.extractor = extractor
    this.extras = extras
    this.wantsEvents = extras !== undefined
  }

  override begin(): void {
    this.directory.make(MANIFEST)
  }

  override event(event: TimelineEvent): void {
    this.extras?.event(event)
  }

  override transfer(transfer: Transfer): void {
    this.extractor.keep(transfer)
  }

  override end(_totals: Totals, captures: readonly CaptureEnd[]): void {
    this.extras?.end()
    this.directory.writeFile(MANIFEST, manifestText(captures, this.extractor.entries, this.extras?.entries))
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
