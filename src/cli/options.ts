import { InvalidArgumentError, Option } from 'commander'
import { REQUIRABLE, REQUIREMENT_PATTERN, type Requirable } from '../report/gate/requirable.ts'
import type { ShapeName } from '../report/paste/recognise.ts'
import { LIMITS, setLimit, type Limit, type LimitName } from '../limits.ts'
import { nearest } from '../report/nearest.ts'
import { charset, decodeAs } from './decode-as.ts'
import { LIVE_OPTIONS } from './live-options.ts'

const SHAPES = ['flap', 'snac', 'tlv', 'rendezvous', 'oft', 'odc', 'ars'] as const satisfies readonly ShapeName[]

/** Options that several commands have; a command lists those it can do something with. */
export const OPTIONS = {
  time: () => choice('-t, --time <format>', 'time column', ['a', 'ad', 'd', 'dd', 'e', 'r', 'u', 'ud'], 'r'),
  field: () => new Option('-e, --field <name>', 'a column of -T fields; may be repeated').argParser(append),
  filter: () => new Option('-Y, --filter <filter>', 'show only what matches (oscarscope fields lists the names)'),
  from: () => choice('--from <side>', 'whose bytes', ['both', 'client', 'server'], 'both'),
  shape: () => new Option('--as <kind>', 'what the bytes are, when it cannot be told').choices(SHAPES),
  base64: () => new Option('--base64', 'the text is base64'),
  decodeAs: () =>
    new Option(
      '-d, --decode-as <rule>',
      'connections of a port speak this protocol, whatever they look like: tcp.port==8080,flap; may be repeated',
    ).argParser(decodeAs),
  strictChecksum: () =>
    new Option(
      '--strict-checksum',
      'leave out packets whose IP or TCP checksum is wrong, as their receiver does; not where network cards compute them',
    ),
  charset: () =>
    new Option(
      '--charset <name>',
      'of text that does not say its own and is no UTF-8: windows-1251, koi8-r, shift_jis (windows-1252)',
    ).argParser(charset),
  details: () => new Option('-V, --details', 'everything decoded, below each line'),
  hex: () => new Option('-x, --hex', 'the bytes, below each line'),
  count: () => new Option('-c, --count <packets>', 'stop after this many packets').argParser(countingNumber),
  write: () =>
    new Option(
      '-w, --write <file>',
      'write the packets to a pcapng file, over one that is there (- is standard output)',
    ),
  follow: () => new Option('-F, --follow', 'the file is still growing: go on at its end until interrupted'),
  hash: () =>
    new Option('--hash <list>', 'hashes of transferred files: sha256, md5 or none')
      .argParser(hashes)
      .default(['sha256'], 'sha256'),
  profile: () =>
    new Option(
      '--profile <name>',
      'lenient makes notes of what real clients are known for; strict unless the configuration says otherwise',
    ).choices(['strict', 'lenient']),
  plain: () => new Option('--plain', 'what the screens show, as lines of text one view after the other'),
  secrets: () => new Option('--show-secrets', 'passwords and sign-on cookies in clear'),
  color: () => choice('--color <when>', 'colours', ['auto', 'always', 'never'], 'auto'),
  theme: () => choice('--theme <name>', 'colours of the screens', ['dark', 'light', 'contrast', 'mono'], 'dark'),
  ascii: () => new Option('--ascii', 'nothing but ASCII in the output'),
  progress: () => choice('--progress <when>', 'progress of long inputs, on a terminal', ['auto', 'never'], 'auto'),
  width: () => new Option('--width <columns>', 'columns to draw in').argParser(countingNumber),
  out: () => new Option('-o, --output <directory>', 'where to write; made when it is not there').makeOptionMandatory(),
  noPartial: () => new Option('--no-partial', 'leave out files that are incomplete'),
  maxSize: () => new Option('--max-size <bytes>', 'largest file to extract (100M)').argParser(byteSize),
  failOn: () =>
    new Option(
      '--fail-on <severity>',
      'least severity that fails; error unless the configuration says otherwise',
    ).choices(['error', 'warning', 'note']),
  maxWarnings: () => new Option('--max-warnings <n>', 'more warnings than this fail').argParser(wholeNumber),
  require: () =>
    new Option(
      '--require <what>',
      `what must be there to judge, such as transfers>=1; of ${REQUIRABLE.join(', ')}; may be repeated`,
    ).argParser(requirement),
  config: () => new Option('--config <file>', 'the configuration, instead of the nearest'),
  noConfig: () => new Option('--no-config', 'no configuration'),
  baseline: () => new Option('--baseline <file>', 'findings that are known and do not count'),
  updateBaseline: () => new Option('--update-baseline', 'what is found now is what is known from now on'),
  keepFolders: () => new Option('--keep-folders', 'folders of names become folders, as safe as the names'),
  pictures: () => new Option('--pictures', 'pictures of direct IMs and buddy icons, too'),
  chat: () => new Option('--chat', 'what each two people, or those in a room, said: a text file for each'),
  limit: () =>
    new Option('--limit <name=value>', 'another limit (--limits lists them); may be repeated').argParser(limit),
  ...LIVE_OPTIONS,
} as const

export type OptionName = keyof typeof OPTIONS

export function formats(...names: string[]): Option {
  return choice('-T, --format <format>', 'output format', names, names[0]!)
}

/** The same without a default: what is shown then depends on where it is shown. */
export function formatsOrScreens(...names: string[]): Option {
  return new Option(
    '-T, --format <format>',
    'output format; without it screens on a terminal, and text elsewhere',
  ).choices(names)
}

export interface Requirement {
  readonly what: Requirable
  readonly least: number
}

/** `transfers>=1`; undefined when it is not of this shape. */
export function readRequirement(text: string): Requirement | undefined {
  const [, what, least] = new RegExp(REQUIREMENT_PATTERN).exec(text) ?? []
  return what === undefined ? undefined : { what: what as Requirable, least: Number(least) }
}

function choice(flags: string, description: string, choices: readonly string[], fallback: string): Option {
  return new Option(flags, description).choices(choices).default(fallback)
}

function append(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value]
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Not a whole number.')
  return value
}

function countingNumber(text: string): number {
  const value = wholeNumber(text)
  if (value === 0) throw new InvalidArgumentError('Must be at least 1.')
  return value
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1 << 10, m: 1 << 20, g: 1 << 30 }

/** `500`, `64k`, `100M`, `2G`, with powers of 1024. */
function byteSize(text: string): number {
  const [, digits, unit] = /^(\d+)([kmg]?)b?$/i.exec(text) ?? []
  if (digits === undefined) throw new InvalidArgumentError('Not a size such as 500, 64k or 100M.')
  return wholeNumber(digits) * UNITS[unit!.toLowerCase()]!
}

function hashes(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.length === 1 && names[0] === 'none') return []
  const unknown = names.find((name) => name !== 'sha256' && name !== 'md5')
  if (unknown !== undefined) throw new InvalidArgumentError(`Allowed are sha256, md5 (or both, with a comma) and none.`)
  return names
}

function requirement(text: string, before: readonly Requirement[] | undefined): Requirement[] {
  const wanted = readRequirement(text)
  if (wanted !== undefined) return [...(before ?? []), wanted]
  throw new InvalidArgumentError(
    `Must be 'transfers>=N', of ${REQUIRABLE.join(', ')} (mind the quotes: a shell takes > for itself).`,
  )
}

/** Takes effect at once: the limits are the program's, not a command's. */
function limit(text: string): void {
  const [, name, digits] = /^(\w+)=(\d+)$/.exec(text) ?? []
  if (name === undefined) throw new InvalidArgumentError('Not of the form name=value.')
  const known = Object.entries<Limit>(LIMITS).find(([each]) => each.toLowerCase() === name.toLowerCase())
  if (known === undefined) {
    const near = nearest(name, Object.keys(LIMITS))
    throw new InvalidArgumentError(`No such limit${near === undefined ? '' : ` (did you mean ${near}?)`}.`)
  }
  if (known[1].fixed) throw new InvalidArgumentError('This one is fixed.')
  setLimit(known[0] as LimitName, countingNumber(digits!))
}
