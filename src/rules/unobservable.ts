/** A row of the rule tables for which there is no rule. */
export interface Unobservable {
  readonly code: string
  readonly reason: string
}

/** What the program cannot see, or cannot see well enough to say anything about it. */
export const UNOBSERVABLE: readonly Unobservable[] = [
  {
    code: 'ARS-17',
    reason:
      "Which addresses the proxies of AOL and ICQ had is written nowhere, their names lead elsewhere today, and every other server has a proxy of its own: an address does not show whose proxy it is. That the proposal names the proxy's own address is ARS-09.",
  },
  {
    code: 'RV-39',
    reason:
      'Capabilities travel with presence, long before a proposal and often before the capture, and servers drop some of them; ' +
      'that a capability was not seen says nothing about its owner.',
  },
]
