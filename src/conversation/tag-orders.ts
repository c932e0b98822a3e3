/** In which order programs write the tags of a file proposal: nobody else writes them so. */
import { TAG, type Rendezvous } from '../oscar/index.ts'

/** Tags in hex, those of the invitation left out; the first proposal, through the proxy, and the other way round. */
const ORDERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['2 3 5 a f 2711', ['libpurple']],
  ['2 3 5 a f', ['libpurple']],
  ['2 3 5 a f 10 16 17 2711', ['libpurple']],
  ['2 3 5 a f 10 16 17', ['libpurple']],
  ['a f 3 5 2711', ['joscar']],
  ['a f 2 5 10 2711', ['joscar']],
  ['a f 3 5 17 2711 2712', ['Kopete', 'Digsby']],
  ['a f 3 5 17 10 2 16 2711 2712', ['Kopete']],
  ['a f 3 5 17', ['Digsby']],
  ['a 2 16 5 17 3 f 2711 2712', ['Miranda']],
  ['a f 2 16 3 5 15 2711 2712 2713', ['Miranda']],
  ['a 2 16 3 5 17 2711 2722', ['qutIM']],
  ['a f 2 16 3 5 17 2711 2712', ['Windows AIM']],
  ['a f 2 16 3 5 17 10 2711 2712', ['Windows AIM']],
])

/** Left out: text for people, and what the server adds. */
const ELSEWHERE: ReadonlySet<number> = new Set([
  TAG.INVITATION,
  TAG.INVITE_MIME_CHARSET,
  TAG.INVITE_MIME_LANG,
  TAG.VERIFIED_IP_ADDR,
  TAG.VERIFIED_DOWNLOAD_URL,
])

/** Programs that write the tags of a proposal as in this one; undefined when nobody does. */
export function programsByTagOrder({ places }: Pick<Rendezvous, 'places'>): readonly string[] | undefined {
  const tags = places.filter(({ tag }) => !ELSEWHERE.has(tag)).map(({ tag }) => tag.toString(16))
  return ORDERS.get(tags.join(' '))
}
