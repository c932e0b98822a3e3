import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CaptureRequest } from './request.ts'

export type BackendName = 'dumpcap' | 'tcpdump' | 'cap'

/** What a capturing child says of its work. */
export interface Counters {
  /** Packets the kernel had no room for. */
  dropped?: number
  /** Packets the child itself had no room for, because we were slow. */
  discarded?: number
}

/** A program that captures and writes pcap or pcapng to its standard output. */
export interface Backend {
  readonly name: BackendName
  /** Path of the program; undefined when it is not installed. */
  program(): string | undefined
  arguments(request: CaptureRequest): string[]
  /** The counters in a line of its standard error; undefined for other lines. */
  counters(line: string): Counters | undefined
  /** Lines that say nothing. */
  readonly chatter: RegExp
  /** Asks it for its counters while it runs. */
  readonly ask: NodeJS.Signals | undefined
  /** What has to be said of counters that it does not give when asked. */
  readonly silence: string | undefined
  /** Milliseconds to wait for what the kernel still holds, before the program is told to end. */
  readonly settle: number
}

/** The signal that tcpdump answers with its counters, where the system has the one made for it and where not. */
const ASK: NodeJS.Signals = process.platform === 'linux' ? 'SIGUSR1' : 'SIGINFO'

/**
 * dumpcap: often has the right to capture already. Times to the nanosecond only come with pcapng (`-n`). The kernel gives it
 * packets every 250 ms; told to end before that, it loses them without counting them. What was dropped it says at its end.
 */
const dumpcap: Backend = {
  name: 'dumpcap',
  program: () => findProgram('dumpcap'),
  arguments: ({ interface: device, filter, snaplen, promiscuous, bufferMiB }) => [
    ...['-i', device, '-n', '-q', '-s', String(snaplen), '-B', String(bufferMiB), '-w', '-'],
    ...(promiscuous ? [] : ['-p']),
    ...(filter === '' ? [] : ['-f', filter]),
  ],
  counters: (line) => {
    const dropped = /received\/dropped on interface .*: \d+\/(\d+) \(/.exec(line)?.[1]
    return dropped === undefined ? undefined : { dropped: Number(dropped) }
  },
  chatter: /^(?:Capturing on |File: |Packets(?: captured)?: )/,
  ask: undefined,
  silence: 'dumpcap says at its end only how much the kernel dropped',
  settle: 300,
}

/** Room for the longest IP packet with the head of any link: in immediate mode every packet takes a slot of that size. */
const TCPDUMP_SNAPLEN = 65_600

/** Slots of that size are few in the room that is plenty for small packets: at 20,000 a second they were full in 50 ms. */
const TCPDUMP_BUFFERS = 2

/** tcpdump: in every distribution. `--immediate-mode` gives packets at once; without it they take up to a second. */
const tcpdump: Backend = {
  name: 'tcpdump',
  program: () => findProgram('tcpdump'),
  arguments: ({ interface: device, filter, snaplen, promiscuous, bufferMiB }) => [
    ...['-i', device, '-n', '-U', '-s', String(Math.min(snaplen, TCPDUMP_SNAPLEN)), '--immediate-mode', '--nano'],
    ...['-B', String(Math.min(bufferMiB * TCPDUMP_BUFFERS, 2_047) * 1024), '-w', '-'],
    ...(promiscuous ? [] : ['-p']),
    ...(filter === '' ? [] : ['--', filter]),
  ],
  counters: (line) => {
    const dropped = /(\d+) packets? dropped by kernel/.exec(line)?.[1]
    return dropped === undefined ? undefined : { dropped: Number(dropped) }
  },
  chatter: /listening on |packets? (?:captured|received by filter|dropped by (?:kernel|interface))/,
  ask: ASK,
  silence: undefined,
  settle: 0,
}

/** The cap package takes 64 KiB of the kernel's buffer for every packet, so it is given more. */
const CAP_BUFFERS = 4

/** Our helper on the cap package, for hosts without both. It cannot know what the kernel dropped. */
const cap: Backend = {
  name: 'cap',
  program: () => process.execPath,
  arguments: ({ interface: device, filter, snaplen, bufferMiB }) => [
    HELPER,
    device,
    String(snaplen),
    String(Math.min(bufferMiB * CAP_BUFFERS, 2_047)),
    filter,
  ],
  counters: (line) => {
    const discarded = /^(\d+) packets? discarded$/.exec(line)?.[1]
    return discarded === undefined ? undefined : { discarded: Number(discarded) }
  },
  // libpcap warns there of every interface without an IPv4 address.
  chatter: /no IPv4 address assigned|Warning:/,
  ask: undefined,
  silence: 'cap cannot say how much the kernel dropped, and its times are those of delivery',
  settle: 0,
}

const HERE = fileURLToPath(import.meta.url)
/** The helper lies beside this folder, or, where the program is put into a few files, beside this file. */
const HELPER =
  [join(HERE, '..', 'capture-helper.js'), join(HERE, '..', '..', 'capture-helper.js')].find(exists) ??
  join(HERE, '..', '..', 'capture-helper.ts')

/**
 * In the order in which they are tried. tcpdump is first because packets arrive at once (median 0.3 ms, dumpcap 110 ms, at most
 * 250) and because it tells while it runs what the kernel dropped. Who may only use dumpcap gets it: a program that is not
 * permitted to capture is passed over.
 */
export const BACKENDS: Readonly<Record<BackendName, Backend>> = { tcpdump, dumpcap, cap }

/** Where the administration's programs are: not in every user's path. */
const MORE_PLACES = ['/usr/sbin', '/sbin', '/usr/local/sbin']

/** Found, whether or not this user may run it: that is told when it is tried. */
function findProgram(name: string): string | undefined {
  const places = [...(process.env['PATH'] ?? '').split(delimiter).filter((place) => place !== ''), ...MORE_PLACES]
  return places.map((place) => join(place, name)).find(exists)
}

function exists(path: string): boolean {
  try {
    accessSync(path, constants.F_OK)
    return true
  } catch {
    return false
  }
}
