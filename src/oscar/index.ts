/** What the rest of the program uses of OSCAR above FLAP. */
export { CAPABILITIES, capability, shortCapability, type Capability } from './capabilities.ts'
export { ICBM_SUBCODES, LOGIN_ERRORS, SNAC_ERRORS } from './errors.ts'
export type { Foodgroup, Sender, Subgroup } from './foodgroup.ts'
export { ALL_FOODGROUPS, FOODGROUPS } from './foodgroups/index.ts'
export { readClientError, readIcbm, type ClientError, type Icbm } from './icbm.ts'
export { normalizeScreenName } from './normalize.ts'
export { readRendezvous, Rendezvous, tagOf, type TagPlace } from './rendezvous/block.ts'
export {
  CANCEL_REASONS,
  CLIENT_ERROR_CODES,
  NAK_REASONS,
  RENDEZVOUS_TYPES,
  type RendezvousTypeName,
} from './rendezvous/reasons.ts'
export { connectsPeers, serviceByUuid, SERVICES, type Service, type Transport } from './rendezvous/services.ts'
export {
  LAST_RESERVED_TAG,
  RENDEZVOUS_TAGS,
  TAG,
  type RendezvousTag,
  type RendezvousTagName,
} from './rendezvous/tags.ts'
export { decodeSignoff, decodeSignon, type FlapPayload } from './signon.ts'
export { decodeSnac, SNAC_FLAGS, SNAC_HEADER, type Snac } from './snac.ts'
export type { Block, Field, TlvRow, TlvTable, Type } from './types.ts'
