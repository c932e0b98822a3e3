import type { Desk } from './desk.ts'
import { savePackets } from './store/save.ts'

/** Extracts the transferred files to a directory; gives a sentence about it. */
export type Extract = (directory: string) => Promise<string>

/** What is written to files, one thing at a time. */
export class Files {
  private readonly desk: Desk
  private readonly extracts: Extract | undefined
  private isBusy = false

  constructor(desk: Desk, extracts: Extract | undefined) {
    this.desk = desk
    this.extracts = extracts
  }

  save(path: string): void {
    this.work(`saving to ${path}`, async () => `saved ${await savePackets(this.desk.state, path)} packets to ${path}`)
  }

  extract(directory: string): void {
    const { extracts } = this
    if (extracts === undefined) this.desk.say('extract from a file: oscarscope extract FILE -o DIRECTORY', true)
    else this.work(`extracting to ${directory}`, () => extracts(directory))
  }

  private work(what: string, job: () => Promise<string>): void {
    if (this.isBusy) {
      this.desk.say('still writing', true)
      return
    }
    this.isBusy = true
    this.desk.say(what)
    job()
      .then((text) => this.desk.say(text))
      .catch((error: unknown) => this.desk.say(error instanceof Error ? error.message : String(error), true))
      .finally(() => {
        this.isBusy = false
        this.desk.changed()
      })
  }
}
