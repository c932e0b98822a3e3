import { hexNumber } from '../../bytes/hex.ts'
import type { Rendezvous } from '../../oscar/rendezvous/block.ts'
import { SERVICE_DATA } from '../../oscar/rendezvous/tags.ts'
import { checkBlock, fits } from '../blocks.ts'
import { notBeforeProposal } from '../certainty.ts'
import { defineRule, on } from '../define.ts'
import { SIGN } from '../../oscar/rendezvous/signs.ts'
import { TRAIT } from '../../conversation/traits.ts'

const FIRST_PART = 27
const SECOND_PART = 14
/** Behind the length of the first part. */
const COUNTER_AT = 27
const SECOND_AT = 29

export default defineRule({
  code: 'SVC-09',
  name: 'relay-malformed',
  severity: 'warning',
  kind: 'malformed',
  title: 'Relayed ICQ message has wrong lengths or counters',
  why: 'The receiver cannot tell where the message begins, or which of its messages an answer is about, and drops it.',
  fix: 'Write 27 and 14 as the lengths of the two parts, little-endian, and the same counter into both and into the reply.',
  spec: {
    doc: 'Kopete',
    item: 'ICQ server relay',
    says: 'The parts measure 27 and 14 bytes, and both hold the counter; an answer repeats it.',
  },
  who: 'client',
  fixtures: {
    bad: ['relay-length-wrong', 'relay-counters-differ', 'relay-reply-counter-wrong', 'relay-short'],
    good: ['relay', 'relay-refused', 'relay-declined', 'relay-empty'],
  },
  check: {
    ...checkBlock({ signs: SIGN.relayed }, (block) => {
      const data = dataOf(block)
      const fault = data === undefined || data.length === 0 ? undefined : faultOf(data)
      if (fault === undefined) return undefined
      return {
        says: `is relayed with ${fault}`,
        expected: `${FIRST_PART} and ${SECOND_PART}, one counter`,
        found: fault,
      }
    }),
    conversation: on({ signs: TRAIT.countered }, ({ conversation }, report) => {
      const [request, reply] = conversation.proposals
      const [asked, answered] = [request, reply].map((message) => dataOf(message?.first.rendezvous))
      if (reply === undefined || request?.sequence !== 1 || reply.sequence !== 2) return
      if (
        asked === undefined ||
        answered === undefined ||
        faultOf(asked) !== undefined ||
        faultOf(answered) !== undefined
      )
        return
      const [expected, found] = [u16le(asked, COUNTER_AT), u16le(answered, COUNTER_AT)]
      if (expected === found) return
      report({
        conversation,
        seen: reply.first.seen,
        certainty: notBeforeProposal(reply) === 'sure' ? 'sure' : 'likely',
        message: `the reply relayed in ${conversation.cookie} has counter ${hexNumber(found)}`,
        expected: hexNumber(expected),
        found: hexNumber(found),
      })
    }),
  },
})

const u16le = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8)

function dataOf(block: Rendezvous | undefined): Uint8Array | undefined {
  const relayed = block?.typeName === 'PROPOSE' && block.serviceName === 'icq-relay' && fits(block)
  return relayed ? block.bytesOf(SERVICE_DATA) : undefined
}

function faultOf(data: Uint8Array): string | undefined {
  if (data.length < SECOND_AT + 4) return `${data.length} bytes`
  const [first, second] = [u16le(data, 0), u16le(data, SECOND_AT)]
  if (first !== FIRST_PART || second !== SECOND_PART) return `parts of ${first} and ${second} bytes`
  const [counter, again] = [u16le(data, COUNTER_AT), u16le(data, SECOND_AT + 2)]
  return counter === again ? undefined : `counters ${hexNumber(counter)} and ${hexNumber(again)}`
}
