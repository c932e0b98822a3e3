import { afterEach, describe, expect, it } from 'vitest'
import { codePage, setLocalCodePage } from '../../src/bytes/code-page.ts'
import { toJson, type Json } from '../../src/bytes/node.ts'
import { decodeSnac } from '../../src/oscar/index.ts'
import { readOdcPayload } from '../../src/peer/odc.ts'
import { ascii, concat, hex, icbmToHost, snac, tlv, u16, utf8 } from '../support/index.ts'

/** "Привет" in windows-1251, "日本" in Shift_JIS, "Zoë" in Latin-1. */
const CYRILLIC = hex('cff0e8e2e5f2')
const JAPANESE = hex('93fa967b')
const LATIN = hex('5a6feb')

afterEach(() => setLocalCodePage(undefined))

function decoded(foodgroup: number, subgroup: number, body: Uint8Array): Json {
  const bytes = snac(foodgroup, subgroup, 1, body)
  return toJson(decodeSnac(bytes, 0, bytes.length).node)
}

const profile = (mime: string, text: Uint8Array) => decoded(2, 4, concat(tlv(1, ascii(mime)), tlv(2, text)))

const message = (charset: number, text: Uint8Array) =>
  decoded(
    4,
    6,
    icbmToHost({
      cookie: '3132333435363700',
      channel: 1,
      to: 'bob',
      tlvs: [tlv(2, concat('0501 0001 01', '0101', u16(4 + text.length), u16(charset, 0), text))],
    }),
  )

describe('text in the charset that is stated', () => {
  it.each([
    ['text/aolrtf; charset="windows-1251"', CYRILLIC, 'Привет'],
    ['text/x-aolrtf; charset=shift_jis', JAPANESE, '日本'],
    ['text/aolrtf; charset="iso-8859-1"', LATIN, 'Zoë'],
    ['text/aolrtf; charset="unicode-2-0"', hex('041f0440'), 'Пр'],
    ['text/aolrtf; charset="utf-8"', utf8('Привет'), 'Привет'],
    ['text/aolrtf; charset="us-ascii"', utf8('Привет'), 'Привет'],
  ])('is read so in profiles: %s', (mime, text, shown) => {
    const json = profile(mime, text)
    expect(json).toMatchObject({ SIG_DATA: shown })
    expect(json).not.toHaveProperty('SIG_DATARaw')
  })

  it('is read so in the names of offered files and in invitations', () => {
    const offer = concat(u16(1, 1), '00000005', CYRILLIC, '00')
    const block = concat(
      '0000',
      '3132333435363700',
      '094613434C7F11D18222444553540000',
      tlv(0x000c, CYRILLIC),
      tlv(0x000d, ascii('windows-1251')),
      tlv(0x2711, offer),
      tlv(0x2712, ascii('windows-1251')),
    )
    const json = decoded(4, 6, icbmToHost({ cookie: '3132333435363700', channel: 2, to: 'bob', tlvs: [tlv(5, block)] }))
    expect(json).toMatchObject({ rendezvous: { INVITATION: 'Привет', SERVICE_DATA: { fileName: 'Привет' } } })
  })
})

describe('text that states none', () => {
  it('is UTF-8 if it can be, else what the user says, with its bytes beside it', () => {
    expect(message(0, utf8('Zoë'))).toMatchObject({ IM_DATA: { TEXT: { text: 'Zoë' } } })
    expect(message(0, LATIN)).toMatchObject({ IM_DATA: { TEXT: { text: 'Zoë', textRaw: '5a6feb' } } })
    setLocalCodePage(codePage('windows-1251'))
    expect(message(0, CYRILLIC)).toMatchObject({ IM_DATA: { TEXT: { text: 'Привет', textRaw: 'cff0e8e2e5f2' } } })
    expect(message(0, utf8('Zoë'))).toMatchObject({ IM_DATA: { TEXT: { text: 'Zoë' } } })
    expect(readOdcPayload(CYRILLIC, 0, 6, 0)[0]!.value).toBe('Привет')
  })

  it('is not what says that it is Latin-1', () => {
    setLocalCodePage(codePage('windows-1251'))
    expect(message(3, LATIN)).toMatchObject({ IM_DATA: { TEXT: { text: 'Zoë' } } })
  })
})
