import { HOSTILE } from '../report/hostile.ts'
import * as t from '../support/index.ts'
import { row, type Case } from './case.ts'

/** Text in every place where a client can put some: names, messages, files, invitations, direct IMs. */
function everywhere(text: string): () => Uint8Array {
  return () => {
    const short = text.slice(0, 40)
    const s = t.scenario({ alice: { name: `a${short}` }, bob: { name: `b${short}` } })
    s.im('alice', 'bob', text)
    s.im('bob', 'alice', text, { charset: 2 })
    s.transfer({ name: text, data: t.utf8(text) })
      .propose({ extra: [t.invitation(text), t.inviteCharset(short), t.sessionId(text)] })
      .connect()
      .accept()
      .exchange()
      .close()
    s.directIm().complete()
    return s.close().wire.pcap()
  }
}

const NAMED = {
  flood: 'e\u0301\u0302\u0303'.repeat(30),
  wide: '日本語\u{1f600}\u{1f1e9}\u{1f1ea}',
  long: 'x'.repeat(5000),
  shell: '$(reboot)`reboot`; reboot "\'',
  label: '[OK] transfer complete',
  tags: '{red-bg}{/}{center}',
  selectors: '\ufe0f\u{e0100}\u{e0041}',
}

/** G: text that reaches eyes. What is raw is looked for in every row of every table. */
export const TEXT_CASES: readonly Case[] = [
  ...HOSTILE.map((text, at) =>
    row(`G01 ${at}`, 'what terminals, file systems and tables act on', everywhere(text), [/PROMPT/, /IM /]),
  ),
  ...Object.entries(NAMED).map(([id, text]) =>
    row(`G02 ${id}`, 'what confuses eyes', everywhere(text), [/PROMPT/, /IM /]),
  ),
  row('G03', 'bytes that are no UTF-8', everywhere('\u00ff\u00fe'), [/PROMPT/]),
]
