import { appendFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { temporaryFiles } from '../io/reading.ts'
import { scenario } from '../support/index.ts'
import { oscarscope, shell, start } from './program.ts'

const files = temporaryFiles()

const good = (() => {
  const s = scenario()
  s.transfer({ name: 'good.txt' }).complete()
  return s.close().wire.pcap()
})()

const bad = (() => {
  const s = scenario()
  s.transfer({ name: 'noack.bin' }).propose().connect().accept().prompt().data().close()
  return s.close().wire.pcap()
})()

const goodFile = files.write('good.pcap', good)
const badFile = files.write('bad.pcap', bad)

describe('the exit code', () => {
  it('0: everything is as it should be', () => {
    const { code, out, err } = oscarscope(['check', goodFile])
    expect([code, out, err]).toEqual([0, '1 transfer: 1 complete · no errors, no warnings, no notes · exit 0\n', ''])
  })

  it('0: nobody reads the output any more, and nothing is said about it', () => {
    const { code, out, err } = shell(
      `for i in 1 2 3 4 5 6 7 8; do set -- "$@" '${goodFile}'; done; oscarscope "$@" "$@" "$@" -V -x | head -1`,
    )
    expect([code, out.split('\n').length, err]).toEqual([0, 2, ''])
  })

  it('1: a finding that the capture proves, at or above --fail-on', () => {
    const { code, out } = oscarscope(['check', badFile])
    expect(code).toBe(1)
    expect(out).toMatch(/bad\.pcap#\d+: error OFT-07 ack-missing .*\n[\s\S]* · exit 1\n$/)
  })

  it('2: wrong usage, with the nearest word', () => {
    expect(oscarscope(['check', goodFile, '--fail-onn', 'error'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('--fail-on') as string,
    })
    expect(oscarscope(['inspct', goodFile])).toMatchObject({
      code: 2,
      err: "oscarscope: unknown command 'inspct' (did you mean inspect?)\n",
    })
    const field = oscarscope([goodFile, '-T', 'fields', '-e', 'snac.fodgroup'])
    expect(field).toMatchObject({
      code: 2,
      out: '',
      err: "oscarscope: unknown field 'snac.fodgroup' (did you mean snac.foodgroup?)\n",
    })
    expect(oscarscope([])).toMatchObject({ code: 2, err: expect.stringContaining('--help') as string })
  })

  it('3: a missing input, told in one line before anything is printed', () => {
    expect(oscarscope([goodFile, files.path('nowhere.pcap')])).toEqual({
      code: 3,
      out: '',
      err: `oscarscope: ${files.path('nowhere.pcap')}: no such file\n`,
    })
  })

  it('3: no capture at all, with what it is', () => {
    const text = files.write('x.pcap', Buffer.from('%PDF-1.4 and more of that, longer than any header'))
    expect(oscarscope([text])).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/^.*: not a capture: a PDF document, .*\n$/) as string,
    })
    expect(oscarscope([files.write('empty.pcap', new Uint8Array(0))])).toMatchObject({
      code: 3,
      err: expect.stringContaining('is empty') as string,
    })
  })

  it('3: a damaged capture, after everything that could be read of it', () => {
    const cut = files.write('cut.pcap', good.subarray(0, good.length - 10))
    const { code, out, err } = oscarscope(['transfers', cut])
    expect(code).toBe(3)
    expect(out).toContain('good.txt')
    expect(err).toMatch(
      /^oscarscope: .*cut\.pcap: the capture is cut off: \d+ bytes, expected \d+ bytes \(offset \d+\)\n$/,
    )
  })

  it('5: what --require asks for is not there', () => {
    const { code, err } = oscarscope(['check', goodFile, '--require', 'transfers>=2'])
    expect([code, err]).toEqual([5, 'oscarscope: required are transfers>=2, found 1\n'])
  })

  it('70: a bug of ours, told in one paragraph, with the stack only when asked', () => {
    const node = ['--import', 'data:text/javascript,JSON.stringify = () => { throw new Error("boom") }']
    const short = oscarscope([goodFile, '-T', 'ndjson'], { node })
    expect(short.code).toBe(70)
    expect(short.err).toMatch(/^oscarscope: this is a bug in oscarscope, .*boom.*--debug.*\n$/)
    expect(oscarscope([goodFile, '-T', 'ndjson', '--debug'], { node }).err).toMatch(/\n {4}at /)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s: %i, after what was read is concluded and shown', async (signal, code) => {
    const growing = files.write(`growing-${signal}.pcap`, bad.subarray(0, bad.length - 600))
    const running = start([growing, '-F', '-T', 'ndjson'])
    await running.until('"PROMPT"')
    appendFileSync(growing, bad.subarray(bad.length - 600))
    await running.until('"name":"CLOSE"')
    expect(running.out).not.toContain('"type":"summary"')
    running.child.kill(signal)
    expect(await running.done).toBe(code)
    expect(running.out.trimEnd().split('\n').at(-1)).toMatch(/^\{"type":"summary"/)
  })
})

describe('what is said besides', () => {
  it('names what was looked at when there is no OSCAR, and connections that are TLS', () => {
    const s = scenario({ signOn: false })
    s.connection('10.0.0.1', '10.0.0.9:443')
      .open()
      .send('client', Uint8Array.of(0x16, 3, 1, 0, 4, 1, 0, 0, 0))
      .close()
    s.connection('10.0.0.1', '10.0.0.9:80').open().send('client', Buffer.from('GET / HTTP/1.1')).close()
    const { code, out, err } = oscarscope([files.write('web.pcap', s.wire.pcap())])
    expect([code, out]).toEqual([0, ''])
    expect(err).toMatch(/^oscarscope: no OSCAR in \d+ packets and 2 TCP connections, 1 of them TLS/)
  })

  it('names link types that are not supported, once', () => {
    const radio = good.slice()
    radio[20] = 127
    expect(oscarscope([files.write('radio.pcap', radio)]).err).toMatch(
      /^oscarscope: \d+ packets not looked at: link type 127 \(ieee802-11-radiotap\) is not supported\n/,
    )
  })
})

describe('check', () => {
  it('fails for warnings and notes only when asked to', () => {
    const s = scenario()
    s.transfer({ name: 'x', data: new Uint8Array(100).fill(7) })
      .propose()
      .connect()
      .accept()
      .prompt()
      .ack()
      .data()
      .done({ recvcsum: 0x10000 })
      .close()
    const warned = files.write('warned.pcap', s.close().wire.pcap())
    expect(oscarscope(['check', warned]).out).toMatch(/1 warning/)
    expect(oscarscope(['check', warned]).code).toBe(0)
    expect(oscarscope(['check', warned, '--fail-on', 'warning']).code).toBe(1)
    expect(oscarscope(['check', warned, '--max-warnings', '0']).code).toBe(1)
    expect(oscarscope(['check', warned, '--max-warnings', '1']).code).toBe(0)
    expect(oscarscope(['check', warned, '--profile', 'lenient', '--fail-on', 'warning'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('no warnings, 1 note') as string,
    })
  })
})
