import { topics, type Topic } from './explain-topics.ts'
import { nearest } from './nearest.ts'

/** Codes in one notation: hex numbers with four digits, both numbers of a SNAC likewise, UUIDs without dashes and braces. */
function normal(text: string): string {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s.:]+/g, ' ')
  const snac = /^(?:0x)?([0-9a-f]{1,4})[/,](?:0x)?([0-9a-f]{1,4})$/.exec(plain)
  if (snac !== null) return `${snac[1]!.padStart(4, '0')}/${snac[2]!.padStart(4, '0')}`
  const uuid = plain.replace(/[{}-]/g, '')
  if (/^[0-9a-f]{32}$/.test(uuid)) return uuid
  return plain.replace(/\b0x([0-9a-f]{1,4})\b/g, (_all, digits: string) => `0x${digits.padStart(4, '0')}`)
}

function keysOf({ code, name, context, keys = [], kind }: Topic): string[] {
  const own = [code, name, ...keys]
  const within = [context, kind].filter((word) => word !== undefined)
  return [...own, ...within.flatMap((word) => [`${word} ${code}`, `${word} ${name}`])].map(normal)
}

let index: ReadonlyMap<string, readonly Topic[]> | undefined

function indexed(): ReadonlyMap<string, readonly Topic[]> {
  if (index !== undefined) return index
  const found = new Map<string, Topic[]>()
  for (const topic of topics()) {
    for (const key of new Set(keysOf(topic))) {
      const list = found.get(key)
      if (list === undefined) found.set(key, [topic])
      else list.push(topic)
    }
  }
  return (index = found)
}

/** What a code, name, value or UUID means, the likeliest first; `userinfo 0x000d` asks for one place. */
export function findTopics(text: string): readonly Topic[] {
  return indexed().get(normal(text)) ?? []
}

/** The name that a misspelt one most likely means. */
export function nearestTopic(text: string): string | undefined {
  return nearest(normal(text), indexed().keys())
}
