import { defineRule } from '../define.ts'

export default defineRule({
  code: 'CAP-13',
  name: 'link-type-unsupported',
  severity: 'note',
  kind: 'undecoded',
  title: 'Packets of a link type that is not read',
  why: 'Nobody looked into them: what they carry is neither shown nor judged.',
  fix: 'Capture where the link is Ethernet, or on the interface any.',
  spec: { doc: 'pcap', item: 'link-layer header type', says: 'The type says what a packet begins with.' },
  who: 'capture',
  fixtures: { bad: ['link-type-unknown'], good: ['signon', 'direct'] },
  check: {
    packets({ links }, report) {
      for (const { type, name, packets } of links) {
        const message = `${packets} packet${packets === 1 ? '' : 's'} of link type ${type} (${name})`
        report({ certainty: 'capture-incomplete', message })
      }
    },
  },
})
