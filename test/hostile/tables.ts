import type { Case } from './case.ts'
import { FILE_CASES } from './files.ts'
import { FLAP_CASES, MESSAGE_CASES } from './messages.ts'
import { LINK_CASES, TCP_CASES } from './packets.ts'
import { PEER_CASES } from './peers.ts'
import { TEXT_CASES } from './texts.ts'

/** The rows that are captures, by what they are about. */
export const TABLES: Readonly<Record<string, readonly Case[]>> = {
  'the file': FILE_CASES,
  'link and IP': LINK_CASES,
  TCP: TCP_CASES,
  FLAP: FLAP_CASES,
  'SNACs and rendezvous': MESSAGE_CASES,
  'transfers and direct IM': PEER_CASES,
  texts: TEXT_CASES,
}
