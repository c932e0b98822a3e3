import { defineRule } from '../define.ts'

/** Type, cookie and UUID of the service. */
const BLOCK_HEADER = 26

export default defineRule({
  code: 'ICBM-01',
  name: 'rendezvous-block-unusable',
  severity: 'error',
  kind: 'malformed',
  title: 'ICBM on channel 2 has no usable rendezvous block',
  why: 'Without exactly one whole block the receiver cannot tell what is proposed, by which cookie and for which service, and drops the message.',
  fix: 'Put one TLV 0x0005 into the ICBM, with type, cookie and service UUID (26 bytes) in front of the tags.',
  spec: {
    doc: 'Services/Rendezvous',
    item: 'rendezvous block',
    says: 'A message on channel 2 carries one TLV 0x0005, which begins with type, cookie and service.',
  },
  who: 'client',
  fixtures: {
    bad: ['rendezvous-without-block', 'rendezvous-block-short', 'rendezvous-block-twice'],
    good: ['declined', 'message'],
  },
  check: {
    icbmBlock({ seen, dataTlvs, length, toHost }, report) {
      const found =
        dataTlvs === 0 ? 'no TLV 0x0005' : dataTlvs > 1 ? `${dataTlvs} TLVs 0x0005` : `a TLV 0x0005 of ${length} bytes`
      report({
        seen,
        certainty: 'sure',
        message: `${toHost ? '0004/0006' : '0004/0007'} on channel 2 has ${found}`,
        expected: `one TLV 0x0005 of ${BLOCK_HEADER} bytes or more`,
        found,
      })
    },
  },
})
