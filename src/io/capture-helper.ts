/**
 * A program of its own: the only code that loads the cap package, and the only code of ours that may be root. It opens one
 * interface, gives up its rights for good, and writes what comes to standard output as a nanosecond pcap file. It looks into
 * no packet. The package aborts its process in cases that nobody can catch; here that costs no more than this process.
 *
 *     capture-helper INTERFACE SNAPLEN BUFFER-MIB FILTER
 */
import { Socket } from 'node:net'

interface Cap {
  open(device: string, filter: string, bufferSize: number, buffer: Buffer): string
  on(event: 'packet', listener: (length: number) => void): void
  close(): void
}

/** Not a literal: the package is optional and has no types. */
const PACKAGE: string = 'cap'
/** Bytes of a packet that the package can keep. */
const LARGEST = 65_535
const LINK_TYPES = new Map(
  Object.entries({ NULL: 0, ETHERNET: 1, RAW: 101, LINKTYPE_LINUX_SLL: 113, IEEE802_11_RADIO: 127 }),
)
/** What is kept for a reader that is slow; beyond it packets are discarded, and counted. */
const QUEUE_BYTES = 32 << 20
const BATCH_BYTES = 128 << 10
const NOBODY = 65_534

function fail(message: string): never {
  process.stderr.write(`capture-helper: ${message}\n`)
  process.exit(1)
}

async function newCap(): Promise<Cap> {
  try {
    const { default: cap } = (await import(PACKAGE)) as { default: { Cap: new () => Cap } }
    return new cap.Cap()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return fail(
      code === 'ERR_MODULE_NOT_FOUND' ? 'cap is not installed' : `cap has no binary: ${message.split('\n')[0]}`,
    )
  }
}

/** From root to the user who called sudo, else to nobody, with the proof that there is no way back. */
function dropRights(): void {
  if (process.getuid?.() !== 0) return
  const [user, group] = [process.env['SUDO_UID'], process.env['SUDO_GID']].map((id) => Number(id) || NOBODY)
  process.setgroups!([group!])
  process.setgid!(group!)
  process.setuid!(user!)
  try {
    process.setuid!(0)
  } catch {
    return
  }
  fail('could not give up root')
}

const [device = '', snaplen = '', bufferMiB = '', filter = ''] = process.argv.slice(2)
const kept = Math.min(Number(snaplen), LARGEST)
const packet = Buffer.alloc(LARGEST)
const cap = await newCap()
let linkType = ''
try {
  linkType = cap.open(device, filter, Number(bufferMiB) << 20, packet)
} catch (error) {
  fail((error as Error).message)
}
dropRights()

const out = new Socket({ fd: 1, readable: false, writable: true })
const batch = Buffer.alloc(BATCH_BYTES)
let used = 0
let discarded = 0

function words(...values: readonly number[]): void {
  for (const value of values) used = batch.writeUInt32LE(value, used)
}

function flush(): void {
  if (used > 0) out.write(Buffer.from(batch.subarray(0, used)))
  used = 0
}

function end(): void {
  cap.close()
  flush()
  process.stderr.write(`${discarded} packets discarded\n`)
  out.end(() => process.exit(0))
}

// Magic of nanosecond pcap, version 2.4, no time zone, no accuracy.
words(0xa1b23c4d, 0x00040002, 0, 0, kept, LINK_TYPES.get(linkType) ?? Number(/\d+/.exec(linkType)?.[0]))
flush()
cap.on('packet', (length) => {
  if (out.writableLength > QUEUE_BYTES) return void discarded++
  if (used === 0) setImmediate(flush)
  // The package gives no time: the moment of the call is the nearest there is.
  const now = performance.timeOrigin + performance.now()
  const seconds = Math.floor(now / 1000)
  const size = Math.min(length, kept)
  words(seconds, Math.floor((now - seconds * 1000) * 1e6), size, length)
  used += packet.copy(batch, used, 0, size)
  if (used > BATCH_BYTES - LARGEST - 16) flush()
})
setInterval(() => process.stderr.write(`${discarded} packets discarded\n`), 1000).unref()
process.on('SIGINT', end).on('SIGTERM', end)
// Nobody reads any more.
out.on('error', () => process.exit(0))
