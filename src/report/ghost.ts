import { hex } from '../bytes/hex.ts'
import type { Node } from '../bytes/node.ts'
import { readRendezvous } from '../oscar/rendezvous/block.ts'
import { readArsFrame } from '../peer/ars.ts'
import { oftNode } from '../peer/oft-header.ts'
import type { Ghost } from '../rules/finding.ts'
import { hexLines } from './hex-dump.ts'
import { treeLines } from './tree.ts'

const READERS: Readonly<Record<Ghost['protocol'], (bytes: Uint8Array) => Node | undefined>> = {
  oft: (bytes) => oftNode(bytes, 0, bytes.length),
  ars: (bytes) => readArsFrame(bytes, 0, bytes.length).node,
  rendezvous: (bytes) => readRendezvous(bytes, 0, bytes.length, 0)?.node,
}

/** The decoded fields of what should have been there. */
export function ghostNodes({ protocol, bytes }: Ghost): readonly Node[] {
  const node = bytes && READERS[protocol](bytes)
  return node === undefined ? [] : [node]
}

const ROW = 12

function rows(bytes: Uint8Array, write: (digits: string) => string): string[] {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += ROW) {
    const row = [...bytes.subarray(at, at + ROW)].map((byte) => write(byte.toString(16).padStart(2, '0')))
    lines.push(`  ${row.join(', ')},`)
  }
  return lines
}

/** `0x4f, 0x46, ...` in an array of C. */
export function cArray(bytes: Uint8Array): string[] {
  return [`static const unsigned char expected[${bytes.length}] = {`, ...rows(bytes, (digits) => `0x${digits}`), '};']
}

/** The same in a slice of Go. */
export function goArray(bytes: Uint8Array): string[] {
  return ['var expected = []byte{', ...rows(bytes, (digits) => `0x${digits}`), '}']
}

export interface GhostOptions {
  /** Its fields. */
  readonly details: boolean
  /** Its bytes: as a dump, in C and in Go. */
  readonly hex: boolean
}

/** What is to be said about the message that a finding misses. */
export function ghostLines(ghost: Ghost | undefined, { details, hex: isHex }: GhostOptions): string[] {
  const { bytes } = ghost ?? {}
  if (ghost === undefined || bytes === undefined || !(details || isHex)) return []
  const lines = [`expected ${ghost.name}, ${bytes.length} bytes:`]
  if (details) lines.push(...treeLines(ghostNodes(ghost), { secrets: false, indent: 2 }))
  if (isHex) lines.push(...hexLines(bytes, 0, bytes.length), ...cArray(bytes), ...goArray(bytes))
  return lines
}

/** All of its bytes as digits. */
export const ghostHex = ({ bytes }: Ghost): string | null => (bytes === undefined ? null : hex(bytes))
