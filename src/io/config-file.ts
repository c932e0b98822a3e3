import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { printable } from '../bytes/printable.ts'
import { InputError } from './input-error.ts'

/** A JSON document on the disk, or the part of one. */
export interface JsonDocument {
  readonly path: string
  /** As people call it: from the working directory, with the key of the part. */
  readonly name: string
  readonly value: unknown
}

/** Text that is no JSON, and where. The message is one line that names the file. */
export class JsonError extends Error {}

const OWN = '.oscarscope.json'
const PACKAGE = 'package.json'
const KEY = 'oscarscope'

/** The configuration for a directory: the nearest above it, in `.oscarscope.json` or a `package.json` that has the key. */
export function findConfig(from: string): JsonDocument | undefined {
  for (let directory = resolve(from); ; directory = dirname(directory)) {
    const own = join(directory, OWN)
    if (existsSync(own)) return readJson(own)
    const inPackage = join(directory, PACKAGE)
    const document = existsSync(inPackage) ? packageConfig(inPackage) : undefined
    if (document !== undefined) return document
    if (directory === dirname(directory)) return undefined
  }
}

/** A configuration that was named: a whole file, or a package.json with the key. */
export function readConfig(path: string): JsonDocument {
  const document = readJson(path)
  return path.endsWith(PACKAGE) ? (keyOf(document) ?? document) : document
}

/** Throws `InputError` or `JsonError`. */
export function readJson(path: string): JsonDocument {
  const name = relative('', path) || path
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw InputError.from(path, error)
  }
  try {
    return { path, name, value: JSON.parse(text.replace(/^\ufeff/, '')) as unknown }
  } catch (error) {
    throw new JsonError(`${name}${placeOf(text)}: not JSON: ${reasonOf(error as Error)}`)
  }
}

/** A package.json that cannot be read is somebody else's business. */
function packageConfig(path: string): JsonDocument | undefined {
  try {
    return keyOf(readJson(path))
  } catch {
    return undefined
  }
}

function keyOf({ path, name, value }: JsonDocument): JsonDocument | undefined {
  const part = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[KEY] : undefined
  return part === undefined ? undefined : { path, name: `${name} (${KEY})`, value: part }
}

/** Node's reason without its own place and without the text around it. */
function reasonOf({ message }: Error): string {
  return printable(message.replace(/,? (?:in JSON )?(?:at position|\.{0,3}").*$/s, ''))
}

/** `:3:14`, where the text stops being JSON: the shortest beginning that is wrong and not only unfinished ends there. */
function placeOf(text: string): string {
  let right = 0
  let wrong = text.length + 1
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1
    if (isBeginning(text.slice(0, middle))) right = middle
    else wrong = middle
  }
  const before = text.slice(0, right).split('\n')
  return `:${before.length}:${before.at(-1)!.length + 1}`
}

function isBeginning(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const { message } = error as Error
    return /end of JSON|Unterminated/.test(message) || message.includes(`position ${text.length}`)
  }
}
