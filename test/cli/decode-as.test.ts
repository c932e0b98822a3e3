import { afterEach, describe, expect, it } from 'vitest'
import { setLocalCodePage } from '../../src/bytes/code-page.ts'
import { charset, decodeAs } from '../../src/cli/decode-as.ts'
import { temporaryFiles } from '../io/reading.ts'
import { ascii, concat, flap, hex, icbmToHost, scenario, signon, tlv, u16 } from '../support/index.ts'
import { newProgram } from '../../src/cli/program.ts'
import { oscarscope } from './program.ts'

const files = temporaryFiles()

afterEach(() => setLocalCodePage(undefined))

describe('-d', () => {
  it('takes a port, a range, and a first port with a count, as tshark does', () => {
    expect(decodeAs('tcp.port==8080,flap', undefined)).toEqual([{ low: 8080, high: 8080, protocol: 'flap' }])
    expect(decodeAs('tcp.port==5190-5299,oft2', undefined)).toEqual([{ low: 5190, high: 5299, protocol: 'oft2' }])
    expect(decodeAs('tcp.port == 5190:3, aim', undefined)).toEqual([{ low: 5190, high: 5192, protocol: 'flap' }])
  })

  it('is in every command that reads captures, and so are --charset and --strict-checksum', () => {
    const { commands } = newProgram({} as never, () => {})
    const reading = commands.filter(({ options }) => options.some(({ long }) => long === '--limit'))
    expect(reading.map((command) => command.name())).toEqual(
      'inspect transfers ladder sessions stats check extract follow live tap'.split(' '),
    )
    for (const { options } of reading) {
      expect(options.map(({ long }) => long)).toEqual(
        expect.arrayContaining(['--decode-as', '--charset', '--strict-checksum']),
      )
    }
  })

  it('reads what does not look like it, and leaves alone what does', () => {
    const s = scenario({ signOn: false })
    const connection = s.connection('10.0.0.1', '10.0.0.100:8080').open()
    connection.send('client', ascii('this is no protocol of ours, and more than sixteen bytes of it'))
    connection.send('client', concat(flap(1, 1, signon()), flap(5, 2)))
    const strange = files.write('strange.pcap', connection.close().wire.pcap())
    const text = (...args: string[]): string => oscarscope([strange, ...args]).out
    expect(text()).toBe('')
    expect(text('-d', 'tcp.port==8080,flap')).toMatch(/SIGNON[^]*KEEP_ALIVE/)
    expect(text('-d', 'tcp.port==8080,flap', '-d', 'tcp.port==1-9000,other')).toBe('')
  })

  it.each([
    ['tcp.port=8080,flap', /form tcp.port==PORT/],
    ['8080', /form tcp.port==PORT,PROTOCOL/],
    ['udp.port==8080,flap', /not 'udp.port'/],
    ['tcp.port==80800,flap', /'80800' is no port from 1 to 65535/],
    ['tcp.port==9-8,flap', /'9-8' is no port/],
    ['tcp.port==0,flap', /'0' is no port/],
    ['tcp.port==8080,flop', /no protocol 'flop' \(did you mean flap\?\)/],
    ['tcp.port==8080,zzzzzzzz', /it is one of flap, oft2/],
  ])('says what is wrong with %s', (text, message) => {
    expect(() => decodeAs(text, undefined)).toThrow(message)
  })
})

describe('--charset', () => {
  it.each([
    ['windows-1251', 'windows-1251'],
    ['CP1251', 'windows-1251'],
    ['1251', 'windows-1251'],
    ['latin2', 'iso-8859-2'],
    ['sjis', 'shift_jis'],
  ])('takes %s for %s', (name, page) => {
    expect(charset(name)).toBe(page)
  })

  it('is what text is read in that names none', () => {
    const s = scenario()
    const fragments = concat('0501 0001 01', '0101', u16(4 + 6), u16(0, 0), hex('cff0e8e2e5f2'))
    s.person('alice').bos.request(
      4,
      6,
      icbmToHost({ cookie: s.newCookie(), channel: 1, to: 'bob', tlvs: [tlv(2, fragments)] }),
    )
    const capture = files.write('cyrillic.pcap', s.close().wire.pcap())
    expect(oscarscope([capture]).out).toContain('"Ïðèâåò"')
    expect(oscarscope([capture, '--charset', 'cp1251']).out).toContain('"Привет"')
    expect(oscarscope([capture, '--charset', 'cp1252x'])).toMatchObject({ code: 2, out: '' })
  })

  it('says which name is near', () => {
    expect(() => charset('windows-1215')).toThrow(/did you mean windows-125\d\?/)
    expect(() => charset('')).toThrow(/There is no charset ''/)
  })
})
