import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, chmodSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { CaptureFile } from '../../src/io/capture-file.ts'
import { InputError } from '../../src/io/input-error.ts'
import { filled } from '../support/bytes.ts'
import { codes, pcapFile, pcapRecord, readCapture } from '../capture/files.ts'
import { readAll, sourceOf, temporaryFiles } from './reading.ts'

const files = temporaryFiles()
const records = Array.from({ length: 5 }, (_, at) => ({ seconds: at, fraction: at, data: filled(40 + at, at) }))
const capture = pcapFile(records)
const expected = readCapture(capture).packets

const refusal = (path: string): string => {
  try {
    CaptureFile.open(path).close()
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return 'opened'
}

describe('a capture file', () => {
  test('is read synchronously, and knows its size and how far it is', () => {
    const file = CaptureFile.open(files.write('plain.pcap', capture))
    expect([file.size, file.position]).toEqual([capture.length, 0])
    expect(file.fill()).toBe(true)
    while (file.reader.next());
    expect(file.fill()).toBe(false)
    expect([file.reader.packets, file.size, file.position]).toEqual([5, capture.length, capture.length])
    expect(file.reader.problems).toEqual([])
  })

  test('is known as gzip by its magic, whatever its name', async () => {
    const file = CaptureFile.open(files.write('named.pcap', gzipSync(capture)))
    expect(await readAll(file)).toEqual(expected)
    expect(await readAll(CaptureFile.open(files.write('named.gz', capture)))).toEqual(expected)
  })

  test('can come a byte at a time', async () => {
    for (const bytes of [capture, gzipSync(capture)]) {
      for (const later of [false, true]) {
        expect(await readAll(new CaptureFile('slow', sourceOf(bytes, 1, later)))).toEqual(expected)
      }
    }
  })

  test('that is cut off gives its whole packets and one problem', async () => {
    const file = CaptureFile.open(files.write('cut.pcap', capture.subarray(0, -1)))
    expect(await readAll(file)).toHaveLength(4)
    expect(codes(file.reader)).toEqual(['file-truncated'])
  })

  test('that is no capture is not read to its end', () => {
    const file = CaptureFile.open('/dev/zero')
    expect(file.fill()).toBe(true)
    expect(file.reader.next()).toBe(false)
    expect([file.reader.fatal?.code, file.fill()]).toEqual(['not-a-capture', false])
  })

  test('can be read a second time', async () => {
    const file = CaptureFile.open(files.write('twice.pcap', capture))
    await readAll(file)
    expect(file.rewind()).toBe(true)
    expect([file.position, file.size]).toEqual([0, capture.length])
    expect(await readAll(file)).toEqual(expected)
  })

  test.each([
    ['a missing file', () => files.path('missing.pcap'), 'no such file'],
    ['a directory', () => files.directory, 'is a directory; name the captures in it'],
    ['an empty file', () => files.write('empty.pcap', filled(0, 0)), 'is empty'],
    ['a path through a file', () => `${files.write('file', capture)}/x`, 'no such file'],
    ['a name that would steer a terminal', () => files.path('\x1b[2Jx'), 'no such file'],
  ])('refuses %s in one line that names it', (_name, path, reason) => {
    const message = refusal(path())
    expect(message).toMatch(new RegExp(`: ${reason}$`))
    expect(message).not.toMatch(/[\0-\x1f]/)
  })

  test.skipIf(process.getuid?.() === 0)('refuses a file it may not read', () => {
    const path = files.write('secret.pcap', capture)
    chmodSync(path, 0)
    expect(refusal(path)).toMatch(/: permission denied$/)
  })
})

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  const fifo = (name: string): string => {
    execFileSync('mkfifo', [files.path(name)])
    return files.path(name)
  }

  test('that nobody writes to is refused at once', () => {
    expect(refusal(fifo('idle'))).toContain('nobody writes to')
  })

  test('gives what is written to it', async () => {
    const path = fifo('busy')
    const source = files.write('source.pcap.gz', gzipSync(capture))
    const file = CaptureFile.open(path, { follow: true })
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', source, path])
    expect(await readAll(file)).toEqual(expected)
    writer.kill()
  })
})

describe('a followed file', () => {
  const grown = (path: string) => CaptureFile.open(path, { follow: true })

  test('gives what is appended until it is told to stop', async () => {
    const path = files.write('growing.pcap', capture.subarray(0, 30))
    const file = grown(path)
    const all = readAll(file)
    await waiting(file)
    appendFileSync(path, capture.subarray(30, 200))
    appendFileSync(path, capture.subarray(200))
    await until(() => file.reader.packets === 5 && file.waiting)
    file.stop()
    expect(await all).toEqual(expected)
    expect(file.reader.problems).toEqual([])
  })

  test('may be empty at first', async () => {
    const path = files.write('not-yet.pcap', filled(0, 0))
    const file = grown(path)
    const all = readAll(file)
    await waiting(file)
    appendFileSync(path, capture)
    await until(() => file.reader.packets === 5)
    file.stop()
    expect(await all).toHaveLength(5)
  })

  test('can be gzip data', async () => {
    const path = files.write('growing.gz', gzipSync(capture))
    const file = grown(path)
    const all = readAll(file)
    await until(() => file.reader.packets === 5 && file.waiting)
    appendFileSync(path, gzipSync(pcapRecord(records[0]!)))
    await until(() => file.reader.packets === 6)
    file.stop()
    expect(await all).toHaveLength(6)
    expect(file.reader.problems).toEqual([])
  })

  test.each([
    ['truncated', (path: string) => truncateSync(path, 30)],
    [
      'replaced',
      (path: string) => {
        writeFileSync(`${path}.new`, capture)
        renameSync(`${path}.new`, path)
      },
    ],
    ['renamed', (path: string) => renameSync(path, `${path}.1`)],
  ])('that is %s ends with a problem', async (name, change) => {
    const path = files.write(`${name}.pcap`, capture)
    const file = grown(path)
    const all = readAll(file)
    await waiting(file)
    change(path)
    expect(await all).toHaveLength(5)
    expect(codes(file.reader)).toEqual(['file-replaced'])
  })
})

const waiting = (file: CaptureFile) => until(() => file.waiting)

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
