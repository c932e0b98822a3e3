import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Node } from '../../../src/bytes/node.ts'
import { allFields, completions, fieldNamed } from '../../../src/report/filter/index.ts'
import { FIELDS } from '../../../src/report/fields.ts'
import { scenario } from '../../support/index.ts'
import { everyEvent, matches } from './matching.ts'

const CAPTURES = join(import.meta.dirname, '../../../captures')
const read = (name: string): Uint8Array => readFileSync(join(CAPTURES, name))
const resume = read('real/resume.pcap')
const faults = read('transfer-with-faults.pcap')

const names = (text: string, capture = resume): string[] =>
  matches(capture, text).map((event) => event.replace(/^\d+ /, ''))

describe('fields of a filter', () => {
  it.each([
    ['oft', ['PROMPT', 'RESUME', 'RESUME_ACCEPT', 'RESUME_ACK', 'DATA', 'DONE']],
    ['oft.type == resume', ['RESUME']],
    ['oft.type == 0x0205', ['RESUME']],
    ['oft.type in {0x0101, DONE}', ['PROMPT', 'DONE']],
    ['oft.size == 300000 and oft.nrecvd == 123456', ['RESUME', 'RESUME_ACCEPT', 'RESUME_ACK']],
    ['oft.filename contains "sume" and oft.filename != resume.bin', []],
    ['data.bytes > 176543 && data.bytes < 176545', ['DATA']],
    ['rv.type == ACCEPT', ['ICBM__CHANNEL_MSG_TOHOST', 'ICBM__CHANNEL_MSG_TOCLIENT']],
    ['rv.sequence_num == 1', ['ICBM__CHANNEL_MSG_TOHOST', 'ICBM__CHANNEL_MSG_TOCLIENT']],
    ['rendezvous.SEQUENCE_NUM == 1', ['ICBM__CHANNEL_MSG_TOHOST', 'ICBM__CHANNEL_MSG_TOCLIENT']],
    ['rv.verified_ip_addr == 10.77.0.0/24', ['ICBM__CHANNEL_MSG_TOCLIENT']],
    ['rv.service == send-file and not rv.port', ['ICBM__CHANNEL_MSG_TOHOST', 'ICBM__CHANNEL_MSG_TOCLIENT']],
    ['rv.service_data.file_name == resume.bin', ['ICBM__CHANNEL_MSG_TOHOST', 'ICBM__CHANNEL_MSG_TOCLIENT']],
    ['rv.tlv_0x2711', []],
    ['icbm.screen_name == "bob builder 99" and rv', ['ICBM__CHANNEL_MSG_TOHOST', 'ICBM__CHANNEL_MSG_TOCLIENT']],
    ['snac.flags == PREFIX and bucp', []],
    ['snac.foodgroup == BUCP and flap.seq <= 2', ['BUCP__CHALLENGE_REQUEST']],
    ['bucp and snac.subgroup == 7', ['BUCP__CHALLENGE_RESPONSE', 'BUCP__CHALLENGE_RESPONSE']],
    ['aim.fnac.family == 0x17 && aim.fnac.subtype == 7', ['BUCP__CHALLENGE_RESPONSE', 'BUCP__CHALLENGE_RESPONSE']],
    ['event.name == prompt', ['PROMPT']],
    ['transfer.state == complete', ['DONE']],
    ['step == 12', ['DONE']],
    ['ars or odc or toc_is_no_field == 1 or oft.type == done', undefined],
  ])('%s', (text, expected) => {
    if (expected === undefined) expect(() => names(text)).toThrow('unknown field')
    else expect(names(text)).toEqual(expected)
  })

  it('compares cookies as hex with and without colons and as text', () => {
    const all = names('icbm.cookie == 30:38:38:34:36:36:33:00')
    expect(all.length).toBe(5)
    expect(names('icbm.cookie == 3038383436363300')).toEqual(all)
    expect(names('icbm.cookie == "0884663\\0"')).toEqual(all)
    expect(names('aim_messaging.icbmcookie contains 38:38:34')).toEqual(all)
    expect(names('icbm.cookie contains 83:83')).toEqual([])
  })

  it('compares names of users in any case and spacing, and with both people of a conversation', () => {
    expect(names('user == "ALICE lab" and bucp.password_hash')).toEqual(['BUCP__LOGIN_REQUEST'])
    expect(names('user == alicelab and oft')).toEqual(names('oft'))
    expect(names('user == bobbuilder99 and oft')).toEqual(names('oft'))
    expect(names('user == nobody')).toEqual([])
  })

  it('takes either end for ip.addr and tcp.port, and compares addresses and networks', () => {
    const count = (text: string): number => names(text).length
    const all = count('event.n')
    expect(count('ip.addr == 10.0.0.0/8')).toBe(all)
    expect(count('ip.addr == 10.77.0.11')).toBe(count('ip.src == 10.77.0.11 or ip.dst == 10.77.0.11'))
    expect(count('ip.addr == 10.77.0.11')).toBeLessThan(all)
    expect(count('tcp.port == 5190')).toBe(all)
    expect(count('tcp.dstport == 5190') + count('tcp.srcport == 5190')).toBe(all)
    expect(count('ip.addr != 10.77.0.1')).toBe(count('ip.addr == 10.77.0.11 and ip.addr == 10.77.0.12'))
  })

  it('compares times by what they are written as', () => {
    const times: string[] = []
    everyEvent(resume, ({ seconds, nanos }) => times.push(`${seconds}.${String(nanos).padStart(9, '0')}`))
    expect(names(`time_epoch == ${times[50]!}`).length).toBe(times.filter((time) => time === times[50]).length)
    const relative = names('time_relative < 4').length + names('time_relative >= 4').length
    expect(relative).toBe(times.length)
    expect(names('frame.time_relative in {4.035871..4.112259} and oft')).toEqual(['PROMPT', 'RESUME'])
  })

  it('finds every packet of an event', () => {
    const numbers = new Map<number, readonly number[]>()
    everyEvent(resume, (event) => numbers.set(event.n, event.carriedBy))
    const [n, packets] = [...numbers].find(([, carried]) => carried.length > 1)!
    for (const packet of packets) {
      expect(matches(resume, `frame.number == ${packet}`).some((event) => event.startsWith(`${n} `))).toBe(true)
    }
  })

  it('holds for an address of IPv6 however it is written', () => {
    const s = scenario({ alice: { ip: '2001:db8::1' }, server: '[2001:db8::2]:5190', signOn: false }).signOn('alice')
    const capture = s.wire.pcap()
    expect(matches(capture, 'ipv6.addr == 2001:DB8:0:0:0:0:0:1').length).toBe(matches(capture, 'event.n').length)
    expect(matches(capture, 'ip.addr == 2001:db8::3')).toEqual([])
  })
})

describe('names of fields', () => {
  it('lead to everything that is decoded in the bundled captures', () => {
    const unknown = new Set<string>()
    const see = (node: Node, path: string): void => {
      if (/^(?:undecoded|trailing|padding|value|markup)$/.test(node.name) || node.name.startsWith('TLV_0x')) return
      const name = path === '' ? node.name : `${path}.${node.name}`
      if (fieldNamed(name) === undefined) unknown.add(name)
      for (const child of node.children ?? []) {
        if (node.list !== true) see(child, name)
        else for (const below of child.children ?? []) see(below, name)
      }
    }
    for (const capture of [
      'real/resume.pcap',
      'real/proxy-by-receiver.pcap',
      'real/direct-im.pcap',
      'real/chat-room.pcap',
      'real/wrong-password.pcap',
    ]) {
      everyEvent(read(capture), (event) => event.decode().nodes.forEach((node) => see(node, '')))
    }
    expect([...unknown]).toEqual([])
  })

  it('are all compiled, and each is listed once', () => {
    const fields = allFields()
    expect(fields.length).toBeGreaterThan(1000)
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length)
    for (const { name } of fields) expect(fieldNamed(name), name).toBeDefined()
  })

  it('of Wireshark stand for one of ours each', () => {
    const aliases = [...FIELDS.values()].filter(({ aliasOf }) => aliasOf !== undefined)
    for (const { aliasOf } of aliases) expect(FIELDS.has(aliasOf!)).toBe(true)
    for (const name of [
      'aim.seqno',
      'aim.fnac.family',
      'aim_messaging.icbmcookie',
      'frame.number',
      'ip.addr',
      'tcp.port',
      'tcp.stream',
      'frame.time_relative',
    ]) {
      expect(FIELDS.has(name), name).toBe(true)
    }
  })

  it('are completed from their beginning', () => {
    expect(completions('rv.seq')).toContain('rv.sequence_num')
    expect(completions('fla')[0]).toBe('flap.seq')
    expect(completions('zzz')).toEqual([])
  })
})

describe('a filter', () => {
  it('costs no decoding when it asks for what frames say', () => {
    const events = names('snac.foodgroup == ICBM or oft.type == DONE', faults)
    let decoded = 0
    everyEvent(faults, (event) => {
      const { decoder } = event
      event.decoder = (each) => {
        decoded++
        return decoder(each)
      }
    })
    expect(events.length).toBeGreaterThan(0)
    expect(decoded).toBe(0)
  })

  it('says the opposite when it is negated, for every event', () => {
    const total = names('event.n').length
    for (const text of ['rv', 'oft.size > 1', 'user == alicelab', 'icbm.cookie contains 38', 'flap.seq in {1..20}']) {
      expect(names(text).length + names(`!(${text})`).length, text).toBe(total)
    }
  })

  it('with != wants a value, and none that is equal', () => {
    const there = names('oft.size').length
    expect(names('oft.size != 300000').length).toBe(0)
    expect(names('oft.size != 1').length).toBe(there)
    expect(names('!(oft.size == 1)').length).toBe(names('event.n').length)
  })
})
