import { describe, expect, it } from 'vitest'
import { readArsFrame } from '../../src/peer/ars.ts'
import * as t from '../support/index.ts'
import { answers, hear, hearAnyway, lost, sends, type Step } from './listen.ts'

const init = { name: 'FiercelyGnarlyy', cookie: t.VECTOR_COOKIE }
const header = (type: t.OftFields['type']) =>
  t.oftHeader({ type, size: 57, checksum: 0xeeaf0000, name: 'cygwin.bat', cookie: t.VECTOR_COOKIE })
const exchange: Step[] = [sends(header('prompt')), answers(header('ack')), sends(t.CYGWIN_BAT), answers(header('done'))]
const told = ['0 PROMPT cygwin.bat', '1 ACK cygwin.bat', 'body 57 of 57', '1 DONE cygwin.bat', 'end of file 0']

describe('a connection through the proxy', () => {
  const created: Step[] = [
    sends(t.ars.initSend(init)),
    answers(t.ars.ack({ token: 0x2337, ip: '64.12.201.134' })),
    answers(t.ars.ready()),
  ]

  it('is the proxy’s frames, then the peer’s bytes', () => {
    const heard = hearAnyway([...created, ...exchange], 'ars')
    expect(heard.log).toEqual(['0 ars INIT_SEND', '1 ars ACK', '1 ars READY', ...told])
    expect(heard.connection.protocol).toBe('ars+oft2')
    expect(heard.strays).toEqual([0, 0])
  })

  it('may have READY and the first header in one segment', () => {
    const joined = [
      sends(t.ars.initRecv({ ...init, token: 0x2337 })),
      answers(t.concat(t.ars.ready(), header('prompt'))),
      sends(header('ack')),
      answers(t.CYGWIN_BAT),
      sends(header('done')),
    ]
    const heard = hearAnyway(joined, 'ars')
    expect(heard.log.slice(0, 4)).toEqual(['0 ars INIT_RECV', '1 ars READY', '1 PROMPT cygwin.bat', '0 ACK cygwin.bat'])
    expect(heard.content()).toBe(t.toHex(t.CYGWIN_BAT))
  })

  it('may carry a direct IM', () => {
    const confirm = t.odc({ cookie: t.VECTOR_COOKIE, name: 'a', flags: t.ODC_FLAGS.confirm })
    const heard = hearAnyway(
      [
        ...created,
        sends(confirm),
        answers(confirm),
        sends(t.odc({ cookie: t.VECTOR_COOKIE, name: 'a', payload: t.ascii('hi') })),
      ],
      'ars',
    )
    expect(heard.connection.protocol).toBe('ars+odc2')
    expect(heard.log.slice(3)).toEqual(['0 odc CONFIRM', '1 odc CONFIRM', '0 odc MESSAGE "hi"'])
  })

  it('may end with an error', () => {
    expect(hearAnyway([sends(t.ars.initSend(init)), answers(t.ars.error(0x0d))], 'ars').log).toEqual([
      '0 ars INIT_SEND',
      '1 ars ERROR',
    ])
  })

  it('with bytes of nothing known behind READY looks on for a protocol', () => {
    const heard = hearAnyway(
      [...created, sends('ffffff', header('prompt')), answers(header('ack')), sends(t.CYGWIN_BAT)],
      'ars',
    )
    expect(heard.strays[0]).toBe(3)
    expect(heard.content()).toBe(t.toHex(t.CYGWIN_BAT))
  })

  it('is read on when READY was not captured', () => {
    const heard = hearAnyway([sends(t.ars.initSend(init)), lost(1, 30), ...exchange], 'ars')
    expect(heard.log).toEqual(['0 ars INIT_SEND', ...told])
  })

  it('that ends inside of a frame leaves stray bytes', () => {
    expect(hearAnyway([sends(t.ars.initSend(init).slice(0, 20))], 'ars').strays).toEqual([20, 0])
  })

  it.each([0, 1, 2, 3, 5, 9])('with a frame length of %i harms nothing', (length) => {
    hear([...created, answers(t.ars.frame(5, '', { length })), ...exchange], 'ars')
    hear([sends(t.ars.frame(2, '', { length })), ...exchange], 'ars')
  })
})

describe('a proxy frame', () => {
  it.each(Object.entries(t.ARS_FRAMES))('%s has the fields of the description', (name, bytes) => {
    const frame = readArsFrame(bytes, 0, bytes.length)
    const about = {
      A1: { screenName: init.name, cookie: t.toHex(init.cookie) },
      A2: { token: 0x2337, address: '64.12.201.134' },
      A3: { token: 0x2337, screenName: init.name },
      A4: { flags: 0x0220 },
      A5: { error: 13 },
    }
    expect(frame).toMatchObject(about[name as keyof typeof about])
    let at = 0
    for (const field of frame.node.children!) {
      expect(field.at).toBe(at)
      at = field.end
    }
    expect(at).toBe(bytes.length)
  })

  it('cut anywhere is read as far as it goes', () => {
    const { A3 } = t.ARS_FRAMES
    for (let length = 0; length < A3.length; length++) expect(readArsFrame(A3, 0, length).node.end).toBe(length)
  })
})
