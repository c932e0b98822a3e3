import { u16, u32 } from '../bytes/read.ts'
import type { Leg } from '../conversation/message.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
import { SERVICE_DATA } from '../oscar/rendezvous/tags.ts'
import { checkBlock, fits, type Fault } from './blocks.ts'
import type { Check } from './define.ts'

/** Kind, number of files and bytes in all. */
const HEAD = 8

/** What a proposal says of its files. */
export interface FileOffer {
  /** 1 one file, 2 several or a folder. */
  readonly kind: number
  readonly files: number
  readonly bytes: number
  /** As it was sent, up to the NUL, read as UTF-8. */
  readonly name: string
  readonly hasNul: boolean
  /** Bytes behind the NUL. */
  readonly rest: Uint8Array
}

/** A check of the files that a proposal offers; what is too short to offer any is another rule's. */
export function checkOffer(judge: (offer: FileOffer, block: Rendezvous, leg: Leg) => Fault | undefined): Check {
  return checkBlock((block, leg) => {
    if (block.typeName !== 'PROPOSE' || block.serviceName !== 'send-file' || !fits(block)) return undefined
    const data = block.bytesOf(SERVICE_DATA)
    return data === undefined || data.length <= HEAD ? undefined : judge(readOffer(data), block, leg)
  })
}

const utf8 = new TextDecoder()

function readOffer(data: Uint8Array): FileOffer {
  const nul = data.indexOf(0, HEAD)
  const end = nul < 0 ? data.length : nul
  return {
    kind: u16(data, 0),
    files: u16(data, 2),
    bytes: u32(data, 4),
    name: utf8.decode(data.subarray(HEAD, end)),
    hasNul: nul >= 0,
    rest: data.subarray(end + 1),
  }
}
