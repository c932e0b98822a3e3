import type { Layer } from '../layer.ts'
import { ethernet } from './ethernet.ts'
import { cooked, cooked2 } from './linux-cooked.ts'
import { loopback } from './null.ts'
import { ppp } from './ppp.ts'
import { rawIp } from './raw-ip.ts'

/** Reads the link header of `bytes[start, end)` into `next`; false when it is cut or carries nothing of interest. */
export type LinkLayer = (bytes: Uint8Array, start: number, end: number, next: Layer) => boolean

/** The link layers that are decoded, by their number in the capture file (LINKTYPE_ registry of tcpdump.org). */
export const LINK_LAYERS: ReadonlyMap<number, LinkLayer> = new Map([
  [0, loopback],
  [1, ethernet],
  [9, ppp],
  [12, rawIp],
  [14, rawIp],
  [50, ppp],
  [101, rawIp],
  [108, loopback],
  [113, cooked],
  [228, rawIp],
  [229, rawIp],
  [276, cooked2],
])
