import { InvalidArgumentError, Option } from 'commander'
import type { RingOptions } from '../io/live/capture-writer.ts'
import type { StopWhen } from '../io/live/stop-conditions.ts'
import type { HostPort } from '../io/tap/relay.ts'

/** Options of the commands that look at the present. Letters mean what they mean in dumpcap and tshark. */
export const LIVE_OPTIONS = {
  interface: () =>
    new Option('-i, --interface <name>', 'interface to capture on, or any; may be repeated').argParser(append),
  listInterfaces: () => new Option('-D, --list-interfaces', 'list what can be captured on'),
  captureFilter: () =>
    new Option(
      '-f, --capture-filter <filter>',
      'what to capture, as for tcpdump; without it all: content decides what is OSCAR',
    ).default('', 'none'),
  port: () => new Option('--port <list>', 'capture only these TCP ports: 5190,443').argParser(ports).default([], 'all'),
  snaplen: () =>
    new Option('-s, --snapshot-length <bytes>', 'bytes to keep of a packet')
      .argParser(between(1, 262_144))
      .default(262_144),
  noPromiscuous: () => new Option('-p, --no-promiscuous-mode', 'only what is meant for this host'),
  bufferSize: () =>
    new Option('-B, --buffer-size <MiB>', "size of the kernel's buffer").argParser(between(1, 2_047)).default(64),
  backend: () =>
    new Option('--capture-backend <program>', 'what captures for us')
      .choices(['auto', 'dumpcap', 'tcpdump', 'cap'])
      .default('auto'),
  ring: () =>
    new Option(
      '-b, --ring-buffer <condition>',
      'go on in a new file of -w after filesize:KB or duration:SECONDS; files:N keeps the last N',
    ).argParser(ring),
  autostop: () =>
    new Option(
      '-a, --autostop <condition>',
      'stop after duration:SECONDS, filesize:KB written, files:N or packets:N',
    ).argParser(autostop),
  until: () =>
    new Option('--until <what>', 'stop at the first violation, or violation:CODE[,CODE]').argParser(untilViolation),
  keepBefore: () =>
    new Option(
      '--keep-before <time>',
      'with --until and -w: write only the packets of so long before it: 30s, 5m',
    ).argParser(period),
  findings: () => new Option('--findings', 'text: only findings, one line each, as they happen'),
  listen: () =>
    new Option('--listen <address>', 'where clients connect to: :5190, 127.0.0.1:5190')
      .argParser(hostPort)
      .makeOptionMandatory(),
  to: () =>
    new Option('--to <host:port>', 'the server that connections are passed on to')
      .argParser(hostPort)
      .makeOptionMandatory(),
} as const

function append(value: string, before: readonly string[] | undefined): string[] {
  if (value === '' || value.startsWith('-')) throw new InvalidArgumentError('Not the name of an interface.')
  return [...new Set([...(before ?? []), value])]
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('Not a whole number.')
  return value
}

function between(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text)
    if (value < least || value > most) throw new InvalidArgumentError(`Must be ${least} to ${most}.`)
    return value
  }
}

const port = between(0, 65_535)

function ports(text: string, before: readonly number[]): number[] {
  return [...before, ...text.split(',').map(port)]
}

/** `duration:30` and the like: name and number. */
function condition(text: string, names: readonly string[]): [name: string, value: number] {
  const [, name = '', digits = ''] = /^(\w+):(\d+)$/.exec(text) ?? []
  const value = Number(digits)
  if (!names.includes(name) || value === 0 || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError(`Must be one of ${names.map((known) => `${known}:N`).join(', ')}.`)
  }
  return [name, value]
}

const KILOBYTE = 1_000

function ring(text: string, before: RingOptions | undefined): RingOptions {
  const [name, value] = condition(text, ['filesize', 'duration', 'files'])
  if (name === 'filesize') return { ...before, bytes: value * KILOBYTE }
  return name === 'duration' ? { ...before, seconds: value } : { ...before, files: value }
}

function autostop(text: string, before: StopWhen | undefined): StopWhen {
  const [name, value] = condition(text, ['duration', 'filesize', 'files', 'packets'])
  if (name === 'filesize') return { ...before, bytes: value * KILOBYTE }
  if (name === 'files') return { ...before, files: value }
  return name === 'duration' ? { ...before, seconds: value } : { ...before, packets: value }
}

/** Codes and names of rules; empty for any. Whether there are such rules is for the command to say, which has them loaded. */
function untilViolation(text: string): string[] {
  const [found, list] = /^violation(?::(.+))?$/.exec(text) ?? []
  if (found === undefined)
    throw new InvalidArgumentError('Must be violation or violation:CODE, as in violation:OFT-07.')
  return list === undefined ? [] : list.split(',').map((word) => word.trim())
}

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600 }

function period(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([smh]?)$/.exec(text) ?? []
  const seconds = Number(digits) * SECONDS[unit]!
  if (digits === '' || seconds === 0) throw new InvalidArgumentError('Not a time such as 30s, 5m or 1h.')
  return seconds
}

/** `host:port`, `:port`, `[v6]:port`. */
function hostPort(text: string): HostPort {
  const [, bracketed, plain = '', digits = ''] = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(text) ?? []
  if (digits === '') throw new InvalidArgumentError('Must be HOST:PORT, with IPv6 addresses in brackets.')
  return { host: bracketed ?? plain, port: port(digits) }
}
