import type { BackendName } from './backend.ts'
import { CaptureFailure } from './capture-failure.ts'
import { linkState } from './link-state.ts'
import type { CaptureRequest } from './request.ts'
import { shellWord } from './shell-word.ts'

/** What a capturing child left behind. */
export interface ChildEnd {
  readonly backend: BackendName
  /** Path of the program. */
  readonly program: string
  readonly request: CaptureRequest
  /** What it said that was no counter. */
  readonly said: readonly string[]
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Packets had begun to arrive. */
  readonly started: boolean
}

type Explain = (end: ChildEnd, detail: string) => CaptureFailure

/** What dumpcap, tcpdump, libpcap and the helper say, first match wins; where the words come from libpcap all three use them. */
const SAYINGS: readonly (readonly [RegExp, Explain])[] = [
  [/cap is not installed/i, () => capMissing()],
  [/cap has no binary/i, () => capUnbuilt()],
  [/permission|Operation not permitted|EPERM|EACCES/i, noPermission],
  [/no such device|No such interface|There is no device named|doesn't exist/i, noInterface],
  [
    /capture filter "|filter expression|syntax error|unknown host|unknown port|rejects all packets|illegal token/i,
    badFilter,
  ],
  [/no longer attached|interface disappeared/i, interfaceGone],
  [/network is down|interface went down|no longer running|not up/i, interfaceDown],
]

/** Why a child ended that nobody had asked to. */
export function explainEnd(end: ChildEnd): CaptureFailure {
  const text = end.said.join('\n')
  const explain = SAYINGS.find(([saying]) => saying.test(text))?.[1]
  if (explain !== undefined) return explain(end, lastClause(end.said))
  // The cap package aborts its process when the interface goes: nothing that the helper could catch.
  if (end.backend === 'cap' && end.signal === 'SIGABRT') {
    return linkState(end.request.interface) === 'down' ? interfaceDown(end) : interfaceGone(end)
  }
  const how = end.signal === null ? `ended with code ${end.code ?? 0}` : `was killed (${end.signal})`
  const detail = end.said.length === 0 ? '' : `: ${end.said[0]}`
  if (!end.started) return notStarted(end, `${end.backend} ${how} before it captured anything${detail}`)
  return new CaptureFailure(
    'child-died',
    `${end.backend} ${how} while capturing on ${end.request.interface}${detail}`,
    [
      `oscarscope live -i ${shellWord(end.request.interface)} --capture-backend ${other(end.backend)}  # another program`,
      'dmesg | tail  # says whether the system killed it for memory',
    ],
  )
}

export function notStarted(
  { backend, program, request }: Pick<ChildEnd, 'backend' | 'program' | 'request'>,
  message: string,
): CaptureFailure {
  return new CaptureFailure('not-started', message, [
    `${shellWord(program)} -i ${shellWord(request.interface)} -w /dev/null  # try it by hand`,
    `oscarscope live -i ${shellWord(request.interface)} --capture-backend ${other(backend)}  # another program`,
  ])
}

/** The three ways to capture without rights for us, the nearest first. */
export function noPermission({
  backend,
  program,
  request,
}: Pick<ChildEnd, 'backend' | 'program' | 'request'>): CaptureFailure {
  const device = shellWord(request.interface)
  const rights = 'cap_net_raw,cap_net_admin=ep'
  const filter = request.filter === '' ? '' : ` ${shellWord(request.filter)}`
  const group = [
    'sudo dpkg-reconfigure wireshark-common && sudo usermod -aG wireshark "$USER"  # then log in again (Debian, Ubuntu)',
    'sudo usermod -aG wireshark "$USER"  # the same on Fedora, Arch and openSUSE',
    `sudo setcap ${rights} ${shellWord(program)}  # whoever may run dumpcap may capture`,
  ]
  const ways: Record<BackendName, string[]> = {
    dumpcap: group,
    tcpdump: [`sudo setcap ${rights} ${shellWord(program)}  # whoever may run tcpdump may capture`],
    cap: [
      `sudo oscarscope live --capture-backend cap -i ${device}${filter === '' ? '' : ` -f${filter}`}  # the helper drops root at once`,
    ],
  }
  return new CaptureFailure(
    'no-permission',
    `capturing on ${request.interface} is not permitted to you (tried with ${backend})`,
    [
      ...ways[backend],
      `sudo tcpdump -i ${device} -U -w -${filter} | oscarscope -  # only tcpdump is root`,
      'oscarscope tap --listen :5190 --to HOST:5190  # no rights needed: a relay between client and server',
    ],
  )
}

function noInterface({ request }: ChildEnd): CaptureFailure {
  return new CaptureFailure('no-interface', `there is no interface ${request.interface}`, [
    'oscarscope interfaces  # lists what there is',
    'oscarscope live -i any  # all of them',
  ])
}

function badFilter({ request }: ChildEnd, detail: string): CaptureFailure {
  const looksLikeDisplay = /[=!<>]=|\b(?:tcp|ip|frame|aim|flap|snac|rv|oft)\.\w/.test(request.filter)
  return new CaptureFailure(
    'bad-filter',
    `the capture filter ${JSON.stringify(request.filter)} does not compile: ${detail}`,
    [
      ...(looksLikeDisplay
        ? ['oscarscope live -Y FILTER  # this looks like a display filter; -f takes those of tcpdump']
        : []),
      `tcpdump -d ${shellWord(request.filter)}  # tries it`,
      'man pcap-filter  # the language; or leave -f out: OSCAR is found by content',
    ],
  )
}

export function interfaceGone({ request }: Pick<ChildEnd, 'request'>): CaptureFailure {
  return new CaptureFailure('interface-gone', `the interface ${request.interface} went away while capturing`, [
    `ip link show ${shellWord(request.interface)}  # whether it is back`,
    'oscarscope live -i any  # goes on when interfaces come and go',
  ])
}

export function interfaceDown({ request }: Pick<ChildEnd, 'request'>): CaptureFailure {
  return new CaptureFailure('interface-down', `the interface ${request.interface} is down`, [
    `sudo ip link set ${shellWord(request.interface)} up`,
    'oscarscope live -i any  # goes on when interfaces come and go',
  ])
}

const INSTALLS = [
  'sudo apt install tcpdump  # or wireshark-common, for dumpcap',
  'npm install --global --allow-scripts=cap oscarscope  # with the cap package; needs libpcap-dev, python3 and a compiler',
]

/** None of the programs wanted is there. */
export function noBackend(wanted: readonly BackendName[]): CaptureFailure {
  const names = wanted.join(', ')
  const message =
    wanted.length === 1 ? `${names} is not installed` : `nothing to capture with: none of ${names} is installed`
  return new CaptureFailure('no-backend', message, INSTALLS)
}

function capMissing(): CaptureFailure {
  return new CaptureFailure(
    'cap-missing',
    'the optional package cap is not installed: npm could not build it, or was told to leave it out',
    [
      'sudo apt install libpcap-dev build-essential python3 && npm install --global --allow-scripts=cap oscarscope',
      INSTALLS[0]!,
    ],
  )
}

/** npm 12 runs no install scripts of dependencies unless it is told to; `--ignore-scripts` has the same effect. */
function capUnbuilt(): CaptureFailure {
  return new CaptureFailure(
    'cap-unbuilt',
    'the package cap is installed without its binary: npm did not run its install script',
    [
      'npm install --global --allow-scripts=cap oscarscope  # npm 12 runs it only when told to',
      'npm rebuild cap  # npm 11 and older, in the directory it is installed in',
      INSTALLS[0]!,
    ],
  )
}

function other(backend: BackendName): BackendName {
  return backend === 'tcpdump' ? 'dumpcap' : 'tcpdump'
}

/** What libpcap gave as the reason: in brackets with dumpcap, behind the program's name with tcpdump. */
function lastClause(said: readonly string[]): string {
  const text = said.join(' ')
  return /\(([^()]+)\)\.?/.exec(text)?.[1] ?? (said.at(-1) ?? '').replace(/^[\w-]+: /, '')
}
