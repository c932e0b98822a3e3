import type { Node } from '../../bytes/node.ts'
import { defineRule } from '../define.ts'

const KNOWN_FOR = ['joscar']

export default defineRule({
  code: 'ODC-06',
  name: 'picture-sizes-differ',
  severity: 'warning',
  kind: 'malformed',
  title: 'Pictures of a direct IM are not as long as they say',
  why: 'The reader cuts the picture at the wrong place, and takes the rest of it for text.',
  fix: 'Write the same number into DATASIZE and SIZE, that many bytes, and close every DATA and the BINARY.',
  spec: {
    doc: 'Direct IM',
    item: 'payload',
    says: 'Behind the text, BINARY holds a DATA block for each picture, with its size; the text names it too.',
  },
  who: 'client',
  knownFor: KNOWN_FOR,
  fixtures: {
    bad: ['picture-size-wrong', 'picture-datasize-wrong', 'picture-unclosed'],
    good: ['direct-im', 'direct-im-picture', 'direct-im-two-pictures'],
  },
  check: {
    odcFrame({ seen, frame }, report) {
      const { header, missing } = frame
      // A long message is not kept whole.
      if (missing > 0 || header.length + header.payloadLength > frame.size) return
      const { node } = frame
      const binary = node.children?.find(({ name }) => name === 'binary')
      const fault = binary && faultOf(binary.children ?? [], node.children?.find(({ name }) => name === 'text')?.value)
      if (fault === undefined) return
      // joscar counts the tags once for each picture.
      const several = binary!.children!.filter(({ name }) => name === 'data').length > 1
      report({
        seen,
        certainty: seen.intact ? 'sure' : 'likely',
        message: `#${seen.packets.at(-1)} has ${fault}`,
        expected: 'pictures of the stated sizes between their tags',
        found: fault,
        knownFor: several ? KNOWN_FOR : [],
      })
    },
  },
})

/** What is wrong with the blocks behind a text. */
function faultOf(blocks: readonly Node[], text: Node['value']): string | undefined {
  const valueOf = (block: Node, name: string) => block.children?.find((child) => child.name === name)?.value
  const named = new Map(
    [...String(text ?? '').matchAll(/<IMG\b[^<>]*>/gi)].map(([tag]) => [
      Number(/\bID="?(\d{1,10})/i.exec(tag)?.[1]),
      Number(/\bDATASIZE="?(\d{1,10})/i.exec(tag)?.[1]),
    ]),
  )
  for (const [at, block] of blocks.entries()) {
    if (block.name !== 'data') continue
    const [id, size] = [Number(valueOf(block, 'id')), Number(valueOf(block, 'size'))]
    const stated = named.get(id) ?? size
    if (block.problem !== undefined) return `a picture of ${block.problem}`
    if (!Number.isNaN(stated) && stated !== size) return `a picture of ${size} bytes, and of ${stated} in its text`
    if (!/^<\/DATA>/i.test(String(blocks[at + 1]?.value ?? '')))
      return `no </DATA> behind the ${size} bytes of a picture`
  }
  return /<\/BINARY>\s*$/i.test(String(blocks.at(-1)?.value ?? '')) ? undefined : 'no </BINARY> at its end'
}
