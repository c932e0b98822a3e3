const UNITS = { '': 1, K: 1e3, M: 1e6, G: 1e9 } as const

/** `100M`, in decimal units. */
export function parseSize(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([KMG]?)$/i.exec(text)
  if (found === null) throw new Error(`not a size: ${text} (expected a number and K, M or G)`)
  return Math.round(Number(found[1]) * UNITS[found[2]!.toUpperCase() as keyof typeof UNITS])
}

export function sizeText(bytes: number): string {
  const [unit, factor] = (['G', 'M', 'K'] as const)
    .map((name) => [name, UNITS[name]] as const)
    .find(([, f]) => bytes >= f) ?? ['', 1]
  return `${Number((bytes / factor).toFixed(1))}${unit}`
}

/** Sizes that stand for the 1 MB, 20 MB, 100 MB, 1 GB and 4 GB of the goals, and are smaller in a quick run. */
export type Sizes = Readonly<Record<'least' | 'tiny' | 'small' | 'large' | 'huge', number>>

export function sizesOf(large: number): Sizes {
  return { least: 1e6, tiny: Math.min(large, 20e6), small: Math.min(large, 100e6), large, huge: 4 * large }
}
