import type { Side } from '../../network/flow.ts'
import type { SegmentRow } from '../../report/ladder.ts'
import { SEVERITY_SIGNS } from '../../report/signs.ts'
import { between } from '../../report/time.ts'
import type { State } from '../state.ts'
import { size } from '../text.ts'
import { Flows, pathsOf, replay } from './replay.ts'

/** Segments of one file that are listed. */
const SEGMENTS = 5_000

/** The segments that carried a file's data, with what came twice. */
export async function segmentRows(state: State, event: number): Promise<SegmentRow[]> {
  const { file, track } = state.rows.get(event)
  if (file === undefined) return []
  const side: Side = file.sender
  const flows = new Flows([track], state.loader.analyzer.network.strict)
  const rows: SegmentRow[] = []
  let bytes = 0
  let repeated = 0
  let before: { readonly seconds: number; readonly nanos: number } | undefined
  await replay(pathsOf(state), file.lastPacket, (reader, number) => {
    const flow = flows.of(reader, number)?.flow
    if (flow === undefined) return
    const stream = flow.stream(side)
    const [came, again] = [stream.bytes - bytes, stream.repeated - repeated]
    bytes = stream.bytes
    repeated = stream.repeated
    if (number < file.firstPacket || (came === 0 && again === 0) || rows.length >= SEGMENTS) return
    const after = before === undefined ? 0 : between(before.seconds, before.nanos, reader.seconds, reader.nanos)
    before = { seconds: reader.seconds, nanos: reader.nanos }
    const marks = again > 0 ? `  ${SEVERITY_SIGNS.warning} ${size(again)} sent again` : ''
    rows.push({
      kind: 'segment',
      text: `▒ ${came > 0 ? `${size(came)} up to byte ${bytes}` : 'nothing new'}  +${after.toFixed(6)}${marks}`,
      packets: [number],
      step: undefined,
      mark: undefined,
      event,
      finding: undefined,
    })
  })
  return rows
}
