import { readFileSync } from 'node:fs'

const IFF_UP = 1

/** Whether an interface is there and up, as far as the system tells (Linux). */
export function linkState(device: string): 'up' | 'down' | 'gone' | 'unknown' {
  if (device === 'any' || device.includes('/') || process.platform !== 'linux') return 'unknown'
  try {
    const flags = Number(readFileSync(`/sys/class/net/${device}/flags`, 'latin1'))
    return (flags & IFF_UP) !== 0 ? 'up' : 'down'
  } catch {
    return 'gone'
  }
}

/**
 * Looks after an interface that was up when capturing began: the capturing programs say nothing when it goes down, and just
 * wait. It is given `patience` milliseconds to come up again, because links flap.
 */
export class LinkWatch {
  private readonly device: string
  private readonly patience: number
  private downSince: number | undefined
  private readonly watched: boolean

  constructor(device: string, patience: number) {
    this.device = device
    this.patience = patience
    this.watched = linkState(device) === 'up'
  }

  /** Called now and then; `now` in milliseconds. What has changed since the last call, if anything. */
  look(now: number, state = linkState(this.device)): 'went-down' | 'came-up' | 'stays-down' | undefined {
    if (!this.watched) return undefined
    if (state !== 'down') {
      if (this.downSince === undefined || state !== 'up') return undefined
      this.downSince = undefined
      return 'came-up'
    }
    if (this.downSince === undefined) {
      this.downSince = now
      return 'went-down'
    }
    return now - this.downSince >= this.patience ? 'stays-down' : undefined
  }
}
