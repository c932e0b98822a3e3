import { find, type Node } from '../../bytes/node.ts'
import { plainText, say, shorten, thousands } from '../summary.ts'

/** `PROPOSE send-file notes.txt 2,000 B seq 1 10.0.0.1:5190`, of the fields of an ICBM on channel 2. */
export function summarizeRendezvous(fields: Node): string {
  const block = find(fields, 'rendezvous')
  if (!block) return 'rendezvous without data'
  const service = find(block, 'service')
  return [
    say(block, 'type'),
    service?.label ?? say(service),
    offered(block),
    when('seq ', say(block, 'SEQUENCE_NUM')),
    where(block),
    say(block, 'CANCEL_REASON'),
  ]
    .filter(Boolean)
    .join(' ')
}

const when = (prefix: string, text: string): string => (text === '' ? '' : prefix + text)

function offered(block: Node): string {
  const data = find(block, 'SERVICE_DATA')
  const name = say(data, 'fileName')
  if (name === '') {
    const text = say(data, 'roomCookie') || say(data, 'text')
    return text === '' ? '' : `"${plainText(text)}"`
  }
  const size = find(data!, 'totalSize')?.value
  return `${shorten(name)} ${typeof size === 'number' ? `${thousands(size)} B` : ''}`.trim()
}

function where(block: Node): string {
  const ip = say(block, 'RENDEZVOUS_IP_ADDR') || say(block, 'REQUESTER_IP_ADDR')
  const port = say(block, 'PORT')
  if (find(block, 'USE_ARS')) return `proxy ${ip}${when(' token ', port)}`
  return ip === '' ? when('port ', port) : `${ip}${when(':', port)}`
}
