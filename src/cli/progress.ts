import type { CaptureFile } from '../io/capture-file.ts'
import type { Shell } from './shell.ts'

const FIRST_MILLISECONDS = 1000
const MILLISECONDS = 200
const CLEAR = '\r\u001b[K'

/** One line on standard error about an input that takes long. */
export class Progress {
  private readonly shell: Shell
  private readonly files: readonly CaptureFile[]
  private readonly began = performance.now()
  private next = FIRST_MILLISECONDS
  private shown = false

  constructor(shell: Shell, files: readonly CaptureFile[]) {
    this.shell = shell
    this.files = files
    shell.out.beforeWrite = () => this.clear()
  }

  /** Shows how far it is, when it is time to. */
  tick(): void {
    const elapsed = performance.now() - this.began
    if (elapsed < this.next) return
    this.next = elapsed + MILLISECONDS
    const read = this.files.reduce((sum, file) => sum + file.position, 0)
    const sizes = this.files.map((file) => file.size)
    const size = sizes.reduce<number>((sum, one) => sum + (one ?? NaN), 0)
    const share = size > 0 ? `${Math.floor((read / size) * 100)}% · ` : ''
    const rate = read / 1000 / elapsed
    this.shell.err(`${CLEAR}${share}${megabytes(read)} MB · ${rate.toFixed(0)} MB/s`)
    this.shown = true
  }

  clear(): void {
    if (this.shown) this.shell.err(CLEAR)
    this.shown = false
  }

  end(): void {
    this.clear()
    this.shell.out.beforeWrite = undefined
  }
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)
