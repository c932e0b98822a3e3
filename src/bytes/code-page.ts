/** Encodings of 8-bit text beside those that OSCAR names: what the systems of its users had, under the names of the Encoding Standard. */
declare const codePageBrand: unique symbol

/** Name of an encoding that `TextDecoder` has. */
export type CodePage = string & { readonly [codePageBrand]: true }

/** Those that clients are likely to have used, to choose from. */
export const CODE_PAGES: readonly string[] = [
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-7',
  'iso-8859-15',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'macintosh',
  'x-mac-cyrillic',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'gbk',
  'gb18030',
  'big5',
  'utf-8',
]

/** The encoding of this name or alias (`cp1251`, `latin2`, `1251`); undefined when there is none. */
export function codePage(name: string): CodePage | undefined {
  const label = /^\d{3,4}$/.test(name) ? `cp${name}` : name
  try {
    return new TextDecoder(label).encoding as CodePage
  } catch {
    return undefined
  }
}

type Decoder = InstanceType<typeof TextDecoder>
const decoders = new Map<CodePage, readonly [loose: Decoder, strict: Decoder]>()

/** Text, and whether all of the bytes mean something. */
export function decodeCodePage(bytes: Uint8Array, page: CodePage): [text: string, valid: boolean] {
  let both = decoders.get(page)
  if (both === undefined) {
    both = [new TextDecoder(page, { ignoreBOM: true }), new TextDecoder(page, { ignoreBOM: true, fatal: true })]
    decoders.set(page, both)
  }
  const [loose, strict] = both
  try {
    return [strict.decode(bytes), true]
  } catch {
    return [loose.decode(bytes), false]
  }
}

let local: CodePage | undefined

/** What 8-bit text is in that says nothing of its charset and is no UTF-8; windows-1252 when that is undefined. */
export function localCodePage(): CodePage | undefined {
  return local
}

/** The user knows better. */
export function setLocalCodePage(page: CodePage | undefined): void {
  local = page
}
