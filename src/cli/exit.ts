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

/** For people: the help and the documentation show this table. */
export const EXIT_MEANINGS: readonly (readonly [codes: string, meaning: string])[] = [
  ['0', 'done; `check`: nothing at or above `--fail-on`'],
  ['1', '`check`: findings; `extract`: a file is incomplete or its checksum is wrong'],
  ['2', 'wrong usage, or a configuration that cannot be used'],
  ['3', 'input missing, empty or damaged; what could be read is still shown'],
  ['4', 'capturing is not permitted or not possible'],
  ['5', '`--require` not met'],
  ['70', 'a bug of ours'],
  ['129, 130, 143', 'hung up, interrupted, terminated; what was captured is flushed'],
]

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command line asks for something that cannot be. */
export class UsageError extends Error {}
