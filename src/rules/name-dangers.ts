const DANGERS: readonly (readonly [RegExp, string])[] = [
  [/(^|[\\/\u0001])\.\.([\\/\u0001]|$)/, 'which climbs out of its folder'],
  [/^[\\/]/, 'an absolute path'],
  [/^[A-Za-z]:/, 'which names a drive'],
  // joscar parts folders by U+0001.
  [/[\0\u0002-\u001f\u007f]/, 'which has control characters'],
  [/(^|[\\/\u0001])(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.[^\\/\u0001]*)?$/i, 'the name of a device'],
]

/** Why a receiver must not store a file under this name as it is. */
export function dangerOf(name: string): string | undefined {
  return DANGERS.find(([test]) => test.test(name))?.[1]
}
