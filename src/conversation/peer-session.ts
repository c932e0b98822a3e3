import type { Side } from '../network/flow.ts'
import { LIMITS } from '../limits.ts'
import type { ArsFrame } from '../peer/ars.ts'
import type { PeerSink } from '../peer/connection.ts'
import type { OdcHeader } from '../peer/odc.ts'
import type { OdcFrame } from '../peer/odc-stream.ts'
import type { OftFile, SeenHeader } from '../peer/oft-file.ts'
import type { OftHeader } from '../peer/oft-header.ts'
import type { Context } from './context.ts'
import type { FileEvent } from './machine.ts'
import type { Seen } from './message.ts'
import type { Registry } from './registry.ts'
import { describeArs, describeData, describeOdc, describeOft } from './describe.ts'
import type { Track } from './track.ts'
import { FileView } from './transfer.ts'

const NO_COOKIE = '0000000000000000'

/** Which of the thirteen steps a header or frame belongs to. */
const OFT_STEPS: Readonly<Record<string, number>> = {
  prompt: 9,
  ack: 10,
  resume: 10,
  'resume-accept': 10,
  'resume-ack': 10,
  done: 12,
}
const ARS_STEPS: Readonly<Record<string, number>> = { INIT_SEND: 6, ACK: 6, INIT_RECV: 7, READY: 7 }

/** How a side of a direct IM introduces itself. */
export interface Opening {
  readonly seen: Seen
  readonly header: OdcHeader
}

/** A connection between two users: makes transfers of its files and finds the conversation it belongs to. */
export class PeerSession implements PeerSink {
  readonly proxyFrames: { readonly frame: ArsFrame; readonly seen: Seen }[] = []
  /** The first direct IM frame of each side. */
  readonly openings: [Opening | undefined, Opening | undefined] = [undefined, undefined]
  /** Bytes of each side that belong to nothing. */
  readonly strays: [number, number] = [0, 0]
  private early = false
  private readonly context: Context
  private readonly registry: Registry
  private readonly track: Track
  private readonly views = new Map<OftFile, FileView>()

  constructor(context: Context, registry: Registry, track: Track) {
    this.context = context
    this.registry = registry
    this.track = track
  }

  header(
    side: Side,
    header: OftHeader,
    bytes: Uint8Array,
    start: number,
    end: number,
    packets: readonly number[],
  ): SeenHeader {
    const { context, track } = this
    track.peerFrames[side]++
    if (header.cookie !== NO_COOKIE) this.registry.joinByCookie(track, header.cookie)
    this.checkProxy(side, packets)
    context.tell(
      track,
      side,
      'oft2',
      header.name,
      packets,
      OFT_STEPS[header.act],
      () => describeOft(bytes, start, end),
      bytes,
      start,
      end,
    )
    const seen: SeenHeader = { header, side, packets, time: context.clock.now, bytes: bytes.subarray(start, end) }
    const file = track.peer?.oft?.file
    const view = file && this.views.get(file)
    if (file !== undefined && file.headers.length >= LIMITS.history.value) context.forgotten++
    if (view !== undefined && header.act !== 'prompt' && header.act !== 'other')
      view.step(header.act satisfies FileEvent, packets)
    if (header.act === 'ack' || header.act === 'resume-ack') this.goAhead(side, view, packets)
    if (header.act === 'done') this.registry.delivered(track)
    const where = context.seen(track, side, packets)
    context.judge.see('oftHeader', { seen: where, header: seen, transfer: view?.transfer, view })
    return seen
  }

  /** It is shown, and nothing is concluded from it. */
  cutHeader(side: Side, header: OftHeader, bytes: Uint8Array, end: number, packets: readonly number[]): void {
    const step = OFT_STEPS[header.act]
    this.context.tell(
      this.track,
      side,
      'oft2',
      header.name,
      packets,
      step,
      () => describeOft(bytes, 0, end),
      bytes,
      0,
      end,
    )
  }

  fileBegins(file: OftFile): void {
    const transfer = this.registry.transfer(this.track, file.index)
    const view = new FileView(this.track, file)
    const answers = this.track.flow.stream(file.sender === 0 ? 1 : 0)
    if (answers.started) view.answersAtPrompt = answers.bytes
    transfer.views.push(view)
    this.views.set(file, view)
    this.context.files.open(transfer, view)
  }

  fileData(file: OftFile, bytes: Uint8Array, start: number, end: number): void {
    const view = this.views.get(file)
    if (view === undefined) return
    if (file.early && !file.accepted) {
      const answers = this.track.flow.stream(file.sender === 0 ? 1 : 0)
      if (answers.ackSeen) view.ackedAtData ??= answers.acked
    }
    this.context.files.data(view, file.offset - (end - start), bytes, start, end)
  }

  /**
   * What data came early left before the go-ahead when its acknowledgment does not cover it; else the capture has them in
   * another order. Where answers are missing, it is not known to be the first.
   */
  private goAhead(side: Side, view: FileView | undefined, packets: readonly number[]): void {
    if (view?.ackedAtData === undefined || view.goAheadLate !== undefined) return
    const { next, gaps } = this.track.flow.stream(side)
    const since = view.answersAtPrompt
    const isFirst = since >= 0 && !gaps.some(({ offset }) => offset >= since)
    if (isFirst && ((view.ackedAtData - next) | 0) < 0) view.goAheadLate = packets.at(-1)
    else view.ackedAtData = undefined
  }

  bodyEnds(file: OftFile): void {
    const view = this.views.get(file)
    if (view === undefined) return
    view.step('body', [file.lastPacket])
    if (file.received === 0) return
    const packets = file.firstPacket === file.lastPacket ? [file.lastPacket] : [file.firstPacket, file.lastPacket]
    this.context.tell(this.track, file.sender, 'oft2', 'DATA', packets, 11, () => describeData(file))
  }

  fileEnds(file: OftFile): void {
    const view = this.views.get(file)
    if (view === undefined) return
    this.views.delete(file)
    view.ended = true
    view.closed = this.track.over && this.track.flow.closed !== 'open'
    this.context.files.close(view)
    this.registry.fileEnded(this.track, view)
  }

  stray(side: Side, length: number, packet: number): void {
    const { context, track } = this
    const file = track.peer?.oft?.file
    const seen = context.seen(track, side, [packet])
    const earlier = this.strays[side]
    this.strays[side] += length
    context.judge.see('oftStray', { seen, bytes: length, earlier, view: file && this.views.get(file) })
  }

  arsFrame(side: Side, frame: ArsFrame, bytes: Uint8Array, end: number, packets: readonly number[]): void {
    const { context, track } = this
    track.peerFrames[side]++
    if (frame.cookie !== undefined) this.registry.joinByCookie(track, frame.cookie)
    context.tell(
      track,
      side,
      'ars',
      frame.name,
      packets,
      ARS_STEPS[frame.name],
      () => describeArs(frame),
      bytes,
      0,
      end,
    )
    const seen = context.seen(track, side, packets)
    if (this.proxyFrames.length >= LIMITS.history.value) {
      context.forgotten++
      return
    }
    const earlier = this.proxyFrames.map((known) => known.frame)
    this.proxyFrames.push({ frame, seen })
    context.judge.see('arsFrame', { seen, frame, bytes: end, fromClient: side === track.client, earlier })
  }

  odcFrame(side: Side, frame: OdcFrame, bytes: Uint8Array, end: number, packets: readonly number[]): void {
    const { context, track } = this
    track.peerFrames[side]++
    if (frame.header.cookie !== NO_COOKIE) this.registry.joinByCookie(track, frame.header.cookie)
    this.checkProxy(side, packets)
    context.tell(track, side, 'odc2', frame.header.name, packets, undefined, () => describeOdc(frame), bytes, 0, end)
    if (frame.header.payloadLength > LIMITS.directIm.value) context.shortened++
    const seen = context.seen(track, side, packets)
    this.openings[side] ??= { seen, header: frame.header }
    context.judge.see('odcFrame', { seen, frame })
  }

  /** Peer bytes through a proxy that has not said READY. */
  private checkProxy(side: Side, packets: readonly number[]): void {
    const { track, context } = this
    if (this.proxyFrames.length === 0 || this.early || this.proxyFrames.some(({ frame }) => frame.name === 'READY'))
      return
    this.early = true
    context.judge.see('arsEarly', { seen: context.seen(track, side, packets) })
  }
}
