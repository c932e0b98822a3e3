import { ipv4 } from './address.ts'
import { bytesOf, concat, EMPTY, string08, u16, u32, type Bytes } from './bytes.ts'
import { tlv } from './oscar.ts'
import { serviceUuid, type Service } from './rendezvous.ts'

interface Frame {
  /** Default is what the command's side sends: 0x0220 from the server, 0 from a client. */
  flags?: number
  version?: number
  unknown?: number
  /** What the header says follows it; default is the truth. */
  length?: number
}

interface Init {
  name: string
  cookie: Bytes
  service?: Service
}

function frame(command: number, payload: Bytes = EMPTY, options: Frame = {}): Uint8Array {
  const body = bytesOf(payload)
  const { flags = command % 2 === 1 ? 0x0220 : 0, version = 0x044a, length = 10 + body.length } = options
  return concat(u16(length, version, command), u32(options.unknown ?? 0), u16(flags), body)
}

const service = (init: Init) => tlv(0x0001, serviceUuid(init.service ?? 'sendFile'))

/** Frames of the rendezvous proxy. */
export const ars = {
  frame,
  initSend: (init: Init) => frame(2, concat(string08(init.name), init.cookie, service(init))),
  ack: ({ token, ip }: { token: number; ip: string }) => frame(3, concat(u16(token), ipv4(ip))),
  initRecv: (init: Init & { token: number }) =>
    frame(4, concat(string08(init.name), u16(init.token), init.cookie, service(init))),
  ready: () => frame(5),
  error: (code: number) => frame(1, u16(code)),
}
