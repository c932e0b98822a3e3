import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainText } from '../../src/oscar/summary.ts'
import { htmlText } from '../../src/oscar/html.ts'

describe('the words of an AIM message', () => {
  it.each([
    ['<HTML><BODY BGCOLOR="#ffffff"><FONT LANG="0">hi <B>bob</B></FONT></BODY></HTML>', 'hi bob'],
    ['one<br>two<BR/>three<p>four', 'one\ntwo\nthree\nfour'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2&nbsp;&quot;x&quot; &#233;&#x263a;', '1 < 2 && 3 > 2 "x" é☺'],
    ['I <3 you, a < b', 'I <3 you, a < b'],
    ['<!-- note -->x', 'x'],
    ['&unknown; &#0; &#xd800;', '&unknown; &#0; &#xd800;'],
  ])('of %s', (html, words) => {
    expect(htmlText(html)).toBe(words)
  })

  it.each(['<', '<b', '<!', ' ', '\n', ' \n', '&'])('of a megabyte of %j cost no more than in proportion', (piece) => {
    const started = process.cpuUsage()
    const text = `a${piece.repeat(1_000_000 / piece.length)}b`
    expect(plainText(text, Infinity)).toMatch(/^a.*b$/)
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(1)
  })

  it('are the text itself where there are no tags and entities', () => {
    const plain = fc.string().filter((text) => !/[<&]/.test(text))
    fc.assert(
      fc.property(plain, (text) => {
        expect(htmlText(text)).toBe(text.trim())
      }),
    )
  })
})
