import type { Conversation, Outcome, Path as Way } from '../conversation/conversation.ts'
import type { EventProtocol, TimelineEvent } from '../conversation/event.ts'
import { RATE_STATES } from '../oscar/rate-level.ts'
import type { Transfer, TransferOutcome } from '../conversation/transfer.ts'
import { FOODGROUPS, RENDEZVOUS_TAGS, RENDEZVOUS_TYPES, SNAC_FLAGS } from '../oscar/index.ts'
import { ARS_COMMANDS, ARS_ERRORS } from '../peer/ars.ts'
import { OFT_FLAGS, OFT_TYPES } from '../peer/oft-header.ts'
import type { Certainty, FindingKind, Severity } from '../rules/finding.ts'
import { RULES } from '../rules/index.ts'
import {
  address,
  alias,
  decoded,
  endpoint,
  number,
  seconds,
  SOURCE,
  TARGET,
  text,
  time,
  word,
  type DecodedOptions,
  type Field,
  type FieldContext,
} from './field.ts'
import { fieldTypeOf } from './field-type.ts'

const PROTOCOLS: readonly EventProtocol[] = ['flap', 'snac', 'oft2', 'odc2', 'ars', 'tcp']
const DIRECTIONS = ['client-to-server', 'server-to-client'] as const
const OUTCOMES: readonly Outcome[] = ['complete', 'declined', 'cancelled', 'failed', 'aborted', 'unfinished']
const WAYS: readonly Way[] = ['direct', 'redirect', 'proxy', 'none', 'unknown']
const TRANSFER_OUTCOMES: readonly TransferOutcome[] = ['complete', 'skipped', 'cancelled', 'aborted', 'unfinished']
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note']
const CERTAINTIES: readonly Certainty[] = ['sure', 'likely', 'capture-incomplete']
const KINDS: readonly FindingKind[] = ['capture', 'malformed', 'undecoded', 'violation']
const CHANNELS = new Map([
  [1, 'SIGNON'],
  [2, 'DATA'],
  [3, 'ERROR'],
  [4, 'SIGNOFF'],
  [5, 'KEEP_ALIVE'],
])
const FOODGROUP_NAMES = new Map([...FOODGROUPS.values()].map(({ foodgroup, name }) => [foodgroup, name]))

const SNAC_BITS = new Map(Object.entries(SNAC_FLAGS).map(([bit, name]) => [Number(bit), name]))

const namesOf = (table: ReadonlyMap<number, { readonly name: string }>): string[] =>
  [...table.values()].map(({ name }) => name)

const inOft = (event: TimelineEvent): boolean => event.protocol === 'oft2'
const inIcbm = (event: TimelineEvent): boolean => event.foodgroup === 0x0004

const transferOf = (event: TimelineEvent, { transfer }: FieldContext): Transfer | undefined =>
  transfer ?? (inOft(event) ? event.track.transfers.at(-1) : undefined)

/** A field of an OFT2 header; `node` when the decoder has another name for it. */
function oft(
  name: string,
  title: string,
  type: DecodedOptions['type'] & string,
  node = name,
  members?: readonly string[],
): Field {
  return decoded(`oft.${name}`, title, [[['oft'], [node]]], { type, when: inOft, ...(members && { members }) })
}

/** A field of an ICBM, by the paths it may have. */
function icbm(
  name: string,
  title: string,
  type: DecodedOptions['type'] & string,
  ...paths: readonly (readonly string[])[]
): Field {
  return decoded(
    name,
    title,
    paths.map((path) => path.map((step) => [step])),
    { type, when: inIcbm },
  )
}

function inGroup(
  name: string,
  title: string,
  type: DecodedOptions['type'] & string,
  path: readonly [string, string],
  members?: readonly string[],
): Field {
  return decoded(name, title, [path.map((step) => [step])], { type, ...(members && { members }) })
}

/** All screen names that have to do with an event; a column has the one at the client end of its connection. */
const USER: Field = {
  ...text(
    'user',
    'screen name at the client end; as a filter also both people of the conversation',
    (event) => event.track.screenName,
    'name',
  ),
  some: ({ track, conversation }, _context, test) =>
    [track.screenName, ...peopleOf(conversation ?? track.conversation)].some(
      (name) => name !== undefined && test(name),
    ),
}

function peopleOf(conversation: Conversation | undefined): readonly (string | undefined)[] {
  return conversation === undefined ? [] : [conversation.offerer.screenName, conversation.target.screenName]
}

/** Wireshark has the packet that completed it; every packet that carried it counts. */
const FRAME_NUMBER: Field = {
  ...number(
    'frame.number',
    'packet that completed the event; as a filter any that carried it',
    (event) => event.packet,
  ),
  some: (event, _context, test) => event.carriedBy.some((packet) => test(packet)),
}

const SOURCE_PORT = number('tcp.srcport', 'port it comes from', ({ track, side }) => track.flow.port(side))
const TARGET_PORT = number('tcp.dstport', 'port it goes to', ({ track, side }) => track.flow.port(side === 0 ? 1 : 0))
const EITHER_PORT: Field = {
  ...SOURCE_PORT,
  name: 'tcp.port',
  title: 'port of either end',
  some: ({ track: { flow } }, _context, test) => test(flow.port(0)) || test(flow.port(1)),
}

const ofSnac =
  (get: (event: TimelineEvent) => number) =>
  (event: TimelineEvent): number =>
    event.foodgroup < 0 ? -1 : get(event)

const ROWS: readonly Field[] = [
  FRAME_NUMBER,
  time('time_relative', 'seconds since the first packet', true),
  time('time_epoch', 'seconds since 1970-01-01 UTC', false),
  alias(time('frame.time_relative', 'seconds since the first packet', true), 'time_relative'),
  alias(time('frame.time_epoch', 'seconds since 1970-01-01 UTC', false), 'time_epoch'),
  number('flow', 'number of the TCP connection, from 1', (event) => event.track.id),
  number('tcp.stream', 'number of the TCP connection, from 0', (event) => event.track.id - 1),
  endpoint('src', 'where it comes from, ip:port', SOURCE),
  endpoint('dst', 'where it goes to, ip:port', TARGET),
  word('direction', DIRECTIONS.join(' '), DIRECTIONS, (event) => DIRECTIONS[event.fromClient ? 0 : 1]),
  address('ip.addr', 'address of either end', SOURCE, TARGET),
  address('ip.src', 'address it comes from', SOURCE),
  address('ip.dst', 'address it goes to', TARGET),
  alias(address('ipv6.addr', 'address of either end', SOURCE, TARGET), 'ip.addr'),
  alias(address('ipv6.src', 'address it comes from', SOURCE), 'ip.src'),
  alias(address('ipv6.dst', 'address it goes to', TARGET), 'ip.dst'),
  EITHER_PORT,
  SOURCE_PORT,
  TARGET_PORT,
  USER,

  number('event.n', 'number of the event, from 1', (event) => event.n),
  text('event.name', 'SNAC, frame or header', (event) => event.name, 'word'),
  word('event.protocol', PROTOCOLS.join(' '), PROTOCOLS, (event) => event.protocol),
  text('summary', 'the line of the text output', (event, context) => context.decode(event).summary),
  number('step', 'step of the thirteen', (event) => event.step ?? -1),
  number('conversation', 'number of the conversation', (event) => event.conversation?.id ?? -1),
  text('conversation.cookie', 'cookie of the conversation', (event) => event.conversation?.cookie, 'bytes'),
  word('conversation.outcome', 'what has become of it so far', OUTCOMES, (event) => event.conversation?.outcome),
  word('conversation.path', 'how its connection came about, so far', WAYS, (event) => event.conversation?.path),
  text('service', 'service of the conversation', (event) => event.conversation?.serviceName, 'word'),

  number('flap.channel', 'FLAP channel', (event) => event.channel, { names: CHANNELS }),
  number('flap.seq', 'FLAP sequence number', (event) => event.sequence),
  number('flap.length', 'FLAP payload length', (event) => (event.channel < 0 ? -1 : event.length)),
  alias(
    number('aim.channel', 'FLAP channel', (event) => event.channel, { digits: 2, names: CHANNELS }),
    'flap.channel',
  ),
  alias(
    number('aim.seqno', 'FLAP sequence number', (event) => event.sequence),
    'flap.seq',
  ),
  alias(
    number('aim.datalen', 'FLAP payload length', (event) => (event.channel < 0 ? -1 : event.length)),
    'flap.length',
  ),

  number('snac.foodgroup', 'foodgroup', (event) => event.foodgroup, { digits: 4, names: FOODGROUP_NAMES }),
  number('snac.subgroup', 'subgroup', (event) => event.subgroup, { digits: 4 }),
  number(
    'snac.flags',
    'SNAC flags',
    ofSnac((event) => event.flags),
    { digits: 4, bits: SNAC_BITS },
  ),
  number(
    'snac.request_id',
    'request id',
    ofSnac((event) => event.requestId),
  ),
  alias(
    number('aim.fnac.family', 'foodgroup', (event) => event.foodgroup, { digits: 4, names: FOODGROUP_NAMES }),
    'snac.foodgroup',
  ),
  alias(
    number('aim.fnac.subtype', 'subgroup', (event) => event.subgroup, { digits: 4 }),
    'snac.subgroup',
  ),
  alias(
    number(
      'aim.fnac.flags',
      'SNAC flags',
      ofSnac((event) => event.flags),
      { digits: 4, bits: SNAC_BITS },
    ),
    'snac.flags',
  ),
  alias(
    number(
      'aim.fnac.id',
      'request id',
      ofSnac((event) => event.requestId),
      { digits: 8 },
    ),
    'snac.request_id',
  ),

  ...[
    number('snac.answers', 'packet of the request that it answers', ({ answers }) => answers?.request.packet ?? -1),
    seconds('snac.response_time', 'seconds since the request that it answers', ({ answers }) => answers?.seconds),
    number('rate.class', 'rate class that the SNAC counts for', ({ rate }) => rate?.classId ?? -1),
    number('rate.level', 'level of its rate class behind it, as computed', ({ rate }) => rate?.level ?? -1),
    word('rate.state', RATE_STATES.join(' '), RATE_STATES, ({ rate }) => rate?.state),
  ].map((field): Field => ({ ...field, isTalk: true })),

  icbm('icbm.cookie', 'cookie of the message', 'bytes', ['cookie']),
  alias(icbm('aim_messaging.icbmcookie', 'cookie of the message', 'bytes', ['cookie']), 'icbm.cookie'),
  icbm('icbm.channel', 'channel of the message', 'number', ['channel']),
  icbm('icbm.screen_name', 'who it is for, or who it is from', 'name', ['screenName'], ['userInfo', 'screenName']),
  {
    ...icbm('rv.type', 'PROPOSE, CANCEL or ACCEPT', 'number', ['rendezvous', 'type']),
    members: Object.values(RENDEZVOUS_TYPES),
  },
  icbm('rv.cookie', 'cookie of the rendezvous block', 'bytes', ['rendezvous', 'cookie']),
  icbm('rv.service', 'UUID of the service', 'uuid', ['rendezvous', 'service']),
  ...[...RENDEZVOUS_TAGS.values()].map(({ name, about, type }) =>
    decoded(`rv.${name.toLowerCase()}`, about, [[['rendezvous'], [name]]], { when: inIcbm, ...fieldTypeOf(type) }),
  ),

  oft('type', 'name of the header type', 'number', 'type', namesOf(OFT_TYPES)),
  oft('cookie', 'ICBM cookie in the header', 'bytes'),
  oft('length', 'length of the header', 'number'),
  oft('total_files', 'files of the connection', 'number', 'totalFiles'),
  oft('files_left', 'files still to come, this one included', 'number', 'filesLeft'),
  oft('total_size', 'bytes of all files', 'number', 'totalSize'),
  oft('size', 'bytes of the file', 'number'),
  oft('checksum', 'checksum of the file, as the sender says', 'bytes'),
  oft('nrecvd', 'bytes received, as the receiver says', 'number'),
  oft('recvcsum', 'checksum of the received bytes, as the receiver says', 'bytes'),
  oft(
    'flags',
    'flags of the header',
    'number',
    'flags',
    OFT_FLAGS.map(([, name]) => name),
  ),
  oft('idstring', 'what the sending program calls itself', 'text'),
  oft('encoding', 'encoding of the name', 'number', 'encoding', ['ASCII', 'UTF-16BE', 'ISO-8859-1']),
  oft('filename', 'name of the file', 'text'),
  decoded('data.bytes', 'bytes of the file body', [[['data'], ['bytes']]], { type: 'number', when: inOft }),
  decoded('data.segments', 'segments of the file body', [[['data'], ['segments']]], { type: 'number', when: inOft }),
  number('transfer.id', 'number of the transfer', (event, context) => transferOf(event, context)?.id ?? -1),
  word(
    'transfer.state',
    'what has become of the transfer so far',
    TRANSFER_OUTCOMES,
    (event, context) => transferOf(event, context)?.outcome,
  ),
  text(
    'transfer.name',
    'name of its file',
    (event, context) => transferOf(event, context)?.best.file.described?.header.filename,
  ),
  number('transfer.size', 'bytes of its file', (event, context) => transferOf(event, context)?.best.file.size ?? -1),

  inGroup('odc.cookie', 'cookie of a direct IM frame', 'bytes', ['odc', 'cookie']),
  inGroup('odc.screen_name', 'who sent a direct IM frame', 'name', ['odc', 'screenName']),
  inGroup('odc.length', 'payload of a direct IM frame', 'number', ['odc', 'payloadLength']),
  inGroup('ars.command', 'command of a proxy frame', 'number', ['ars', 'command'], namesOf(ARS_COMMANDS)),
  inGroup('ars.cookie', 'cookie of a proxy frame', 'bytes', ['ars', 'cookie']),
  inGroup('ars.token', 'token of a proxy frame', 'number', ['ars', 'token']),
  inGroup('ars.address', 'address that the proxy names', 'address', ['ars', 'address']),
  inGroup('ars.error', 'error of the proxy', 'number', ['ars', 'error'], [...ARS_ERRORS.values()]),

  word(
    'finding.code',
    'code of a finding',
    RULES.map(({ code }) => code),
    (_event, { finding }) => finding?.code,
  ),
  word(
    'finding.name',
    'name of a finding',
    RULES.map(({ name }) => name),
    (_event, { finding }) => finding?.name,
  ),
  word('finding.severity', SEVERITIES.join(' '), SEVERITIES, (_event, { finding }) => finding?.severity),
  word('finding.certainty', CERTAINTIES.join(' '), CERTAINTIES, (_event, { finding }) => finding?.certainty),
  word('finding.kind', KINDS.join(' '), KINDS, (_event, { finding }) => finding?.kind),
  text('finding.message', 'what a finding says', (_event, { finding }) => finding?.message),
]

/** Every field by name; Wireshark's names give what Wireshark gives. */
export const FIELDS: ReadonlyMap<string, Field> = new Map(ROWS.map((field) => [field.name, field]))
