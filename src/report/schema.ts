import { SCHEMA } from './records.ts'

/** What of JSON Schema 2020-12 the records need. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly const?: string | number
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly minimum?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly description?: string
  readonly format?: 'date'
  readonly title?: string
}

const count: Schema = { type: 'integer', minimum: 0 }
const id: Schema = { type: 'integer', minimum: 1 }
const text: Schema = { type: 'string' }
const maybeText: Schema = { type: ['string', 'null'] }
const maybeId: Schema = { type: ['integer', 'null'], minimum: 1 }
const truth: Schema = { type: 'boolean' }
const packets: Schema = { type: 'array', items: id, description: 'numbers over all inputs, from 1' }
const time: Schema = { type: 'string', pattern: '^\\d{4,}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.(\\d{6}|\\d{9})Z$' }
const endpoint: Schema = { type: 'string', pattern: '^([0-9.]+|\\[[0-9a-f:.]+\\]):\\d+$' }
const sum: Schema = { type: ['string', 'null'], pattern: '^[0-9a-f]{8}$' }

const software: Schema = {
  type: ['object', 'null'],
  properties: { name: text, version: maybeText, evidence: text },
  required: ['name', 'version', 'evidence'],
  additionalProperties: false,
  description: 'which program, and what that is concluded from',
}

const oneOf = (...values: readonly string[]): Schema => ({ enum: values })
const list = (items: Schema): Schema => ({ type: 'array', items })

/** An object that has all of these, and perhaps others in a later version; `optional` ones may be absent. */
function object(properties: Readonly<Record<string, Schema>>, optional: Readonly<Record<string, Schema>> = {}): Schema {
  return {
    type: 'object',
    properties: { ...properties, ...optional },
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

function record(
  type: string,
  properties: Readonly<Record<string, Schema>>,
  optional?: Readonly<Record<string, Schema>>,
): Schema {
  return object({ type: { const: type }, ...properties }, optional)
}

const direction = oneOf('client-to-server', 'server-to-client')
const bySeverity = object({ error: count, warning: count, note: count })
const hole = object({ offset: count, bytes: count })

/** The records of `-T ndjson`, by their `type`. Keys may be added; a version raises when one is renamed or goes away. */
export const SCHEMAS: Readonly<Record<string, Schema>> = {
  capture: record('capture', {
    schema: { const: SCHEMA },
    files: list(
      object({
        file: text,
        format: { type: ['string', 'null'], enum: ['pcap', 'pcapng', null as never] },
        linkTypes: list(text),
        bytes: { type: ['integer', 'null'], description: 'size as stored; null for a pipe' },
      }),
    ),
  }),
  flow: record(
    'flow',
    {
      id,
      client: endpoint,
      server: endpoint,
      protocol: oneOf('flap', 'oft2', 'odc2', 'ars', 'ars+oft2', 'ars+odc2', 'icq-http', 'tls', 'toc', 'p3', 'other'),
      start: time,
      packets: count,
      bytes: object({ client: count, server: count }),
      frames: object({ client: count, server: count }),
      midstream: truth,
      gaps: list(object({ direction, offset: count, bytes: count, cause: oneOf('cut', 'missing') })),
      closed: oneOf('fin', 'rst', 'open'),
    },
    {
      screenName: text,
      software,
      inside: { ...id, description: 'the HTTP connection whose tunnel it came through first' },
    },
  ),
  event: record(
    'event',
    {
      n: id,
      time,
      relative: { type: 'number', description: 'seconds since the first packet' },
      flow: id,
      direction,
      packets,
      protocol: oneOf('flap', 'snac', 'oft2', 'odc2', 'ars', 'tcp'),
      name: text,
      summary: text,
      conversation: maybeId,
      step: { type: ['integer', 'null'], minimum: 1, description: 'of the thirteen' },
      fields: { type: 'object', description: 'everything decoded, with the names of the protocol reference' },
    },
    { answers: object({ name: text, packet: id, after: { type: 'number', description: 'seconds' } }) },
  ),
  conversation: record('conversation', {
    id,
    cookie: { type: 'string', pattern: '^[0-9a-f]{16}$' },
    service: text,
    offerer: maybeText,
    target: maybeText,
    path: oneOf('direct', 'redirect', 'proxy', 'none', 'unknown'),
    proposals: count,
    accepted: truth,
    software: object({ offerer: software, target: software }),
    outcome: oneOf('complete', 'declined', 'cancelled', 'failed', 'aborted', 'unfinished'),
    steps: { type: 'string', pattern: '^[✓✗▲●↷\\-?…·]{13}$' },
    flows: list(id),
    transfers: list(id),
  }),
  transfer: record(
    'transfer',
    {
      id,
      conversation: maybeId,
      flow: id,
      flows: list(id),
      sender: text,
      receiver: text,
      software: object({ sender: software, receiver: software }),
      name: text,
      size: count,
      received: count,
      checksum: object({ prompt: sum, computed: sum, done: sum, verdict: oneOf('match', 'mismatch', 'unchecked') }),
      sha256: { type: ['string', 'null'], pattern: '^[0-9a-f]{64}$' },
      outcome: oneOf('complete', 'skipped', 'cancelled', 'aborted', 'unfinished'),
      resumedAt: count,
      holes: list(hole),
    },
    { md5: { type: ['string', 'null'], pattern: '^[0-9a-f]{32}$' } },
  ),
  finding: record('finding', {
    code: { type: 'string', pattern: '^[A-Z]+-\\d+$' },
    name: text,
    kind: oneOf('capture', 'malformed', 'undecoded', 'violation'),
    severity: oneOf('error', 'warning', 'note'),
    certainty: oneOf('sure', 'likely', 'capture-incomplete'),
    step: { type: ['integer', 'null'], minimum: 1 },
    message: text,
    who: maybeText,
    time,
    flow: maybeId,
    conversation: maybeId,
    transfer: maybeId,
    packets,
    expected: maybeText,
    found: maybeText,
    knownFor: list(text),
    ghost: {
      ...object({
        name: text,
        from: oneOf('sender', 'receiver', 'offerer', 'target', 'proxy'),
        isThere: { ...truth, description: 'the message is there without something: these are its bytes with it' },
        bytes: { type: ['string', 'null'], pattern: '^([0-9a-f]{2})+$' },
        fields: { type: ['object', 'null'] },
      }),
      type: ['object', 'null'],
      description: 'the message that should have been there, computed from what was seen',
    },
  }),
  summary: record('summary', {
    packets: count,
    flows: count,
    frames: count,
    snacs: { type: ['integer', 'null'], description: 'null where not every frame was looked at' },
    conversations: count,
    transfers: count,
    findings: bySeverity,
    certain: bySeverity,
    suppressed: bySeverity,
    coverage: object({ bytes: count, decoded: count, data: count, unknown: count, gap: count }),
    unknown: {
      ...list(
        object({
          message: text,
          path: text,
          tag: { type: ['integer', 'null'], minimum: 0 },
          count,
          bytes: count,
          packet: id,
        }),
      ),
      type: ['array', 'null'],
      description: 'tags, subgroups and left-over bytes that no table has; null where not every message was looked at',
    },
    files: list(object({ file: text, packets: count, bytes: { type: ['integer', 'null'] } })),
  }),
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** A schema as a document of its own. */
export function standAlone(schema: Schema): object {
  return { $schema: DIALECT, ...schema }
}

/** All of them as one published document: a line of `-T ndjson` is any of these. */
export function schemaDocument(): object {
  return {
    $schema: DIALECT,
    title: `oscarscope records, schema ${SCHEMA}`,
    oneOf: Object.keys(SCHEMAS).map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: SCHEMAS,
  }
}
