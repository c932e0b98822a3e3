import type { Json, Node } from '../bytes/node.ts'
import { toJson } from '../bytes/node.ts'
import type { Clock } from '../clock.ts'
import type { Conversation } from '../conversation/conversation.ts'
import type { TimelineEvent } from '../conversation/event.ts'
import type { Answer } from '../conversation/exchanges.ts'
import { softwareOf, softwareOfTracks, type Software } from '../conversation/software.ts'
import { rail, stepMarks } from '../conversation/steps.ts'
import type { Track } from '../conversation/track.ts'
import type { Transfer } from '../conversation/transfer.ts'
import type { Finding, Ghost } from '../rules/finding.ts'
import { ghostHex, ghostNodes } from './ghost.ts'
import { peopleOf } from './people.ts'
import { between, isoTime } from './time.ts'
import type { Totals } from './totals.ts'
import { unknownRecords } from './unknowns.ts'
import type { Capture, CaptureEnd, Digests, HashName } from './view.ts'
import { Wholes } from './whole.ts'

/** Raised when a key is renamed or goes away; new keys do not raise it. */
export const SCHEMA = 1

export type JsonRecord = { readonly [key: string]: Json }

export interface RecordOptions {
  readonly secrets: boolean
  /** Which hashes of files were asked for. `sha256` has its key all the same. */
  readonly hashes: readonly HashName[]
}

/** Makes the records of `-T ndjson` and `-T json`; product contract, keys in a fixed order, `type` first. */
export class Records {
  private readonly clock: Clock
  private readonly options: RecordOptions
  private readonly digests: Digests
  private readonly wholes = new Wholes()
  /** Decimals of times: those of the captures. */
  digits: 6 | 9 = 6

  constructor(clock: Clock, digests: Digests, options: RecordOptions) {
    this.clock = clock
    this.digests = digests
    this.options = options
  }

  capture(captures: readonly Capture[]): JsonRecord {
    const files = captures.map(({ file, format, linkTypes, bytes }) => ({ file, format, linkTypes, bytes }))
    return { type: 'capture', schema: SCHEMA, files }
  }

  flow(track: Track): JsonRecord {
    const { flow, client, server } = track
    const software = softwareOfTracks([track])
    return {
      type: 'flow',
      id: track.id,
      client: track.ends[client],
      server: track.ends[server],
      protocol: track.protocol,
      start: this.time(flow.startSeconds, flow.startNanos),
      packets: flow.packets,
      bytes: { client: flow.stream(client).bytes, server: flow.stream(server).bytes },
      frames: { client: track.frames(client), server: track.frames(server) },
      midstream: !flow.stream0.synSeen && !flow.stream1.synSeen,
      gaps: [...flow.stream0.gaps, ...flow.stream1.gaps].map((gap) => ({
        direction: gap.side === client ? 'client-to-server' : 'server-to-client',
        offset: gap.offset,
        bytes: gap.bytes,
        cause: gap.cause,
      })),
      closed: flow.closed,
      ...(track.screenName === undefined ? {} : { screenName: track.screenName }),
      ...(software === undefined ? {} : { software: softwareRecord(software) }),
      ...(flow.inside === 0 ? {} : { inside: flow.inside }),
    }
  }

  event(event: TimelineEvent): JsonRecord {
    const { summary, nodes } = event.decode()
    return {
      type: 'event',
      n: event.n,
      time: this.time(event.seconds, event.nanos),
      relative: between(this.clock.firstSeconds, this.clock.firstNanos, event.seconds, event.nanos),
      flow: event.track.id,
      direction: event.fromClient ? 'client-to-server' : 'server-to-client',
      packets: event.carriedBy,
      protocol: event.protocol,
      name: event.name,
      summary: summary === '' ? event.name : `${event.name} ${summary}`,
      conversation: event.conversation?.id ?? null,
      step: event.step ?? null,
      ...(event.answers === undefined ? {} : { answers: answerRecord(event.answers) }),
      fields: this.fields(nodes),
    }
  }

  conversation(conversation: Conversation): JsonRecord {
    return {
      type: 'conversation',
      id: conversation.id,
      cookie: conversation.cookie,
      service: conversation.serviceName,
      offerer: conversation.offerer.screenName ?? null,
      target: conversation.target.screenName ?? null,
      path: conversation.path,
      proposals: conversation.proposals.length,
      accepted: conversation.accepted,
      software: {
        offerer: softwareRecord(softwareOf(conversation, 'offerer')),
        target: softwareRecord(softwareOf(conversation, 'target')),
      },
      outcome: conversation.outcome,
      steps: rail(stepMarks(conversation)),
      flows: conversation.connections.map((track) => track.id),
      transfers: conversation.transfers.map((transfer) => transfer.id),
    }
  }

  transfer(transfer: Transfer): JsonRecord {
    const view = transfer.best
    const { file, track } = view
    const { conversation } = transfer
    const prompt = file.described?.header
    const done = file.seen('done')?.header
    const { sender, receiver } = peopleOf(transfer)
    const { programs } = this.wholes.of(transfer)
    return {
      type: 'transfer',
      id: transfer.id,
      conversation: conversation?.id ?? null,
      flow: track.id,
      flows: transfer.views.map((other) => other.track.id),
      sender,
      receiver,
      software: { sender: softwareRecord(programs.sender), receiver: softwareRecord(programs.receiver) },
      name: prompt?.filename ?? '',
      size: file.size,
      received: file.received,
      checksum: {
        prompt: sum(prompt?.checksum),
        computed: sum(file.checksum),
        done: sum(done?.recvcsum),
        verdict: view.verdict,
      },
      sha256: this.digests.digest(view, 'sha256'),
      ...(this.options.hashes.includes('md5') ? { md5: this.digests.digest(view, 'md5') } : {}),
      outcome: transfer.outcome,
      resumedAt: file.start,
      holes: file.holes.map(({ offset, bytes }) => ({ offset, bytes })),
    }
  }

  finding(finding: Finding): JsonRecord {
    return {
      type: 'finding',
      code: finding.code,
      name: finding.name,
      kind: finding.kind,
      severity: finding.severity,
      certainty: finding.certainty,
      step: finding.step ?? null,
      message: finding.message,
      who: finding.who ?? null,
      time: this.time(finding.seconds, finding.nanos),
      flow: finding.track?.id ?? null,
      conversation: finding.conversation?.id ?? null,
      transfer: finding.transfer?.id ?? null,
      packets: finding.packets,
      expected: finding.expected ?? null,
      found: finding.found ?? null,
      knownFor: finding.knownFor,
      ghost: finding.ghost === undefined ? null : ghostRecord(finding.ghost),
    }
  }

  summary(totals: Totals, captures: readonly CaptureEnd[]): JsonRecord {
    return {
      type: 'summary',
      packets: this.clock.packet,
      flows: totals.flows,
      frames: totals.frames,
      snacs: totals.snacs ?? null,
      conversations: totals.conversations,
      transfers: totals.transfers,
      findings: { ...totals.findings },
      certain: { ...totals.certain },
      suppressed: { ...totals.suppressed },
      coverage: { ...totals.coverage },
      unknown: unknownRecords(totals.unknowns),
      files: captures.map(({ file, packets, bytes }) => ({ file, packets, bytes })),
    }
  }

  private time(seconds: number, nanos: number): string {
    return isoTime(seconds, nanos, this.digits)
  }

  private fields(nodes: readonly Node[]): Json {
    return toJson({ name: 'fields', at: 0, end: 0, children: nodes }, { secrets: this.options.secrets })
  }
}

function answerRecord({ request, seconds }: Answer): Json {
  return { name: request.name, packet: request.packet, after: seconds }
}

export function softwareRecord(software: Software | undefined): Json {
  if (software === undefined) return null
  return { name: software.name, version: software.version ?? null, evidence: software.evidence }
}

/** The message that should have been there, as bytes and decoded. */
function ghostRecord(ghost: Ghost): JsonRecord {
  const [node] = ghostNodes(ghost)
  const { name, from, isThere = false } = ghost
  return {
    name,
    from,
    isThere,
    bytes: ghostHex(ghost),
    fields: node === undefined ? null : toJson(node, { secrets: false }),
  }
}

function sum(value: number | undefined): string | null {
  return value === undefined ? null : value.toString(16).padStart(8, '0')
}
