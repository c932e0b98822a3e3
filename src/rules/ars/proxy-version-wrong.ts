import { hexNumber } from '../../bytes/hex.ts'
import { ARS_VERSION } from '../../peer/ars.ts'
import { defineRule } from '../define.ts'

export default defineRule({
  code: 'ARS-02',
  name: 'proxy-version-wrong',
  severity: 'error',
  kind: 'violation',
  title: 'Proxy frame has another version than 0x044A',
  why: 'The proxy knows one version and refuses the rest.',
  fix: 'Write 0x044A behind the length of every proxy frame.',
  spec: {
    doc: 'On Sending Files via OSCAR',
    item: 'rendezvous proxy, header',
    says: 'The packet version is always 0x044A.',
  },
  who: 'client',
  step: 7,
  fixtures: { bad: ['proxy-version-wrong'], good: ['proxied'] },
  check: {
    arsFrame({ seen, frame, fromClient }, report) {
      if (frame.version === ARS_VERSION) return
      report({
        seen,
        certainty: 'sure',
        who: fromClient ? 'client' : 'proxy',
        message: `proxy frame ${frame.name} in #${seen.packets.at(-1)} has version ${hexNumber(frame.version)}`,
        expected: hexNumber(ARS_VERSION),
        found: hexNumber(frame.version),
      })
    },
  },
})
