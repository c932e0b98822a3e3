import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'OFT-05',
  name: 'prompt-not-first',
  severity: 'error',
  kind: 'violation',
  title: 'The first OFT2 header is not the prompt',
  why: 'The prompt names the file and its size: an answer before it confirms something nobody has described, and clients close on it.',
  fix: 'As sender start with 0x0101; as receiver send nothing before it has arrived.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'step 9',
    says: 'The sender sends a 256-byte negotiation header over the new connection, and the receiver answers it.',
  },
  who: 'client',
  step: 9,
  fixtures: { bad: ['ack-first'], good: ['direct', 'prompt-lost-by-capture', 'prompt-captured-late'] },
  check: {
    oftHeader({ seen, header: { header }, transfer, view }, report) {
      const isFirst = view !== undefined && view.file.index === 0 && view.file.headers.length === 0
      // Get-file (0x1xxx) has an order of its own.
      if (!isFirst || header.act === 'prompt' || header.type >= 0x1000 || !seen.intact) return
      // Something came before it that is no header: OFT-01's.
      if ((seen.track.session?.strays[seen.side === 0 ? 1 : 0] ?? 0) > 0) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        who: header.from,
        message: `the first header on the connection is ${hexNumber(header.type)} ${header.name} in #${seen.packets.at(-1)}`,
        expected: '0x0101 PROMPT from the sender',
        found: `${hexNumber(header.type)} ${header.name}`,
      })
    },
  },
})
