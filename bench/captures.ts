import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { generate, type Profile } from './generate.ts'
import { sizeText } from './size.ts'
import type { Truth } from './traffic/truth.ts'
import { verify } from './verify.ts'

export interface Capture {
  readonly path: string
  readonly truth: Truth
  /** Events that `inspect` tells of. */
  readonly lines: number
}

/** Makes captures when they are first asked for, and sees to it that the program's counts equal the truth before any time is taken. */
export class Captures {
  private readonly folder: string
  private readonly seed: number
  private readonly crowd: number
  private readonly say: (text: string) => void
  private readonly known = new Map<string, Capture>()

  constructor(folder: string, seed: number, crowd: number, say: (text: string) => void) {
    this.folder = folder
    this.seed = seed
    this.crowd = crowd
    this.say = say
  }

  /** Captures of at least `crowd` bytes have as many sessions and transfers at a time as one of that size, and so can be compared. */
  async get(profile: Profile, size: number): Promise<Capture> {
    const name = `${profile}-${sizeText(size)}-crowd${sizeText(Math.min(size, this.crowd))}-seed${this.seed}`
    const known = this.known.get(name)
    if (known !== undefined) return known
    const path = join(this.folder, `${name}.pcap`)
    const truth = this.reuse(path) ?? this.make(path, profile, size)
    this.say(`${name}: comparing the program's counts with the truth`)
    const capture = { path, truth, lines: await verify(path, truth) }
    this.known.set(name, capture)
    return capture
  }

  private make(path: string, profile: Profile, size: number): Truth {
    this.say(`${profile} ${sizeText(size)}: generating`)
    const fd = openSync(path, 'w')
    try {
      const truth = generate({ profile, size, seed: this.seed, crowd: Math.min(size, this.crowd) }, (piece) => {
        for (let at = 0; at < piece.length;) at += writeSync(fd, piece, at)
      })
      writeFileSync(truthPath(path), JSON.stringify({ generator: GENERATOR, truth }))
      return truth
    } finally {
      closeSync(fd)
    }
  }

  /** One that was kept, when the same generator made it. */
  private reuse(path: string): Truth | undefined {
    if (!existsSync(path) || !existsSync(truthPath(path))) return undefined
    const { generator, truth } = JSON.parse(readFileSync(truthPath(path), 'utf8')) as {
      generator: string
      truth: Truth
    }
    return generator === GENERATOR && truth.bytes === statSync(path).size ? truth : undefined
  }
}

const truthPath = (path: string): string => path.replace(/\.pcap$/, '.json')

/** Changes whenever the generator does. */
const GENERATOR = (() => {
  const hash = createHash('sha256')
  const traffic = join(import.meta.dirname, 'traffic')
  const files = [join(import.meta.dirname, 'generate.ts'), ...readdirSync(traffic).map((file) => join(traffic, file))]
  for (const file of files.sort()) hash.update(readFileSync(file))
  return hash.digest('hex')
})()
