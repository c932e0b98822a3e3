import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyze } from '../support/analyze.ts'
import { oftHeaders, patch } from '../support/faults/index.ts'
import * as t from '../support/index.ts'
import { Recording } from '../support/recording.ts'

const RECORDINGS = resolve(import.meta.dirname, '../../captures/real')
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(RECORDINGS, `${name}.pcap`)))

const { prompt, ack, done, resume, resumeAccept, resumeAck } = t.OFT_TYPES

/** One field of one header of a real transfer is written over: which rule says so. */
const FIELDS: readonly (readonly [name: string, type: number, at: number, bytes: Uint8Array, codes: string])[] = [
  ['prompt: magic', prompt, 0, t.hex('58'), 'OFT-01'],
  ['prompt: header length above', prompt, 4, t.u16(0x400), 'OFT-02'],
  ['prompt: header length below', prompt, 4, t.u16(0xf0), 'OFT-02'],
  ['ACK: header length', ack, 4, t.u16(0x400), 'OFT-02'],
  ['DONE: header length', done, 4, t.u16(0x110), 'OFT-02'],
  ['prompt: type', prompt, 6, t.u16(0x0199), 'OFT-03'],
  ['ACK: type', ack, 6, t.u16(0x0299), 'OFT-03 OFT-07'],
  ['DONE: type', done, 6, t.u16(0x0299), 'OFT-03'],
  ['prompt: cookie', prompt, 8, t.filled(8, 0x77), 'OFT-12'],
  ['RESUME: cookie', resume, 8, t.filled(8, 0x77), 'OFT-11'],
  ['DONE: cookie', done, 8, t.zeros(8), 'OFT-11'],
  ['prompt: encrypt', prompt, 16, t.u16(1), 'OFT-14'],
  ['ACK: compress', ack, 18, t.u16(1), 'OFT-14'],
  ['prompt: total files', prompt, 20, t.u16(9), 'OFT-16'],
  ['prompt: files left', prompt, 22, t.u16(7), 'OFT-18'],
  ['DONE: files left', done, 22, t.u16(7), 'OFT-15'],
  ['prompt: parts left', prompt, 26, t.u16(5), 'OFT-19'],
  ['prompt: total size', prompt, 28, t.u32(77), 'OFT-16 OFT-17'],
  ['ACK: size', ack, 32, t.u32(1111), 'OFT-15'],
  ['RESUME_ACCEPT: size', resumeAccept, 32, t.u32(1111), 'OFT-15'],
  ['prompt: modification time', prompt, 36, t.u32(0xf0000000), 'OFT-41'],
  ['prompt: checksum', prompt, 40, t.u32(0x12340000), 'OFT-25 OFT-29'],
  ['prompt: lower half of the checksum', prompt, 42, t.u16(1), 'OFT-27'],
  ['prompt: resource fork', prompt, 48, t.u32(5), 'OFT-42'],
  ['prompt: received bytes', prompt, 60, t.u32(99), 'OFT-28'],
  ['DONE: received bytes', done, 60, t.u32(99), 'OFT-23'],
  ['RESUME_ACCEPT: offset', resumeAccept, 60, t.u32(99), 'OFT-30'],
  ['RESUME_ACK: offset', resumeAck, 60, t.u32(99), 'OFT-30'],
  ['DONE: received checksum', done, 64, t.u32(0x56780000), 'OFT-24 OFT-26'],
  ['prompt: id', prompt, 68, t.hex('57'), 'OFT-35'],
  ['prompt: flags', prompt, 100, t.hex('48'), 'OFT-34'],
  ['prompt: list offset', prompt, 101, t.hex('33'), 'OFT-36'],
  ['ACK: dummy', ack, 110, t.hex('01'), 'OFT-37'],
  ['prompt: encoding', prompt, 188, t.u16(9), 'OFT-38'],
  ['prompt: name', prompt, 192, t.hex('2e2e2f'), 'OFT-39'],
  ['ACK: name', ack, 192, t.hex('4141'), 'OFT-15'],
]

describe.each(['direct', 'redirect', 'proxy-by-receiver', 'resume', 'fresh-by-resume', 'folder'])('in %s', (name) => {
  const clean = read(name)

  it.each(FIELDS)('%s', (_, type, at, bytes, wanted) => {
    const recording = new Recording(clean)
    const header = oftHeaders(recording, type)[0]
    if (header === undefined) return
    patch(recording, header, at, bytes)
    const found = analyze(recording.pcap()).findings.map(({ code }) => code)
    const codes = wanted.split(' ')
    expect(
      found.filter((code) => codes.includes(code)),
      `${wanted} in ${found.join(' ')}`,
    ).not.toEqual([])
  })
})

describe('what other clients write is no fault', () => {
  const findingsOf = (capture: Uint8Array): string[] =>
    analyze(capture)
      .findings.filter(({ severity }) => severity !== 'note')
      .map(({ code }) => code)

  it.each([
    ['a prompt with the cookie', prompt, 8, 'cookie'],
    ['an ACK without flags and checksum, as joscar’s', ack, 64, t.concat(t.u32(0))],
    ['a DONE that keeps the flags, as Miranda’s', done, 100, t.hex('20')],
    ['a DONE that counts files down, as qutIM’s', done, 22, t.u16(0)],
  ] as const)('%s', (_, type, at, bytes) => {
    const recording = new Recording(read('direct'))
    const cookie = oftHeaders(recording, ack)[0]!.stream.bytes.slice(8, 16)
    patch(recording, oftHeaders(recording, type)[0]!, at, bytes === 'cookie' ? cookie : bytes)
    expect(findingsOf(recording.pcap())).toEqual([])
  })
})
