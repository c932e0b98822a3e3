import type { Node } from '../../bytes/node.ts'
import { softwareOfTracks, softwareText, type Software } from '../../conversation/software.ts'
import type { Track } from '../../conversation/track.ts'
import { findingName, findingTags, packetsText } from '../../report/finding-text.ts'
import { SEVERITY_SIGNS } from '../../report/signs.ts'
import { valueText } from '../../report/tree.ts'
import type { Finding } from '../../rules/finding.ts'
import type { State } from '../state.ts'
import { fileOf, peopleOf, softwareIn, type TransferItem } from '../store/transfers.ts'
import type { Line, Span } from '../style.ts'
import { grouped } from '../text.ts'
import { messageOf } from './subject.ts'

/** A line of the detail pane: text, or a field of the message with its place in the tree. */
export interface DetailRow {
  readonly line: Line
  readonly node?: Node
  /** Which field it is, for folding: `0.2.1`. */
  readonly key?: string
}

export function detailRows(state: State): readonly DetailRow[] {
  const { finding, item, track } = state.selection
  const message = messageOf(state)
  const rows: DetailRow[] = []
  if (finding !== undefined) rows.push(...findingLines(finding).map((line) => ({ line })))
  if (item !== undefined) rows.push(...itemLines(item).map((line) => ({ line })))
  if (state.view === 'flows' && track !== undefined) rows.push(...flowLines(track).map((line) => ({ line })))
  if (message !== undefined) {
    const style = message.isGhost ? 'ghost' : 'strong'
    rows.push({ line: [[message.title, style]] }, ...treeRows(message.nodes, state))
  }
  return rows
}

/** Fields as rows, without what is folded away. Not recursive: how deep a tree is, is the sender's to choose. */
function treeRows(nodes: readonly Node[], { tree, settings }: State): DetailRow[] {
  const rows: DetailRow[] = []
  const todo = nodes.map((node, at) => ({ node, key: String(at), depth: 0 })).reverse()
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { node, key, depth } = next
    const children = node.secret === true && !settings.secrets ? [] : (node.children ?? [])
    const isFolded = tree.folded.has(key)
    rows.push({ line: fieldLine(node, depth, children.length > 0, isFolded, settings.secrets), node, key })
    if (isFolded) continue
    for (let at = children.length - 1; at >= 0; at--)
      todo.push({ node: children[at]!, key: `${key}.${at}`, depth: depth + 1 })
  }
  return rows
}

function fieldLine(node: Node, depth: number, isGroup: boolean, isFolded: boolean, secrets: boolean): Line {
  const { name, tag, problem } = node
  const sign = isGroup ? (isFolded ? '▸ ' : '▾ ') : '  '
  const number = tag === undefined ? '' : `0x${tag.toString(16).padStart(4, '0')} `
  const value = valueText(node, secrets)
  const spans: Span[] = [
    [`${'  '.repeat(Math.min(depth, 20))}${sign}`, 'dim'],
    [`${number}${name}`, 'heading'],
  ]
  if (value !== '') spans.push([': '], [value, 'wire'])
  if (problem !== undefined) spans.push([`  ✗ ${problem}`, 'error'])
  return spans
}

function findingLines(finding: Finding): Line[] {
  const { severity, message, expected, found, packets } = finding
  const lines: Line[] = [
    [
      [`${SEVERITY_SIGNS[severity]} ${findingName(finding)} `, severity],
      [findingTags(finding), 'dim'],
    ],
    [[`  ${message}`]],
  ]
  if (expected !== undefined)
    lines.push([
      ['  expected ', 'dim'],
      [expected, 'wire'],
    ])
  if (found !== undefined)
    lines.push([
      ['  found    ', 'dim'],
      [found, 'wire'],
    ])
  if (packets.length > 0) lines.push([[`  ${packetsText(packets)}`, 'dim']])
  return [...lines, []]
}

function itemLines(item: TransferItem): Line[] {
  const { conversation, transfer } = item
  const [from, to] = peopleOf(item)
  const { name, size } = fileOf(item)
  const lines: Line[] = [
    [[`${from} → ${to}  `, 'wire'], [name, 'wire'], [size === undefined ? '' : `  ${grouped(size)} bytes`]],
  ]
  if (conversation !== undefined) {
    lines.push([
      [`${conversation.serviceName}  cookie ${conversation.cookie}  path ${conversation.path}  `, 'dim'],
      [conversation.outcome, conversation.outcome === 'complete' ? 'good' : 'plain'],
    ])
  }
  const { sender, receiver } = softwareIn(item) ?? {}
  lines.push(...programLines(from, sender), ...programLines(to, receiver))
  if (transfer !== undefined) {
    const { file, verdict } = transfer.best
    const carriers = `${grouped(file.segments)} segment${file.segments === 1 ? '' : 's'}`
    lines.push([[`${grouped(file.received)} bytes seen in ${carriers}  checksum ${verdict}`, 'dim']])
    if (file.holeBytes > 0) lines.push([[`${grouped(file.holeBytes)} bytes were not captured`, 'warning']])
  }
  return [...lines, []]
}

/** `alice  libpurple 2.10.9  calls itself ...` */
function programLines(who: string, software: Software | undefined): Line[] {
  if (software === undefined) return []
  return [[[`${who}  `, 'wire'], [softwareText(software)], [`  ${software.evidence}`, 'dim']]]
}

function flowLines(track: Track): Line[] {
  const { flow, client, server, ends, protocol, screenName, conversation } = track
  const about = [protocol, screenName, conversation && `conversation ${conversation.id}`, CLOSED[flow.closed]]
  const lines: Line[] = [
    [[`${ends[client]} → ${ends[server]}`, 'wire']],
    [[about.filter((part) => part !== undefined).join('  ')]],
    ...programLines(screenName ?? 'client', softwareOfTracks([track])),
  ]
  for (const [name, side] of [['client', client] as const, ['server', server] as const]) {
    const { bytes, repeated, gapBytes, synSeen } = flow.stream(side)
    const sent = `${grouped(bytes)} bytes  ${grouped(track.frames(side))} messages`
    const lost: Span = gapBytes > 0 ? [`  ${grouped(gapBytes)} bytes not captured`, 'warning'] : ['']
    const again: Span = repeated > 0 ? [`  ${grouped(repeated)} bytes sent again`, 'warning'] : ['']
    const middle: Span = synSeen ? [''] : ['  its beginning was not captured', 'warning']
    lines.push([[`${name} sent  `, 'dim'], [sent], lost, again, middle])
  }
  return [...lines, []]
}

const CLOSED = { open: 'still open at the end', fin: 'closed (FIN)', rst: 'reset (RST)' } as const

/** The deepest field that a byte belongs to, as its keys from the top down. */
export function keysAt(nodes: readonly Node[], offset: number): readonly string[] {
  const keys: string[] = []
  let level = nodes
  let prefix = ''
  for (;;) {
    const at = level.findIndex((node) => node.at <= offset && offset < node.end)
    if (at < 0) return keys
    prefix = prefix === '' ? String(at) : `${prefix}.${at}`
    keys.push(prefix)
    level = level[at]!.children ?? []
  }
}
