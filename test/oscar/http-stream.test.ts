import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HttpStream } from '../../src/oscar/http-stream.ts'
import { ascii, concat } from '../support/index.ts'

type Part = string | { readonly gap: number }

/** What a direction of a connection tells: heads, bodies in `<>`, what is lost as `!`. */
function told(parts: readonly Part[], { isResponse = true, piece = Infinity, ends = true } = {}): string[] {
  const lines: string[] = []
  let body = ''
  const stream = new HttpStream(
    {
      head: (line) => lines.push(line),
      body: (bytes, start, end) => (body += String.fromCharCode(...bytes.subarray(start, end))),
      lost: () => (body += '!'),
      bodyEnd: () => {
        lines.push(`<${body}>`)
        body = ''
      },
    },
    isResponse,
  )
  for (const part of parts) {
    if (typeof part === 'object') {
      stream.gap(part.gap)
      continue
    }
    const bytes = ascii(part)
    for (let at = 0; at < bytes.length; at += piece) stream.push(bytes, at, Math.min(bytes.length, at + piece))
  }
  if (ends) stream.end()
  return [...lines, ...(stream.unknown > 0 ? [`${stream.unknown} unknown`] : [])]
}

const OK = 'HTTP/1.1 200 OK\r\n'
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`

const STORIES: readonly [what: string, parts: readonly Part[], lines: readonly string[], isResponse?: false][] = [
  [
    'a body is as long as its head says',
    [`${OK}Content-Length: 3\r\n\r\nabc${OK}Content-Length: 0\r\n\r\n`],
    ['HTTP/1.1 200 OK', '<abc>', 'HTTP/1.1 200 OK'],
  ],
  [
    'chunks are put together, whatever stands behind their sizes',
    [`${CHUNKED}3;x=y\r\nabc\r\n2 \r\nde\r\n0\r\nTrailer: x\r\n\r\n`],
    ['HTTP/1.1 200 OK', '<abcde>'],
  ],
  [
    'what follows the last chunk is the next head',
    [`${CHUNKED}0\r\n\r\n${OK}Content-Length: 1\r\n\r\nz`],
    ['HTTP/1.1 200 OK', '<>', 'HTTP/1.1 200 OK', '<z>'],
  ],
  ['a body without a length ends with the connection', [`${OK}\r\nabc`], ['HTTP/1.1 200 OK', '<abc>']],
  [
    'one that the connection cut off has lost something',
    [`${OK}Content-Length: 9\r\n\r\nabc`],
    ['HTTP/1.1 200 OK', '<abc!>'],
  ],
  [
    'a hole inside of a body is lost, and its end is known',
    [`${OK}Content-Length: 6\r\n\r\nab`, { gap: 2 }, `ef${OK}Content-Length: 1\r\n\r\nz`],
    ['HTTP/1.1 200 OK', '<ab!ef>', 'HTTP/1.1 200 OK', '<z>'],
  ],
  [
    'behind a hole that swallowed the end the next head is looked for',
    [`${OK}Content-Length: 3\r\n\r\nab`, { gap: 9 }, `junk\r\n${OK}Content-Length: 1\r\n\r\nz`],
    ['HTTP/1.1 200 OK', '<ab!>', 'HTTP/1.1 200 OK', '<z>', '6 unknown'],
  ],
  [
    'a chunk of no size loses the place',
    [`${CHUNKED}3\r\nabc\r\nnot hex\r\nmore\r\n`],
    ['HTTP/1.1 200 OK', '<abc>', '6 unknown'],
  ],
  [
    '204 and 304 have no body',
    ['HTTP/1.1 204 No Content\r\n\r\nHTTP/1.0 304 Not Modified\r\n\r\n'],
    ['HTTP/1.1 204 No Content', 'HTTP/1.0 304 Not Modified'],
  ],
  [
    'a request without a length has none either',
    ['GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi'],
    ['GET /a HTTP/1.1', 'POST /b HTTP/1.1', '<hi>'],
    false,
  ],
  ['empty lines between messages are nothing', [`\r\n\r\n${OK}Content-Length: 1\r\n\r\nz`], ['HTTP/1.1 200 OK', '<z>']],
]

describe('HTTP', () => {
  it.each(STORIES)('%s', (...[, parts, lines, isResponse = true]) => {
    expect(told(parts, { isResponse })).toEqual(lines)
    for (const piece of [1, 2, 7]) expect(told(parts, { isResponse, piece }), `in pieces of ${piece}`).toEqual(lines)
  })

  it('a head without an end is given up, in whatever pieces it comes', () => {
    const endless = `${OK}${'x'.repeat(20_000)}\r\n${OK}Content-Length: 1\r\n\r\nz`
    for (const piece of [1, 1000, Infinity]) {
      const lines = told([endless], { piece })
      expect(lines.slice(0, 2), `in pieces of ${piece}`).toEqual(['HTTP/1.1 200 OK', '<z>'])
      expect(lines[2]).toMatch(/^\d+ unknown$/)
    }
  })

  it('no bytes stop it, and no byte of a body is told twice', () => {
    const line = fc.constantFrom(
      OK,
      'Content-Length: 5\r\n',
      'Transfer-Encoding: chunked\r\n',
      '\r\n',
      '3\r\nabc\r\n',
      '0\r\n',
      'x',
      '\n',
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (parts, piece) => {
        const text = parts.join('')
        const whole = told([text])
        expect(told([text], { piece })).toEqual(whole)
        const bodies = whole.filter((each) => each.startsWith('<')).join('').length
        expect(bodies).toBeLessThanOrEqual(concat(ascii(text)).length + 3 * whole.length)
      }),
      { numRuns: 500 },
    )
  })
})
