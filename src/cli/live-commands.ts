import type { CommandSpec } from './program.ts'

const SHOW = [
  'filter',
  'field',
  'details',
  'hex',
  'time',
  'count',
  'write',
  'ring',
  'autostop',
  'until',
  'keepBefore',
  'decodeAs',
  'strictChecksum',
  'charset',
  'profile',
  'limit',
  'hash',
  'secrets',
  'theme',
  'color',
  'ascii',
] as const

/** The commands that look at the present. */
export const LIVE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'live',
    summary: 'every event as it happens, from network interfaces',
    arguments: [],
    formats: ['text', 'json', 'ndjson', 'fields'],
    hasScreens: true,
    options: [
      'interface',
      'listInterfaces',
      'captureFilter',
      'port',
      'findings',
      ...SHOW,
      'snaplen',
      'noPromiscuous',
      'bufferSize',
      'backend',
    ],
    help: `
Capturing is done by the first of tcpdump, dumpcap and a helper on the cap package that is there and permitted to. None of
them looks into packets, and this program needs no rights. -w writes over a file that is there, as tcpdump does; with -b
every file has a name of its own. Exit code 4: capturing is not possible, or cannot go on; what was captured is kept.

Examples:
  oscarscope live -i eth0
  oscarscope live -i any --port 5190 -T text --findings
  oscarscope live -i eth0 -w ring.pcapng -b filesize:100000 -b files:10
  oscarscope live -i eth0 -w fault.pcapng --until violation:OFT-07 --keep-before 30s
  sudo tcpdump -i eth0 -U -w - | oscarscope -
`,
    load: async () => (await import('./live.ts')).live,
  },
  {
    name: 'interfaces',
    summary: 'what can be captured on, and with what',
    arguments: [],
    formats: ['text', 'json'],
    options: ['color', 'ascii'],
    load: async () => (await import('./interfaces.ts')).interfaces,
  },
  {
    name: 'tap',
    summary: 'every event as it happens, from a relay between client and server; needs no rights',
    arguments: [],
    formats: ['text', 'json', 'ndjson', 'fields'],
    hasScreens: true,
    options: ['listen', 'to', ...SHOW],
    help: `
The client is told to use this machine as its server. Nothing is rewritten: addresses that the server or a peer names inside
of OSCAR (service redirects, rendezvous) lead past the relay; each is said when it is seen. -w writes the connections as
packets between the client and the server.

Example:
  oscarscope tap --listen :5190 --to login.example.com:5190 -w session.pcapng
`,
    load: async () => (await import('./tap.ts')).tap,
  },
]
