/**
 * A program of its own: the only code that loads the cap package and the only one that may be root. It opens one interface,
 * gives up its rights for good, and writes what it captures to standard output as a nanosecond pcap file. It looks into no
 * packet. The package aborts its process in cases that nobody can catch; here that costs no more than this process.
 *
 *     capture-helper INTERFACE SNAPLEN BUFFER-MIB FILTER
 *     capture-helper --list
 */
import { Socket } from 'node:net'

interface Cap {
  open(device: string, filter: string, bufferSize: number, buffer: Buffer): string
  on(event: 'packet', listener: (length: number, truncated: boolean) => void): void
  close(): void
}

interface CapPackage {
  readonly Cap: { new (): Cap; deviceList(): { name: string; description?: string; addresses: { addr?: string }[] }[] }
}

/** Not a literal: the package is optional and has no types. */
const PACKAGE: string = 'cap'
const LINK_TYPES: Readonly<Record<string, number>> = {
  NULL: 0,
  ETHERNET: 1,
  RAW: 101,
  LINKTYPE_LINUX_SLL: 113,
  IEEE802_11_RADIO: 127,
}
/** What is kept for a reader that is slow; beyond it packets are discarded, and counted. */
const QUEUE_BYTES = 32 << 20
const BATCH_BYTES = 64 << 10
const NOBODY = 65_534

async function load(): Promise<CapPackage> {
  try {
    const { default: cap } = (await import(PACKAGE)) as { default: CapPackage }
    return cap
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ERR_MODULE_NOT_FOUND') return fail('cap is not installed')
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_DLOPEN_FAILED')
      return fail(`cap has no binary: ${message.split('\n')[0]}`)
    throw error
  }
}

function fail(message: string): never {
  process.stderr.write(`capture-helper: ${message}\n`)
  process.exit(1)
}

/** From root to the user who called sudo, else to nobody, with the proof that there is no way back. */
function dropRights(): void {
  if (process.getuid?.() !== 0) return
  const user = Number(process.env['SUDO_UID'] ?? NOBODY) || NOBODY
  const group = Number(process.env['SUDO_GID'] ?? NOBODY) || NOBODY
  process.setgroups!([group])
  process.setgid!(group)
  process.setuid!(user)
  for (const back of [() => process.setuid!(0), () => process.setgid!(0), () => process.setgroups!([0])]) {
    try {
      back()
    } catch {
      continue
    }
    fail('could not give up root')
  }
}

/** Classic pcap with nanoseconds, little-endian: the header, and the head of a packet. */
function fileHeader(snaplen: number, linkType: number): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b23c4d, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(snaplen, 16)
  header.writeUInt32LE(linkType, 20)
  return header
}

function capture({ Cap }: CapPackage, device: string, snaplen: number, bufferMiB: number, filter: string): void {
  const out = new Socket({ fd: 1, readable: false, writable: true })
  const packet = Buffer.alloc(65_535)
  const cap = new Cap()
  let linkType = ''
  try {
    linkType = cap.open(device, filter, bufferMiB << 20, packet)
  } catch (error) {
    fail((error as Error).message)
  }
  dropRights()

  let batch = Buffer.allocUnsafe(BATCH_BYTES)
  let used = 0
  let discarded = 0
  const flush = (): void => {
    if (used > 0) out.write(batch.subarray(0, used))
    batch = Buffer.allocUnsafe(BATCH_BYTES)
    used = 0
  }
  const report = (): void => void process.stderr.write(`${discarded} packets discarded\n`)
  out.write(fileHeader(snaplen, LINK_TYPES[linkType] ?? Number(/\d+/.exec(linkType)?.[0] ?? 0)))
  cap.on('packet', (length) => {
    const kept = Math.min(length, snaplen)
    if (used + 16 + kept > BATCH_BYTES) flush()
    if (out.writableLength > QUEUE_BYTES) {
      discarded++
      return
    }
    // The package gives no time: the moment of the call is the nearest there is.
    const now = performance.timeOrigin + performance.now()
    const seconds = Math.floor(now / 1000)
    batch.writeUInt32LE(seconds, used)
    batch.writeUInt32LE(Math.floor((now - seconds * 1000) * 1e6), used + 4)
    batch.writeUInt32LE(kept, used + 8)
    batch.writeUInt32LE(length, used + 12)
    packet.copy(batch, used + 16, 0, kept)
    used += 16 + kept
    if (used === 16 + kept) setImmediate(flush)
  })

  let reported = 0
  const timer = setInterval(() => {
    if (discarded !== reported) report()
    reported = discarded
  }, 1000)
  const end = (): void => {
    clearInterval(timer)
    cap.close()
    flush()
    report()
    out.end(() => process.exit(0))
  }
  process.on('SIGINT', end).on('SIGTERM', end)
  // Nobody reads any more.
  out.on('error', () => process.exit(0))
}

const [device = '', snaplen = '', bufferMiB = '', filter = ''] = process.argv.slice(2)
const loaded = await load()
if (device === '--list') process.stdout.write(`${JSON.stringify(loaded.Cap.deviceList())}\n`)
else capture(loaded, device, Math.min(Number(snaplen), 65_535), Number(bufferMiB), filter)
