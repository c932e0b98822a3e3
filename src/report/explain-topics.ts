/** All that can be explained, made of the tables that decode, judge and draw it. */
import { hexNumber } from '../bytes/hex.ts'
import { STEPS } from '../conversation/steps.ts'
import {
  ALL_FOODGROUPS,
  CANCEL_REASONS,
  CAPABILITIES,
  CLIENT_ERROR_CODES,
  ICBM_SUBCODES,
  LOGIN_ERRORS,
  NAK_REASONS,
  RENDEZVOUS_TAGS,
  SERVICES,
  serviceByUuid,
  SNAC_ERRORS,
  type Foodgroup,
  type RendezvousTag,
  type Sender,
  type Subgroup,
} from '../oscar/index.ts'
import type { Names } from '../oscar/types.ts'
import { ARS_COMMANDS, ARS_ERRORS } from '../peer/ars.ts'
import { OFT_TYPES } from '../peer/oft-header.ts'
import type { Rule } from '../rules/define.ts'
import { RULES } from '../rules/index.ts'
import { fieldsText, membersText, tlvTopics } from './explain-layout.ts'

export type TopicKind =
  | 'rule'
  | 'step'
  | 'SNAC'
  | 'foodgroup'
  | 'OFT2 header type'
  | 'rendezvous tag'
  | 'proxy command'
  | 'proxy error'
  | 'capability'
  | 'error code'
  | 'TLV'

/** Something with a meaning. */
export interface Topic {
  readonly kind: TopicKind
  /** `OFT-07`, `0x000a`, `0004/0006`, a UUID. */
  readonly code: string
  readonly name: string
  /** Where the code means this: `userinfo`, `login`. */
  readonly context?: string
  readonly title: string
  /** What is to be said about it, each under a word. */
  readonly parts: readonly (readonly [label: string, text: string])[]
  /** What else it is found by. */
  readonly keys?: readonly string[]
}

type Part = readonly [label: string, text: string]

/** Leaves out what there is nothing to say about. */
const parts = (...all: readonly (readonly [string, string | undefined])[]): Part[] =>
  all.filter((part): part is Part => part[1] !== undefined && part[1] !== '')

export function ruleTopic({
  code,
  name,
  severity,
  kind,
  title,
  why,
  fix,
  spec,
  who,
  step,
  knownFor = [],
}: Rule): Topic {
  const where = step === undefined ? '' : ` · step ${step}, ${STEPS[step - 1]!}`
  return {
    kind: 'rule',
    code,
    name,
    title: `${title}.`,
    parts: parts(
      ['Severity', `${severity} · ${kind} · for the ${who} to mend${where}`],
      ['Why', why],
      ['Fix', fix],
      ['Written', `${spec.doc}, ${spec.item}: ${spec.says}`],
      ['Known for', knownFor.join(', ')],
    ),
  }
}

function stepTopic(title: string, index: number): Topic {
  const number = index + 1
  const rules = RULES.filter(({ step }) => step === number).map(({ code, name }) => `${code} ${name}`)
  return {
    kind: 'step',
    code: String(number),
    name: `step ${number}`,
    title: `${title[0]!.toUpperCase()}${title.slice(1)}: step ${number} of the thirteen of a file transfer.`,
    parts: parts(
      ['Filter', `step == ${number}`],
      ['Rules', rules.join(', ')],
      ['Written', 'RendezvousProtocol, the thirteen steps'],
    ),
  }
}

const SENDERS: Readonly<Record<Sender, string>> = {
  client: 'client to server',
  server: 'server to client',
  both: 'both ways',
}

function snacTopic(group: Foodgroup, row: Subgroup): Topic {
  const { name, from, body, repliesTo, about, subgroup, error } = row
  const numbers = `${hexNumber(group.foodgroup).slice(2)}/${hexNumber(subgroup).slice(2)}`
  const nameOf = (number: number): string => group.subgroups.get(number)?.name ?? hexNumber(number)
  const answers = [...group.subgroups.values()]
    .filter((other) => other.repliesTo.includes(subgroup))
    .map((other) => other.name)
  return {
    kind: 'SNAC',
    code: numbers,
    name,
    title:
      about === undefined
        ? `A SNAC of the foodgroup ${group.name}, ${SENDERS[from]}.`
        : `${about[0]!.toUpperCase()}${about.slice(1)}.`,
    parts: parts(
      ['Sent', SENDERS[from]],
      ['Body', body === undefined ? 'not documented' : fieldsText(body)],
      ['Answers', error === true ? 'any request of the foodgroup' : repliesTo.map(nameOf).join(', ')],
      ['Answered', answers.join(', ')],
      ['Filter', `snac.foodgroup == ${group.name} and snac.subgroup == ${hexNumber(subgroup)}`],
      ['Written', `Foodgroups/${group.name}, ${name}`],
    ),
    keys: [name.slice(name.indexOf('__') + 2)],
  }
}

function foodgroupTopic({ foodgroup, name, subgroups }: Foodgroup): Topic {
  const list = [...subgroups.values()].map(
    (row) => `${hexNumber(row.subgroup)} ${row.name.slice(row.name.indexOf('__') + 2)}`,
  )
  return {
    kind: 'foodgroup',
    code: hexNumber(foodgroup),
    name,
    title: `A foodgroup of ${list.length} SNACs.`,
    parts: parts(
      ['SNACs', list.join(', ')],
      ['Filter', `snac.foodgroup == ${name}`],
      ['Written', `Foodgroups/${name}`],
    ),
  }
}

function tagTopic({ tag, name, type, about, required, only, addedBy, mirrors }: RendezvousTag): Topic {
  return {
    kind: 'rendezvous tag',
    code: hexNumber(tag),
    name,
    context: 'rendezvous',
    title: `${about[0]!.toUpperCase()}${about.slice(1)}.`,
    parts: parts(
      ['Value', [type.kind, membersText(type)].filter((part) => part !== '').join(': ')],
      ['Required', required && `in ${required.join(', ')}`],
      ['Allowed', only && `in ${only.join(', ')} only`],
      ['Added by', addedBy && `the ${addedBy}; a client must not send it`],
      ['Copies', mirrors && `${mirrors}, with all bits inverted`],
      ['Filter', `rv.${name.toLowerCase()}`],
      ['Written', `Services/Rendezvous, ICBM__RENDEZVOUS_TAGS, ${name}`],
    ),
    keys: [`rv ${hexNumber(tag)}`, `rv ${name}`, `icbm ${name}`],
  }
}

/** When the headers are sent and what is to follow; rendezvous reference, section 5.1. */
const OFT_ABOUT: Readonly<Record<string, readonly [title: string, follows: string]>> = {
  PROMPT: [
    'First header of each file: describes it and asks whether to send',
    '0x0202 ACK, 0x0205 RESUME, or 0x0204 DONE to skip the file',
  ],
  ACK: ['Accepts the prompt', 'the bytes of the file'],
  DONE: [
    'The file was received, or, right after the prompt, is not wanted',
    'the next prompt, or the end of the connection',
  ],
  RESUME: ['Instead of ACK: part of the file is there, as many bytes with this checksum', '0x0106 RESUME_ACCEPT'],
  RESUME_ACCEPT: ['Where the sender starts: the same number of bytes, or 0 for all over', '0x0207 RESUME_ACK'],
  RESUME_ACK: ['Ready to receive from that place on', 'the rest of the file'],
  LISTING_PROMPT: ['Get file: a listing of so many bytes follows', '0x1209 LISTING_ACK'],
  LISTING_ACK: ['Get file: send the listing', 'the listing'],
  LISTING_CORRUPT: ['Get file: the listing did not arrive well', 'nothing that is known'],
  LISTING_RECEIVED: ['Get file: the listing has arrived', 'nothing, or a request'],
  REQUEST_FILE: ['Get file: asks for a file by its name', '0x0101 PROMPT'],
  REQUEST_DIRECTORY: ['Get file: asks for the listing of a folder', '0x1108 LISTING_PROMPT'],
}

function oftTopics(): Topic[] {
  return [...OFT_TYPES].map(([type, { name, from }]): Topic => {
    const [title, follows] = OFT_ABOUT[name] ?? ['A header', '']
    return {
      kind: 'OFT2 header type',
      code: hexNumber(type),
      name,
      context: 'oft',
      title: `${title}.`,
      parts: parts(
        ['Sent by', `the file's ${from}`],
        ['Followed by', follows],
        ['Filter', `oft.type == ${name}`],
        ['Written', `On Sending Files via OSCAR, type ${hexNumber(type)}`],
      ),
    }
  })
}

/** Rendezvous reference, section 8. */
const ARS_ABOUT: Readonly<Record<string, string>> = {
  ERROR: 'The proxy refuses; the code says why',
  INIT_SEND: 'Asks the proxy for a place to meet: own screen name, cookie and service',
  ACK: 'The place: the token that goes into PORT of the proposal, and the address that goes into RENDEZVOUS_IP_ADDR',
  INIT_RECV: 'Goes to that place: own screen name, token, cookie and service',
  READY: 'Both are there: from here on the connection is a direct one',
}

function proxyTopics(): Topic[] {
  const written: Part = ['Written', 'Services/Rendezvous, rendezvous proxy']
  const commands = [...ARS_COMMANDS].map(([command, { name, from }]): Topic => ({
    kind: 'proxy command',
    code: hexNumber(command),
    name,
    context: 'ars',
    title: `${ARS_ABOUT[name] ?? name}.`,
    parts: [
      ['Sent', from === 'client' ? 'to the proxy' : 'by the proxy'],
      ['Filter', `ars.command == ${name}`],
      written,
    ],
  }))
  const errors = [...ARS_ERRORS].map(([code, name]): Topic => ({
    kind: 'proxy error',
    code: hexNumber(code),
    name,
    context: 'ars error',
    title: 'Why the rendezvous proxy refuses.',
    parts: [['Filter', `ars.error == ${name}`], written],
  }))
  return [...commands, ...errors]
}

function codeTopics(context: string, table: Names, title: string, written: string): Topic[] {
  return Object.entries(table).map(([number, name]): Topic => {
    const code = hexNumber(Number(number))
    return {
      kind: 'error code',
      code,
      name,
      context,
      title,
      parts: [['Written', written]],
      keys: [`${context} ${number}`, `error ${number}`, `error ${code}`],
    }
  })
}

function capabilityTopics(): Topic[] {
  const known = CAPABILITIES.map(({ uuid, name, kind }): Topic => {
    const service = serviceByUuid(uuid)
    const [, short] = /^0946([0-9a-f]{4})-4c7f-11d1-8222-444553540000$/.exec(uuid) ?? []
    return {
      kind: 'capability',
      code: uuid,
      name,
      title: CAPABILITY_KINDS[kind],
      parts: parts(
        ['Short form', short && `0x${short}`],
        ['Service', service && `${service.name}, ${TRANSPORTS[service.transport]}`],
        ['Filter', service ? `rv.service == ${service.name}` : `capabilities == ${name}`],
      ),
      keys: [
        uuid.replaceAll('-', ''),
        ...(short === undefined ? [] : [`0x${short}`]),
        ...(service === undefined ? [] : [service.name]),
      ],
    }
  })
  const uuids = new Set(CAPABILITIES.map(({ uuid }) => uuid))
  const others = SERVICES.filter(({ uuid }) => !uuids.has(uuid)).map(({ uuid, name, transport }): Topic => ({
    kind: 'capability',
    code: uuid,
    name,
    title: 'A service that a rendezvous can be for.',
    parts: [['Service', TRANSPORTS[transport]]],
    keys: [uuid.replaceAll('-', '')],
  }))
  return [...known, ...others]
}

const CAPABILITY_KINDS = {
  capability: 'A capability that clients announce.',
  'client-signature': 'A mark that tells which client it is.',
  plugin: 'A plug-in of ICQ messages.',
  xstatus: 'An extended status of ICQ.',
  alert: 'A kind of alert.',
} as const

const TRANSPORTS = {
  oft: 'which opens a connection for OFT2',
  odc: 'which opens a connection for direct IM (ODC2)',
  icq: 'which opens a connection of ICQ',
  rtc: 'which opens connections for sound or pictures',
  icbm: 'whose data is in the message itself',
  chat: 'which goes on at a chat host',
  none: 'whose data goes elsewhere',
} as const

let made: readonly Topic[] | undefined

/** Every topic; of those that are found by the same word the ones that are meant more often come first. */
export function topics(): readonly Topic[] {
  return (made ??= [
    ...RULES.map(ruleTopic),
    ...STEPS.map(stepTopic),
    ...oftTopics(),
    ...[...RENDEZVOUS_TAGS.values()].map(tagTopic),
    ...ALL_FOODGROUPS.flatMap((group) => [...group.subgroups.values()].map((row) => snacTopic(group, row))),
    ...ALL_FOODGROUPS.map(foodgroupTopic),
    ...capabilityTopics(),
    ...proxyTopics(),
    ...codeTopics('snac', SNAC_ERRORS, 'Code of an error SNAC, subgroup 0x0001 of any foodgroup.', 'SNAC, error codes'),
    ...codeTopics(
      'icbm',
      ICBM_SUBCODES,
      'ERROR_SUBCODE of an error of the ICBM foodgroup.',
      'Foodgroups/ICBM, ICBM__ERR',
    ),
    ...codeTopics(
      'login',
      LOGIN_ERRORS,
      'ERROR_SUBCODE of a login answer or of a sign-off frame.',
      'Foodgroups/BUCP, BUCP__LOGIN_RESPONSE',
    ),
    ...codeTopics(
      'cancel',
      CANCEL_REASONS,
      'CANCEL_REASON of a rendezvous.',
      'Services/Rendezvous, ICBM__RENDEZVOUS_TAGS, CANCEL_REASON',
    ),
    ...codeTopics(
      'nak',
      NAK_REASONS,
      'Why a proposal is refused, in ICBM__CLIENT_ERR.',
      'Services/Rendezvous, NAK reasons',
    ),
    ...codeTopics(
      'client',
      CLIENT_ERROR_CODES,
      'Why a client could not use a message: ICBM__CLIENT_ERR.',
      'Foodgroups/ICBM, ICBM__CLIENT_ERR',
    ),
    ...tlvTopics(),
  ])
}
