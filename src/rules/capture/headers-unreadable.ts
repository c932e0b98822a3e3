import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-11',
  name: 'headers-unreadable',
  severity: 'note',
  kind: 'capture',
  title: 'Packets whose headers are cut or do not add up',
  why: 'They are passed over; if they were part of a connection, it has a hole there.',
  fix: 'Capture at least 96 bytes of each packet, better all of it, and not through a device that damages headers.',
  spec: {
    doc: 'RFC 791, RFC 9293',
    item: 'headers',
    says: 'A header is at least 20 bytes long, and as long as it says.',
  },
  who: 'capture',
  fixtures: { bad: ['headers-cut'], good: ['signon', 'direct'] },
  check: {
    packets({ network: { skipped, tcp } }, report) {
      const { link, malformed, deep } = skipped
      const all = { link, IP: malformed, TCP: tcp.malformed, 'too many': deep }
      const told = Object.entries(all).filter(([, count]) => count > 0)
      if (told.length === 0) return
      const total = told.reduce((sum, [, count]) => sum + count, 0)
      report({
        certainty: 'capture-incomplete',
        message: `${total} packet${total === 1 ? '' : 's'} not looked at (headers: ${told.map(([layer, count]) => `${layer} ${count}`).join(', ')})`,
      })
    },
  },
})
