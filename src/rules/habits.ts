/**
 * What real clients are known to do against the rules, as data: one row for each client and rule. `--profile lenient`
 * takes these for notes. Where what somebody shows tells which client it is, only the habits of that one count.
 */
import type { Conversation } from '../conversation/conversation.ts'
import type { Role } from '../conversation/message.ts'
import { likelyPrograms } from '../conversation/software.ts'
import type { Culprit } from './finding.ts'

export interface Habit {
  readonly client: string
  readonly code: string
  /** What it does. */
  readonly does: string
}

const habit = (code: string, client: string, does: string): Habit => ({ code, client, does })

export const HABITS: readonly Habit[] = [
  habit('FLAP-04', 'libpurple', 'leaves out the last byte of its sign-off frame now and then'),
  habit('FLAP-09', 'Kopete', 'counts from 0x7fff on to 1'),
  habit('FLAP-09', 'old ICQ clients', 'count to 0x7fff'),
  habit('FLAP-12', 'open-oscar-server', 'signs Windows AIM 1.x to 4.1 off without a length, as they hang otherwise'),
  habit('ICBM-02', 'open-oscar-server', 'answers for users of TOC with a cookie of zeros around the right block'),
  habit('ICBM-07', 'open-oscar-server', 'writes the public address over REQUESTER_IP_ADDR'),
  habit('ICBM-09', 'joscar', 'sends the bare code, without length and reason'),
  habit('RV-09', 'Miranda', 'goes on to a fourth stage'),
  habit('RV-09', 'joscar', 'starts again by itself, up to twenty times'),
  habit('RV-10', 'joscar', 'starts again by itself, with the next number'),
  habit('RV-11', 'Kopete', 'cancels without a reason'),
  habit('RV-11', 'Miranda', 'cancels without a reason'),
  habit('RV-11', 'Digsby', 'cancels without a reason'),
  habit('RV-11', 'qutIM', 'cancels without a reason'),
  habit('RV-18', 'joscar', 'sends no mirrors'),
  habit('RV-20', 'qutIM', 'proposes without a listener'),
  habit('RV-22', 'joscar', 'leaves its address to the server'),
  habit('RV-28', 'qutIM', 'accepts as the receiver of the file, even when it listens'),
  habit('ARS-10', 'joscar', 'always names the send-file service'),
  habit('ARS-14', 'qutIM', 'connects to the token as if it were a port'),
  habit('OFT-10', 'libpurple', 'skips a file by DONE'),
  habit('OFT-10', 'Kopete', 'skips a file by DONE'),
  habit('OFT-10', 'Miranda', 'skips a file by DONE'),
  habit('OFT-10', 'qutIM', 'skips a file by DONE'),
  habit('OFT-11', 'joscar', 'sends cookie zero in 0x0207'),
  habit('OFT-15', 'Digsby', 'answers with checksum FFFF0000'),
  habit('OFT-16', 'qutIM', 'counts totals of its own'),
  habit('OFT-18', 'qutIM', 'counts the files left down in DONE'),
  habit('OFT-18', 'libpurple', 'leaves the count of files as it is'),
  habit('OFT-20', 'Kopete', 'only closes the connection when its user cancels'),
  habit('OFT-20', 'Digsby', 'only closes the connection when its user cancels'),
  habit('OFT-22', 'qutIM', 'goes on behind the last DONE'),
  habit('OFT-23', 'joscar demo', 'states another size in DONE'),
  habit('OFT-24', 'libpurple', 'computes a wrong checksum when one of its reads had an odd length'),
  habit('OFT-24', 'qutIM', 'computes a wrong checksum over bytes from 0x80 on'),
  habit('OFT-24', 'Digsby', 'answers with checksum FFFF0000'),
  habit('OFT-25', 'Digsby', 'always announces checksum FFFF0000'),
  habit('OFT-25', 'qutIM', 'computes a wrong checksum over bytes from 0x80 on'),
  habit('OFT-26', 'libpurple', 'computes a wrong checksum when one of its reads had an odd length'),
  habit('OFT-26', 'qutIM', 'computes a wrong checksum over bytes from 0x80 on'),
  habit('OFT-26', 'Digsby', 'announces and answers checksum FFFF0000'),
  habit('OFT-27', 'joscar demo', 'sends checksum 100'),
  habit('OFT-28', 'Gaim', 'announces with received checksum 0'),
  habit('OFT-29', 'Digsby', 'resumes without comparing what is there'),
  habit('OFT-31', 'Gaim', 'before 2.0 ignores 0x0205'),
  habit('OFT-34', 'libpurple', 'leaves the flags as they came'),
  habit('OFT-34', 'Miranda', 'leaves the flags as they came'),
  habit('OFT-34', 'Digsby', 'leaves the flags as they came'),
  habit('OFT-34', 'qutIM', 'leaves the flags as they came'),
  habit('OFT-38', 'Miranda', 'leaves out the NUL of names of 64 bytes'),
  habit('ODC-06', 'joscar', 'counts too many bytes from the second picture on'),
  habit('CON-06', 'libpurple', 'gives up without a CANCEL when all ways failed'),
]

/** Clients that are the same under another name. */
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['Gaim', 'libpurple'],
  ['joscar demo', 'joscar'],
])

/** Those of the clients known for a deviation that whoever is at fault may be. */
export function narrowed(
  knownFor: readonly string[],
  conversation: Conversation | undefined,
  who: Culprit,
): readonly string[] {
  const role = knownFor.length === 0 || conversation === undefined ? undefined : roleOf(conversation, who)
  const clients = role === undefined ? undefined : likelyPrograms(conversation!, role)
  if (clients === undefined) return knownFor
  return knownFor.filter((name) => clients.includes(FAMILIES.get(name) ?? name))
}

function roleOf({ serviceName }: Conversation, who: Culprit): Role | undefined {
  if (who === 'offerer' || who === 'target') return who
  if (serviceName !== 'send-file') return undefined
  return who === 'sender' ? 'offerer' : who === 'receiver' ? 'target' : undefined
}
