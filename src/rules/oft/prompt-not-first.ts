import { hexNumber } from '../../bytes/hex.ts'
import { defineRule } from '../define.ts'
import { previousOf, saidOtherwise } from '../endings.ts'

export default defineRule({
  code: 'OFT-05',
  name: 'prompt-not-first',
  severity: 'error',
  kind: 'violation',
  title: 'The first OFT2 header of a file is not its prompt',
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
      const isFirst = view?.file.headers.length === 0
      // Get-file (0x1xxx) has an order of its own.
      if (!isFirst || header.act === 'prompt' || header.type >= 0x1000 || !seen.intact) return
      // Something came before it that is no header, or one that nobody knows: OFT-01's and OFT-03's.
      if (saidOtherwise(seen.track, seen.side === 0 ? 1 : 0)) return
      // A prompt sent before the last file was, looks like bytes of it.
      const previous = previousOf(view)
      if (header.from === 'receiver' && previous !== undefined && previous.file.left > 0) return
      report({
        seen,
        transfer,
        certainty: 'sure',
        who: header.from,
        message: `the first header of ${view.file.index === 0 ? 'the connection' : 'another file'} is ${hexNumber(header.type)} ${header.name} in #${seen.packets.at(-1)}`,
        expected: '0x0101 PROMPT from the sender',
        found: `${hexNumber(header.type)} ${header.name}`,
      })
    },
  },
})
