/** What a rendezvous is for: the UUID of the block, the name people know it by, and where its data goes. */
import { u32 } from '../../bytes/read.ts'
import { uuidType } from '../types.ts'

/** `oft`, `odc`, `icq`, `rtc`: a connection between the peers; `icbm`: inside the message; `chat`: a chat host; `none`: nothing. */
export type Transport = 'oft' | 'odc' | 'icq' | 'rtc' | 'icbm' | 'chat' | 'none'

export interface Service {
  /** Lower case. */
  readonly uuid: string
  /** `send-file`. */
  readonly name: string
  readonly transport: Transport
}

const service = (uuid: string, name: string, transport: Transport): Service => ({ uuid, name, transport })

const short = (code: string, name: string, transport: Transport): Service =>
  service(`0946${code}-4c7f-11d1-8222-444553540000`, name, transport)

// prettier-ignore
export const SERVICES: readonly Service[] = [
  short('0100', 'video', 'rtc'),
  short('0101', 'live-video', 'rtc'),
  short('0104', 'live-audio', 'rtc'),
  short('1341', 'talk', 'rtc'),
  short('1343', 'send-file', 'oft'),
  short('1344', 'icq-direct', 'icq'),
  short('1345', 'direct-im', 'odc'),
  short('1346', 'buddy-icon', 'icbm'),
  short('1347', 'add-ins', 'none'),
  short('1348', 'get-file', 'oft'),
  short('1349', 'icq-relay', 'icbm'),
  short('134a', 'games', 'none'),
  // Two bytes of the UUID are swapped in some releases of Windows AIM.
  service('0946134a-4c7f-11d1-2282-444553540000', 'games', 'none'),
  short('134b', 'send-buddy-list', 'icbm'),
  service('748f2420-6287-11d1-8222-444553540000', 'chat', 'chat'),
  service('f2e7c7f4-fead-4dfb-b235-36798bdf0000', 'secure-im', 'icbm'),
]

const BY_UUID = new Map(SERVICES.map((row) => [row.uuid, row]))

/** The same as four numbers of 32 bits. */
const WORDS = SERVICES.map(({ uuid }) => {
  const digits = uuid.replaceAll('-', '')
  return [0, 8, 16, 24].map((at) => Number.parseInt(digits.slice(at, at + 8), 16))
})

/** The service whose UUID stands at `at`, when it is known: found without making text of it. */
export function serviceAt(bytes: Uint8Array, at: number): Service | undefined {
  const [a, b, c, d] = [u32(bytes, at), u32(bytes, at + 4), u32(bytes, at + 8), u32(bytes, at + 12)]
  return SERVICES[WORDS.findIndex((words) => words[0] === a && words[1] === b && words[2] === c && words[3] === d)]
}

export function serviceByUuid(uuid: string): Service | undefined {
  return BY_UUID.get(uuid)
}

/** Whether the peers of this service open a TCP connection to each other or to the proxy. */
export function connectsPeers(uuid: string): boolean {
  const transport = BY_UUID.get(uuid)?.transport
  return transport === 'oft' || transport === 'odc' || transport === 'icq'
}

/** A service's UUID, labelled with its name. */
export const serviceUuid = uuidType((uuid) => BY_UUID.get(uuid)?.name)
