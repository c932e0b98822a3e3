/** Bytes of a cleaned name: with what goes before and behind it below the 255 that file systems allow. */
const MAX_BYTES = 120
const MAX_EXTENSION = 16

/** OSCAR's separator of folders as decoded text shows it, beside those of Unix and Windows. */
const SEPARATORS = /[/\\\u0001\u2401]/

/** Letters, digits and marks of any script, and what names are made of besides. */
const NOT_ALLOWED = /[^\p{L}\p{N}\p{M}._-]+/gu

/** Device names of Windows, which mean the device with any extension. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

/** What Windows takes off, and what stands for a character that was not allowed. */
const TAIL = /[._]+$/

/** Files that a desktop follows instead of showing. */
const LINKS = /\.(?:lnk|desktop|url)$/i

const encoder = new TextEncoder()

/**
 * A file name made of one from the wire: its last component, with nothing in it that a file system, a shell or a desktop
 * would act on. Never empty, never hidden, never an option; at most 120 bytes of UTF-8. Different names may become the same
 * one: who uses it puts a number in front.
 */
export function safeName(name: string): string {
  return safePart(partsOf(name).at(-1) ?? '')
}

/** Folders deeper than this are left out: paths have an end, too. */
const MAX_FOLDERS = 8

/** The folders of a name from the wire, each made as safe; none when it has none. */
export function safeFolders(name: string): string[] {
  return partsOf(name).slice(0, -1).slice(-MAX_FOLDERS).map(safePart)
}

/** Components that name something. */
const partsOf = (name: string): string[] => name.split(SEPARATORS).filter((part) => /[^. ]/.test(part))

function safePart(part: string): string {
  const clean = part
    .normalize('NFC')
    .replace(NOT_ALLOWED, '_')
    .replace(/^[.\p{M}-]+/u, '')
    .replace(TAIL, '')
  const kept = cut(RESERVED.test(clean) ? `_${clean}` : clean).replace(TAIL, '') || 'unnamed'
  return LINKS.test(kept) ? `${kept}.txt` : kept
}

/** The name in `MAX_BYTES`, cut before its extension. */
function cut(name: string): string {
  // Room for the `.txt` that may follow.
  const most = MAX_BYTES - 4
  if (bytesOf(name) <= most) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && bytesOf(name.slice(dot)) <= MAX_EXTENSION ? name.slice(dot) : ''
  const room = most - bytesOf(extension)
  let stem = ''
  let used = 0
  for (const character of extension === '' ? name : name.slice(0, dot)) {
    used += bytesOf(character)
    if (used > room) break
    stem += character
  }
  return stem + extension
}

const bytesOf = (text: string): number => encoder.encode(text).length
