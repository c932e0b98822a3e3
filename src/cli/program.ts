import { Argument, Command, type Option } from 'commander'
import { EXIT_MEANINGS } from './exit.ts'
import { LIVE_COMMANDS } from './live-commands.ts'
import { formats, formatsOrScreens, OPTIONS, type OptionName } from './options.ts'
import { printableLines, type Shell } from './shell.ts'
import { version } from './version.ts'

/** What a command does: gets its arguments, then its options, and gives the exit code. */
export type Run = (shell: Shell, ...parts: never[]) => number | Promise<number>

export interface CommandSpec {
  readonly name: string
  readonly summary: string
  readonly isDefault?: boolean
  readonly arguments: readonly (readonly [name: string, description: string])[]
  /** Output formats, the default first. */
  readonly formats?: readonly string[]
  /** Without a format it opens the screens, on a terminal. */
  readonly hasScreens?: boolean
  readonly options: readonly OptionName[]
  /** Other defaults than those of `OPTIONS`. */
  readonly defaults?: Partial<Record<OptionName, string>>
  readonly help?: string
  /** Loaded only when the command is run, so that `--help` costs next to nothing. */
  readonly load: () => Promise<Run>
}

const FILES = ['[files...]', 'captures (pcap, pcapng, either gzipped); - is standard input'] as const
const READING = ['count', 'follow', 'decodeAs', 'strictChecksum', 'charset', 'profile', 'progress', 'limit'] as const
const LOOK = ['color', 'ascii'] as const

const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'inspect',
    summary: 'screens on a terminal, elsewhere every event, one line each; what runs when no command is named',
    isDefault: true,
    arguments: [FILES],
    formats: ['text', 'json', 'ndjson', 'fields'],
    hasScreens: true,
    options: [
      'filter',
      'field',
      'details',
      'hex',
      'plain',
      'theme',
      'time',
      ...READING,
      'write',
      'hash',
      'secrets',
      ...LOOK,
    ],
    help: `
Time formats, always UTC:
  r since the first packet    a, u   time of day             e  since 1970-01-01
  d since the packet before   ad, ud date and time of day    dd since the line before

Examples:
  oscarscope inspect bob.pcap -V
  oscarscope inspect bob.pcap -T ndjson | jq 'select(.type == "transfer")'
  oscarscope inspect bob.pcap -T fields -e frame.number -e snac.foodgroup -e snac.subgroup
  oscarscope inspect bob.pcap -Y 'oft or rv.type == CANCEL'
  oscarscope inspect a.pcap b.pcap -c 1000 -w both.pcapng
`,
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'transfers',
    summary: 'one row per file transfer, with its thirteen steps',
    arguments: [FILES],
    formats: ['text', 'json', 'ndjson'],
    options: ['filter', 'time', ...READING, 'hash', ...LOOK],
    help: `
The thirteen steps: 1 proposal, 2-3 direct connection, 4-5 reverse connection, 6-7 proxy, 8 accept, 9 prompt,
10 go-ahead, 11 data, 12 done, 13 close.
  ✓ right   ✗ error   ▲ warning   ● note   ↷ tried, failed, went on   - not needed   ? cannot be seen   … running   · not reached
`,
    load: async () => (await import('./transfers.ts')).transfers,
  },
  {
    name: 'ladder',
    summary: 'swim lanes of one conversation, or of all',
    arguments: [['[files...]', 'captures, and at the end the id of one conversation']],
    options: ['filter', 'details', 'hex', 'time', ...READING, 'width', ...LOOK],
    defaults: { time: 'dd' },
    help: `
Examples:
  oscarscope ladder bob.pcap        every conversation
  oscarscope ladder bob.pcap 2      conversation 2 of \`oscarscope transfers bob.pcap\`
`,
    load: async () => (await import('./ladder.ts')).ladder,
  },
  {
    name: 'sessions',
    summary: 'who signed on with what program, over which connections, how fast, and what was asked in vain',
    arguments: [FILES],
    formats: ['text', 'json', 'ndjson'],
    options: ['filter', 'details', 'time', ...READING, ...LOOK],
    help: `
Connections are joined by the cookie that one hands out and the next signs on with. Rate levels are computed from the
traffic with the server's own parameters.

Examples:
  oscarscope sessions bob.pcap
  oscarscope sessions bob.pcap -V          the steps of each sign-on, unanswered requests, rate limits
  oscarscope sessions bob.pcap -Y 'user == bob'
`,
    load: async () => (await import('./sessions.ts')).sessions,
  },
  {
    name: 'stats',
    summary: 'how often each message occurs, how long answers take, and every byte that nobody knows',
    arguments: [FILES],
    formats: ['text', 'json'],
    options: ['filter', ...READING, ...LOOK],
    help: `
Unknown are tags and subgroups that no table has and bytes left over behind what is known, each with a packet to look at.

Example:
  oscarscope stats bob.pcap -T json | jq '.unknown'
`,
    load: async () => (await import('./stats.ts')).stats,
  },
  {
    name: 'check',
    summary: 'findings only, with an exit code for CI',
    arguments: [FILES],
    formats: ['text', 'json', 'ndjson', 'sarif', 'junit', 'github', 'markdown'],
    options: [
      'filter',
      'details',
      'hex',
      'failOn',
      'maxWarnings',
      'require',
      'config',
      'noConfig',
      'baseline',
      'updateBaseline',
      'count',
      'follow',
      'decodeAs',
      'strictChecksum',
      'charset',
      'profile',
      'progress',
      'limit',
      ...LOOK,
    ],
    help: `
Only findings that the capture proves (sure) set the exit code. Several files are one timeline.
Of a message that is missing, -V shows the fields it should have had, -x its bytes as a dump, in C and in Go.

The configuration is the nearest .oscarscope.json, or package.json with a key oscarscope, from the working directory upward;
docs/schema/config.schema.json describes it:
  { "fail-on": "warning", "require": ["transfers>=1"], "baseline": "known.json",
    "suppressions": [{ "code": "OFT-26", "reason": "libpurple 2.10, ticket 12", "expires": "2030-06-30",
                       "file": "nightly-*.pcap", "scope": "user == bob" }] }

Examples:
  oscarscope check nightly.pcap --fail-on warning
  oscarscope check nightly.pcap --require 'transfers>=1'
  oscarscope check *.pcap -T sarif > findings.sarif
  oscarscope check old.pcap --baseline known.json --update-baseline
`,
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'extract',
    summary: 'the transferred files, with a manifest of what was stated, seen and computed',
    arguments: [FILES],
    options: ['filter', 'out', 'noPartial', 'maxSize', 'keepFolders', 'pictures', 'chat', ...READING, ...LOOK],
    help: `
Nothing is ever overwritten, and no name from the wire is used as it is. A file with missing bytes gets zeros for them and a
name that ends in .incomplete; one that is not finished ends in .part. Hashes and all names as sent are in manifest.json.

Examples:
  oscarscope extract bob.pcap -o files && cat files/manifest.json
  oscarscope extract bob.pcap -o files -Y 'transfer.name contains ".txt"'
  oscarscope extract bob.pcap -o files --keep-folders --pictures --chat
`,
    load: async () => (await import('./extract.ts')).extract,
  },
  {
    name: 'rules',
    summary: 'every rule',
    arguments: [],
    formats: ['text', 'json'],
    options: LOOK,
    load: async () => (await import('./rules.ts')).rules,
  },
  {
    name: 'explain',
    summary: 'what a rule, a code or a name means, and where it is written',
    arguments: [['<what...>', 'rule, SNAC, TLV, rendezvous tag, OFT2 type, proxy command, error, capability, or step']],
    formats: ['text', 'json'],
    options: LOOK,
    help: `
A code that means several things is explained where it is meant most often; name the place to have another: userinfo 0x000d.

Examples:
  oscarscope explain OFT-07           a rule; also by its name, ack-missing
  oscarscope explain 4/6              a SNAC; also ICBM__CHANNEL_MSG_TOHOST
  oscarscope explain 0x0202           a type of OFT2 headers
  oscarscope explain SEQUENCE_NUM     a tag of rendezvous blocks
  oscarscope explain userinfo 0x000d  a TLV
  oscarscope explain 09461343-4c7f-11d1-8222-444553540000
  oscarscope explain step 7
`,
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'follow',
    summary: "one TCP connection's bytes, or its frames",
    arguments: [['[files...]', 'captures, and at the end the connection: its number, or ip:port,ip:port']],
    formats: ['hex', 'ascii', 'raw', 'frames'],
    options: ['filter', 'from', 'time', ...READING, 'secrets', ...LOOK],
    help: `
hex, ascii and raw show the bytes as they were sent, passwords and cookies included. raw is for files and pipes.

Examples:
  oscarscope follow bob.pcap 3
  oscarscope follow bob.pcap 10.0.0.1:1029,10.0.0.2:5190 -T frames
  oscarscope follow bob.pcap 3 -T raw --from client > sent.bin
`,
    load: async () => (await import('./follow.ts')).follow,
  },
  {
    name: 'decode',
    summary: 'pasted bytes, decoded: frames, SNACs, TLVs, rendezvous blocks, peer headers',
    arguments: [['[text...]', 'the bytes; - or nothing is standard input']],
    formats: ['text', 'json'],
    options: ['shape', 'base64', 'charset', 'secrets', ...LOOK],
    help: `
Taken are hex with any spacing, xxd, tcpdump -x, hexdump -C, Wireshark's dumps, arrays of C, Go and JSON, Go's [42 2 0],
literals of Python and C, and base64 with --base64.

Examples:
  oscarscope decode 2A 04 00 6B 00 06 00 09 00 02 00 01
  tcpdump -r bob.pcap -x port 5190 | oscarscope decode
  oscarscope decode --as rendezvous < block.hex
`,
    load: async () => (await import('./decode.ts')).decode,
  },
  {
    name: 'fields',
    summary: 'every name that -Y and -e know',
    arguments: [['[search]', 'only names and descriptions with this in them']],
    formats: ['text', 'json'],
    options: LOOK,
    help: `
Any way to a decoded field is a name: rv.sequence_num, icbm.im_data.text.text, locate.user_info.capabilities. Case and
underscores do not matter.

  == != < <= > >= (eq ne lt le gt ge)   contains   in {1, 2, 5..9}   and or not (&& || !)   ( )   a name alone: it is there
  numbers 5 0x2a   bytes 30:38 or 3038   strings "a b"   addresses 10.0.0.1 10.0.0.0/8   names of members: PROPOSE, ack
`,
    load: async () => (await import('./fields.ts')).fields,
  },
  ...LIVE_COMMANDS,
]

const EXAMPLES = `
Examples:
  oscarscope bob.pcap                       screens; every event in a pipe
  oscarscope transfers bob.pcap             file transfers
  oscarscope check bob.pcap || echo broken
  oscarscope extract bob.pcap -o files
  tcpdump -U -w - port 5190 | oscarscope -

Exit codes:
${EXIT_MEANINGS.map(([codes, meaning]) => `  ${codes.padEnd(14)} ${meaning.replaceAll('`', '')}`).join('\n')}
`

/** The command line. `exit` takes the exit code of the command that was run. */
export function newProgram(shell: Shell, exit: (code: number) => void): Command {
  const program = new Command('oscarscope')
    .description('Protocol analyzer for OSCAR, the protocol of AIM and ICQ.')
    .usage('[command] [options] [files... | -]')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .option('--debug', 'show where in the program a bug of ours happened')
    .option('--limits', 'print the limits of the program and where their numbers come from')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => shell.out.write(text),
      writeErr: (text) => shell.err(text),
      outputError: (text, write) => write(printableLines(text.replace(/^error: /, 'oscarscope: '))),
    })
    .exitOverride()
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText('after', EXAMPLES)
  for (const spec of COMMANDS) addCommand(program, shell, spec, exit)
  return program
}

/** Names of the commands, to tell a misspelt one from a file that is not there. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.map(({ name }) => name)

function addCommand(program: Command, shell: Shell, spec: CommandSpec, exit: (code: number) => void): void {
  const command = program
    .command(spec.name, { isDefault: spec.isDefault ?? false })
    .summary(spec.summary)
    .description(spec.summary)
  for (const [name, description] of spec.arguments) command.addArgument(new Argument(name, description))
  for (const option of optionsOf(spec)) command.addOption(option)
  if (spec.help !== undefined) command.addHelpText('after', spec.help)
  command.action(async (...parts: unknown[]) => {
    parts.pop()
    const run = program.opts()['limits'] === true ? (await import('./limits.ts')).limits : await spec.load()
    exit(await run(shell, ...(parts as never[])))
  })
}

function optionsOf({ formats: names, hasScreens = false, options, defaults = {} }: CommandSpec): Option[] {
  const own = options.map((name) => {
    const option = OPTIONS[name]()
    const fallback = defaults[name]
    return fallback === undefined ? option : option.default(fallback)
  })
  return [...(names === undefined ? [] : [(hasScreens ? formatsOrScreens : formats)(...names)]), ...own]
}
