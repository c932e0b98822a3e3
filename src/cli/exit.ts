/** What the program's end says to a script. */
export const EXIT = {
  done: 0,
  /** `check`: findings at or above the threshold; `extract`: a file is incomplete or its checksum is wrong. */
  findings: 1,
  usage: 2,
  /** Input missing, empty, not a capture, damaged; or output that cannot be written. */
  input: 3,
  /** Capturing is not permitted, no such interface, no capture library. */
  permission: 4,
  /** `--require` is not met: there is nothing to judge. */
  nothing: 5,
  /** Our own bug. */
  bug: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command line asks for something that cannot be. */
export class UsageError extends Error {}
