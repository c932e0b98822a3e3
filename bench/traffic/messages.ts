import { ascii, concat, string08, u16, u32, zeros } from '../../test/support/bytes.ts'
import { keyReply, keyRequest, loginReply, loginRequest, signonCookie } from '../../test/support/login.ts'
import * as oscar from '../../test/support/oscar.ts'
import * as rv from '../../test/support/rendezvous.ts'
import { Random } from './random.ts'
import { BLANK, Template } from './template.ts'

const { tlv, flap, CHANNEL } = oscar
const { me, peer, cookie } = BLANK

const FOODGROUPS = [0x0001, 0x0002, 0x0003, 0x0004, 0x0009, 0x0013]
const LOGIN_COOKIE = zeros(256).fill(0x5a)
const WORDS =
  'hi ok lol brb yes no hello there are you coming tonight did it arrive try again what time see you later thanks the file is on its way :) firewall'.split(
    ' ',
  )

/** A buddy's user info: class, sign-on time, idle minutes, capabilities. */
const buddy = (name: string): Uint8Array =>
  oscar.userInfo(name, [
    tlv(0x0001, u16(0x0010)),
    tlv(0x0003, u32(1_104_530_000)),
    tlv(0x000d, rv.SERVICES.sendFile),
    tlv(0x000f, u32(7200)),
  ])

/** Texts of one to twenty words. */
const TEXTS = ((random = new Random(1)) =>
  Array.from({ length: 48 }, () => Array.from({ length: random.between(1, 20) }, () => random.pick(WORDS)).join(' ')))()

const icbm = { cookie, channel: 1 }

/** The authorizer's connection: each a frame of the server or of the client. */
export const LOGIN = {
  signon: new Template(flap(CHANNEL.signon, 0, oscar.signon())),
  keyRequest: Template.snac(0x0017, 0x0006, keyRequest(me)),
  keyReply: Template.snac(0x0017, 0x0007, keyReply('1234567890')),
  request: Template.snac(0x0017, 0x0002, loginRequest({ name: me, hash: ascii('not a real hash!') })),
  reply: Template.snac(0x0017, 0x0003, loginReply({ name: me, host: '205.188.7.1:5190', cookie: LOGIN_COOKIE })),
} as const

/** The connection to the server, from its first frame to the client's word that it is ready. */
export const SIGN_ON = {
  cookie: new Template(flap(CHANNEL.signon, 0, oscar.signon([signonCookie(LOGIN_COOKIE)]))),
  hostOnline: Template.snac(0x0001, 0x0003, oscar.hostOnline(...FOODGROUPS)),
  versions: Template.snac(0x0001, 0x0017, u16(...FOODGROUPS.flatMap((foodgroup) => [foodgroup, 1]))),
  hostVersions: Template.snac(0x0001, 0x0018, u16(...FOODGROUPS.flatMap((foodgroup) => [foodgroup, 1]))),
  infoQuery: Template.snac(0x0001, 0x000e),
  info: Template.snac(0x0001, 0x000f, buddy(me)),
  buddyRights: Template.snac(0x0003, 0x0002),
  buddyRightsReply: Template.snac(0x0003, 0x0003, concat(tlv(0x0001, u16(500)), tlv(0x0002, u16(750)))),
  setInfo: Template.snac(0x0002, 0x0004, tlv(0x0005, concat(rv.SERVICES.sendFile, rv.SERVICES.directIm))),
  clientOnline: Template.snac(0x0001, 0x0002, oscar.clientOnline(...FOODGROUPS)),
  signoff: new Template(flap(CHANNEL.signoff, 0)),
} as const

/** What people and the host say all day. */
export const CHAT = {
  texts: TEXTS.map((text) => ({
    toHost: Template.snac(
      0x0004,
      0x0006,
      oscar.icbmToHost({ ...icbm, to: peer, tlvs: [oscar.imText(text), oscar.requestHostAck()] }),
    ),
    toClient: Template.snac(0x0004, 0x0007, oscar.icbmToClient({ ...icbm, from: peer, tlvs: [oscar.imText(text)] })),
  })),
  hostAck: Template.snac(0x0004, 0x000c, oscar.hostAck({ ...icbm, name: peer })),
  typing: [0, 1, 2].map((event) => Template.snac(0x0004, 0x0014, oscar.clientEvent({ ...icbm, name: peer, event }))),
  arrived: Template.snac(0x0003, 0x000b, buddy(peer)),
  departed: Template.snac(0x0003, 0x000c, oscar.userInfo(peer)),
  keepAlive: new Template(flap(CHANNEL.keepAlive, 0)),
  idle: Template.snac(0x0001, 0x0011, u32(600)),
  infoQuery: Template.snac(0x0002, 0x0015, concat(u32(1), string08(peer))),
  info: Template.snac(
    0x0002,
    0x0006,
    concat(
      buddy(peer),
      tlv(0x0001, ascii('text/aolrtf; charset="us-ascii"')),
      tlv(0x0002, ascii('out for lunch, back at two')),
    ),
  ),
  insertItem: Template.snac(0x0013, 0x0008, concat(u16(10), ascii(peer), u16(1, 2, 0, 0))),
  feedbagStatus: Template.snac(0x0013, 0x000e, u16(0)),
} as const

/** A message on channel 2, its copy to the host and the one the host passes on. */
export interface RendezvousMessage {
  readonly toHost: Template
  readonly toClient: Template
}

/** `added`: what the host adds to the block. */
export function rendezvous(
  type: number,
  tags: readonly Uint8Array[],
  added: readonly Uint8Array[] = [],
): RendezvousMessage {
  const block = (all: readonly Uint8Array[]) => tlv(0x0005, rv.rendezvousBlock(type, { cookie, tags: all }))
  const head = { cookie, channel: 2 }
  const sent = [block(tags), oscar.requestHostAck()]
  return {
    toHost: Template.snac(0x0004, 0x0006, oscar.icbmToHost({ ...head, to: peer, tlvs: sent })),
    toClient: Template.snac(
      0x0004,
      0x0007,
      oscar.icbmToClient({ ...head, from: peer, tlvs: [block([...tags, ...added])] }),
    ),
  }
}

const OPENING = [rv.sequenceNum(1), rv.requestHostCheck()]
const offerTags = (offer: Offer) => [rv.serviceData(offer), rv.charset('us-ascii')]

export interface Offer {
  readonly files: number
  readonly size: number
  readonly name: string
}

/** The first proposal; the address is the proposer's own. */
export function proposal(port: number, offer: Offer): RendezvousMessage {
  const tags = [...OPENING, ...rv.listenerTags(BLANK.ip, port), ...offerTags(offer)]
  return rendezvous(0, tags, [rv.verifiedIp(BLANK.ip)])
}

/** The first proposal, through the proxy at the address in the blank. */
export function proxyProposal(token: number, offer: Offer): RendezvousMessage {
  return rendezvous(0, [...OPENING, ...rv.listenerTags(BLANK.ip, token, null), rv.useArs(), ...offerTags(offer)])
}

/** The receiver's proposal to be connected to instead. */
export function redirection(port: number): RendezvousMessage {
  return rendezvous(0, [rv.sequenceNum(2), ...rv.listenerTags(BLANK.ip, port)], [rv.verifiedIp(BLANK.ip)])
}

export const ACCEPT = rendezvous(2, [])
export const CANCEL = rendezvous(1, [rv.cancelReason(1)])
/** Offers that come to nothing. */
export const IDLE_OFFER = proposal(5190, { files: 1, size: 48_211, name: 'hello.txt' })
export const RENDEZVOUS_ACK = Template.snac(0x0004, 0x000c, oscar.hostAck({ cookie, channel: 2, name: peer }))
