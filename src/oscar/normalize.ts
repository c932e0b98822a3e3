/** The key of a screen name: spaces and case do not tell users apart, the owner may format the name at will. */
export function normalizeScreenName(screenName: string): string {
  return screenName.replaceAll(' ', '').toLowerCase()
}
