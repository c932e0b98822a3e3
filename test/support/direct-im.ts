import { utf8 } from './bytes.ts'
import { Conversation, otherParty, type Who } from './conversation.ts'
import { odc, ODC_FLAGS, type OdcFields } from './odc.ts'

/** A direct IM session, verb by verb. */
export class DirectIm extends Conversation {
  /** Any frame of one side. */
  frame(by: Who, fields: Partial<OdcFields> = {}): this {
    return this.bytes(by, odc({ cookie: this.cookie, name: this[this.party(by)].name, ...fields }))
  }

  /** Who connected shows the cookie first, then the other side. */
  confirm(fields?: Partial<OdcFields>): this {
    const confirmation = { flags: ODC_FLAGS.confirm, ...fields }
    return this.frame(otherParty(this.proposer), confirmation).frame(this.proposer, confirmation)
  }

  message(by: Who, text: string, fields?: Partial<OdcFields>): this {
    return this.frame(by, { payload: utf8(text), ...fields })
  }

  typing(by: Who, flags: number = ODC_FLAGS.typing): this {
    return this.frame(by, { flags })
  }

  /** A whole session in which each says one thing. */
  complete(): this {
    this.propose().connect().confirm().accept()
    return this.typing('from').message('from', 'hi').message('to', 'hello').close('from')
  }
}
