import { hexNumber } from '../../bytes/hex.ts'
import type { OftFile, SeenHeader } from '../../peer/oft-file.ts'
import { least, neverSent } from '../certainty.ts'
import { defineRule } from '../define.ts'
import { checkFiles, endedBy, last, previousOf, unexplained } from '../endings.ts'

/** What answers a request. */
const ANSWERS: ReadonlyMap<number, number> = new Map([
  [0x120c, 0x0101],
  [0x120e, 0x1108],
])

/** The request that stands behind a file or a listing. */
function requestOf({ headers }: OftFile): SeenHeader | undefined {
  const request = headers.at(-1)
  return request !== undefined && ANSWERS.has(request.header.type) ? request : undefined
}

const said = ({ header, packets }: SeenHeader): string => `${hexNumber(header.type)} ${header.name} ${last(packets)}`
const answerTo = ({ header }: SeenHeader): number => ANSWERS.get(header.type)!

const unanswered = checkFiles((view, transfer) => {
  const { file, track } = view
  const request = requestOf(file)
  if (request === undefined || !view.closed || endedBy(transfer) !== undefined) return undefined
  if (track.transfers.at(-1) !== transfer) return undefined
  return {
    certainty: least(neverSent(track, file.sender), unexplained(view, transfer)),
    packets: request.packets,
    message: `${said(request)} was not answered`,
    expected: hexNumber(answerTo(request)),
    found: 'the end of the connection',
  }
})

export default defineRule({
  code: 'OFT-47',
  name: 'request-unanswered',
  severity: 'warning',
  kind: 'violation',
  title: 'A request for a file or a folder was not answered',
  why: 'Who asked waits for the file, or for the listing of the folder, and gets nothing or something else.',
  fix: 'Answer 0x120C with the 0x0101 of the file, and 0x120E with 0x1108 and the listing of the folder.',
  spec: {
    doc: 'joscar',
    item: 'get file',
    says: 'A requested file is sent like any other, beginning with 0x0101; a requested folder as a listing.',
  },
  who: 'sender',
  fixtures: {
    bad: ['file-request-unanswered', 'folder-request-answered-wrongly'],
    good: ['listing', 'listing-and-file', 'listing-of-folder'],
  },
  check: {
    ...unanswered,
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      const previous = view && header.act === 'prompt' && seen.intact ? previousOf(view) : undefined
      const request = previous && requestOf(previous.file)
      if (request === undefined || header.type === answerTo(request)) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        packets: [...request.packets, ...seen.packets],
        message: `${said(request)} was answered with ${hexNumber(header.type)} ${header.name} ${last(seen.packets)}`,
        expected: hexNumber(answerTo(request)),
        found: hexNumber(header.type),
      })
    },
  },
})
