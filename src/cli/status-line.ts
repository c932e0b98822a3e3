import { printable } from '../bytes/printable.ts'
import type { LiveStatus } from '../io/live/live-status.ts'
import { counted, humanBytes } from '../report/amount.ts'
import type { Shell } from './shell.ts'

const CLEAR = '\r\u001b[K'

/** `eth0 (tcpdump): 12345 seen · 0 dropped by the kernel, 0 here · no holes · 99.8% decoded · 12.0 GB left on disk` */
export function statusText(status: LiveStatus): string {
  const { label, seen, flows } = status
  return [`${printable(label)}: ${seen} seen`, lossText(status), ...flowTexts(flows), ...diskTexts(status)].join(' · ')
}

/** The same beside the counts of the screens, in the width of a small one. */
export function shortStatusText({ droppedByKernel, droppedHere, flows, diskLeft }: LiveStatus): string {
  const left = diskLeft === undefined ? [] : [`${humanBytes(diskLeft)} left`]
  const lost = `kernel dropped ${droppedByKernel ?? '?'}, we ${droppedHere}`
  return [lost, counted(flows.holes, 'hole'), decodedText(flows), ...left].join(' · ')
}

function lossText({ droppedByKernel, droppedHere }: LiveStatus): string {
  return `${droppedByKernel ?? '?'} dropped by the kernel, ${droppedHere} here`
}

function flowTexts(flows: LiveStatus['flows']): string[] {
  const { holes, holeBytes } = flows
  const size = holes === 0 ? '' : ` (${humanBytes(holeBytes)})`
  return [`${counted(holes, 'hole')}${size}`, decodedText(flows)]
}

function decodedText({ bytes, understood }: LiveStatus['flows']): string {
  return bytes === 0 ? 'no OSCAR yet' : `${share(understood, bytes)}% decoded`
}

function diskTexts({ written, diskLeft }: LiveStatus): string[] {
  return [
    ...(written === undefined ? [] : [`${humanBytes(written)} written`]),
    ...(diskLeft === undefined ? [] : [`${humanBytes(diskLeft)} left on disk`]),
  ]
}

/** Rounded down: 100 is all of it. */
function share(part: number, whole: number): string {
  return String(Math.floor((part / whole) * 1000) / 10)
}

/** Keeps the status at the bottom of the terminal; where standard error is none, says aloud when packets are lost. */
export class StatusLine {
  private readonly shell: Shell
  /** Takes what is said instead, while there are screens that it would be written over. */
  elsewhere: ((line: string) => void) | undefined
  private shown = ''
  private lost = 0

  constructor(shell: Shell) {
    this.shell = shell
    shell.out.beforeWrite = () => this.clear()
  }

  show(status: LiveStatus): void {
    this.complain(status)
    if (!this.shell.errIsTerminal) return
    const columns = process.stderr.columns ?? 80
    this.shown = statusText(status).slice(0, columns - 1)
    this.shell.err(`${CLEAR}${this.shown}`)
  }

  /** A line above it. */
  say(line: string): void {
    if (this.elsewhere !== undefined) return this.elsewhere(line)
    this.clear()
    this.shell.say(line)
  }

  clear(): void {
    if (this.shown !== '') this.shell.err(CLEAR)
    this.shown = ''
  }

  end(status: LiveStatus): void {
    this.clear()
    this.shell.out.beforeWrite = undefined
    this.shell.say(statusText(status))
  }

  private complain({ droppedByKernel = 0, droppedHere }: LiveStatus): void {
    const lost = droppedByKernel + droppedHere
    if (lost <= this.lost) return
    this.say(
      `${counted(lost - this.lost, 'packet')} lost (${lost} in all): give the kernel more room with -B, or capture less with -f`,
    )
    this.lost = lost
  }
}
