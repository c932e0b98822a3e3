import { defineRule } from '../define.ts'
import { checkHeaders, isEcho, stepOf } from '../headers.ts'

export default defineRule({
  code: 'OFT-14',
  name: 'encrypt-or-compress-set',
  severity: 'warning',
  kind: 'violation',
  title: 'OFT2 header announces encryption or compression',
  why: 'No client encrypts or compresses files in OFT2: a receiver that believes the header cannot read what comes.',
  fix: 'Leave both fields (bytes 16 to 19) zero.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'OFT2 header, encrypt and compress',
    says: 'Both are zero.',
  },
  who: 'client',
  fixtures: { bad: ['encrypt-set', 'compress-set-in-ack'], good: ['direct', 'resume', 'folder'] },
  check: checkHeaders((header, place) => {
    const { encrypt, compress } = header
    if (encrypt === 0 && compress === 0) return undefined
    if (isEcho(header, place, (prompt) => prompt.encrypt === encrypt && prompt.compress === compress)) return undefined
    return {
      step: stepOf(header),
      says: `has encrypt ${encrypt} and compress ${compress}`,
      expected: 'encrypt 0, compress 0',
      found: `encrypt ${encrypt}, compress ${compress}`,
    }
  }),
})
