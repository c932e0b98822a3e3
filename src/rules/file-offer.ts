import { u16, u32 } from '../bytes/read.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { Leg } from '../conversation/message.ts'
import type { Rendezvous } from '../oscar/rendezvous/block.ts'
import { SERVICE_DATA } from '../oscar/rendezvous/tags.ts'
import { checkBlock, fits, type Fault } from './blocks.ts'
import type { Check } from './define.ts'
import { SIGN } from '../oscar/rendezvous/signs.ts'

/** Kind, number of files and bytes in all. */
const HEAD = 8

/** What a proposal says of its files. */
export class FileOffer {
  /** 1 one file, 2 several or a folder. */
  readonly kind: number
  readonly files: number
  readonly bytes: number
  readonly hasNul: boolean
  /** Where the name ends. */
  private readonly end: number
  private readonly data: Uint8Array
  private text: string | undefined

  constructor(data: Uint8Array) {
    const nul = data.indexOf(0, HEAD)
    this.data = data
    this.kind = u16(data, 0)
    this.files = u16(data, 2)
    this.bytes = u32(data, 4)
    this.hasNul = nul >= 0
    this.end = nul < 0 ? data.length : nul
  }

  /** As it was sent, up to the NUL, read as UTF-8. */
  get name(): string {
    return (this.text ??= utf8.decode(this.data.subarray(HEAD, this.end)))
  }

  /** Bytes behind the NUL. */
  get rest(): Uint8Array {
    return this.data.subarray(this.end + 1)
  }
}

const utf8 = new TextDecoder()

/** Several rules ask for the same one, one after the other. */
let last: { readonly block: Rendezvous; readonly offer: FileOffer } | undefined

/** A check of the files that a proposal offers; what is too short to offer any is another rule's. */
export function checkOffer(judge: (offer: FileOffer, block: Rendezvous, leg: Leg) => Fault | undefined): Check {
  return checkBlock({ signs: SIGN.files }, (block, leg) => {
    if (block.type !== 0 || block.known?.name !== 'send-file' || !fits(block)) return undefined
    const offer = offerOf(block)
    return offer && judge(offer, block, leg)
  })
}

/** What a block offers; undefined when it has no service data, or too little. */
export function offerOf(block: Rendezvous): FileOffer | undefined {
  if (last?.block === block) return last.offer
  const data = block.bytesOf(SERVICE_DATA)
  if (data === undefined || data.length <= HEAD) return undefined
  const offer = new FileOffer(data)
  last = { block, offer }
  return offer
}

/** What the proposals of the sender of files offer; a redirect need not repeat it. */
export function offersOf(conversation: Conversation | undefined): FileOffer[] {
  if (conversation?.serviceName !== 'send-file') return []
  return conversation.proposals.flatMap(({ from, first }) => {
    const offer = from === 'offerer' && first.rendezvous !== undefined ? offerOf(first.rendezvous) : undefined
    return offer === undefined ? [] : [offer]
  })
}
