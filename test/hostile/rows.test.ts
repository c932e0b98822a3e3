import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FLOODS } from '../../bench/floods/floods.ts'
import { TABLES } from './tables.ts'

/** How many rows each part of the list of hostile captures has. */
const PARTS: Readonly<Record<string, number>> = {
  A: 22, // capture files
  B: 14, // link layers and IP
  C: 19, // TCP
  D: 12, // FLAP
  E: 19, // SNACs, TLVs, ICBMs, rendezvous
  F: 15, // OFT, direct IM, proxy
  G: 8, // text that reaches eyes
  H: 8, // extraction
  I: 6, // exports
  J: 9, // live
  K: 7, // time and resources
  R: 27, // what was found in other programs
}

/** Rows, or what a row of a table leaves open, that other tests prove: the file, and words of the test's name. */
const ELSEWHERE: Readonly<Record<string, readonly (readonly [file: string, words: string])[]>> = {
  // Empty, short, something else.
  A01: [['io/capture-file.test.ts', 'refuses %s in one line that names it']],
  A02: [['capture/detect.test.ts', 'is named: %s']],
  A05: [['capture/pcap.test.ts', 'behind a corrupt captured length are not looked at']],
  A09: [['capture/detect.test.ts', 'the modified pcap with magic %s is named']],
  A10: [['capture/pcap.test.ts', 'version 2.x is accepted and any other refused with its number']],
  A13: [
    ['hostile/pcapng-files.test.ts', 'are the packets that capinfos counts'],
    ['capture/pcapng.test.ts', 'several sections keep their own byte order'],
  ],
  A15: [['capture/pcapng.test.ts', 'of two resolutions the first counts']],
  A16: [['capture/pcapng.test.ts', 'simple packets belong to the first interface']],
  // Normal, cut, followed, concatenated, wrong sum, bomb.
  A20: [
    ['io/gunzip.test.ts', 'of several members is one capture'],
    ['io/gunzip.test.ts', 'that is cut off gives what was in it'],
    ['io/gunzip.test.ts', 'followed by other bytes is read'],
    ['io/gunzip.test.ts', 'with a wrong check sum or length'],
    ['io/gunzip.test.ts', 'that grows beyond 200 : 1'],
  ],
  A21: [
    ['io/capture-file.test.ts', 'refuses a file it may not read'],
    ['io/capture-file.test.ts', 'that nobody writes to is refused at once'],
    ['io/capture-file.test.ts', 'gives what is appended until it is told to stop'],
    ['io/interrupted.test.ts', 'standard input that is closed, or a folder, is no capture'],
  ],
  A22: [['capture/detect.test.ts', 'is refused with the command that converts it']],
  B09: [['network/fragments.test.ts', 'may be as small as eight bytes, which cuts the TCP header']],
  B12: [['network/checksums.test.ts', 'are decoded, and left out when that is wanted']],
  C04: [['network/tcp.test.ts', 'with other bytes: the first copy counts and the contradiction is told']],
  C05: [['network/tcp.test.ts', 'give the stream once, in order']],
  C15: [
    ['hostile/floods.test.ts', 'the people in a flood are judged as without it'],
    ['network/tcp.test.ts', 'keep no more flows than the limit'],
    ['network/tcp.test.ts', 'more in one flow, each before a segment'],
  ],
  C18: [['conversation/streams.test.ts', 'is the side of the SYN, whatever the ports']],
  C19: [['conversation/streams.test.ts', 'who is the client']],
  D03: [
    ['oscar/flap.test.ts', 'are looked at a few times at most'],
    ['oscar/flap.test.ts', 'a megabyte of %s is passed over fast'],
  ],
  D05: [['oscar/flap.test.ts', 'are the same byte by byte']],
  E16: [['hostile/floods.test.ts', 'the people in a flood are judged as without it']],
  F12: [['peer/connection.test.ts', 'with a frame length of']],
  F14: [['peer/odc.test.ts', 'that says it holds 4 GiB holds what comes']],
  G01: [
    ['report/text.test.ts', 'reaches nobody with anything a terminal acts on'],
    ['tui/states.test.ts', 'reaches no pane of any view with anything but cells of plain characters'],
    ['tui/terminal.test.ts', 'hostile names reach the terminal as text only, in every view'],
    ['hostile/outputs.test.ts', 'says nothing raw'],
  ],
  G03: [['tui/states.test.ts', 'keeps rows of wide characters as wide as the screen']],
  G04: [['tui/states.test.ts', 'reaches no pane of any view']],
  G05: [['report/text.test.ts', 'never makes a line of its own']],
  G06: [['oscar/summary.test.ts', 'are cut where they are too lo']],
  G07: [['live/failures.test.ts', 'gives remedies that a shell takes as one word each']],
  G08: [['hostile/outputs.test.ts', 'no name looks like what the program says itself']],
  H01: [['report/safe-name.test.ts', 'stay inside the directory, short, visible and harmless']],
  H02: [['report/safe-name.test.ts', 'of %j are %j']],
  H03: [['report/safe-name.test.ts', 'are unique with the number of the transfer in front']],
  H04: [
    ['io/extractor.test.ts', 'writes nothing over anything, and follows no link'],
    ['io/interrupted.test.ts', 'a full disk ends extraction'],
    ['io/interrupted.test.ts', 'a folder that is read-only ends it before anything is read'],
  ],
  H05: [
    ['io/extractor.test.ts', 'never writes more than was stated, nor more than is allowed'],
    ['hostile/limits-table.test.ts', 'a limit that is reached is said once'],
  ],
  H06: [
    ['io/extractor.test.ts', 'puts zeros where bytes were not captured'],
    ['io/extractor.test.ts', 'leaves incomplete files out with --no-partial'],
  ],
  H07: [['io/interrupted.test.ts', 'by kill -9 at any moment']],
  H08: [
    ['io/extractor.test.ts', 'gives files to nobody but their owner'],
    ['report/safe-name.test.ts', 'of %j are %j'],
  ],
  // JSON; lines of it; SARIF; other formats of check; columns; pipes that are closed.
  I01: [['report/records.test.ts', 'are as their schemas say, every one of every type']],
  I02: [['report/text.test.ts', 'never makes a line of its own']],
  I03: [
    ['report/check/formats.test.ts', 'is what its schema says, for examples of the rules and names from hostile hands'],
  ],
  I04: [
    ['report/check/formats.test.ts', 'is well-formed whatever the names are'],
    ['report/check/formats.test.ts', 'that names from hostile hands cannot end or begin'],
    ['report/check/formats.test.ts', 'whose cells nothing in a name can break'],
  ],
  I05: [['hostile/outputs.test.ts', 'has as many cells in every line of -T fields as were asked for']],
  I06: [['io/interrupted.test.ts', 'nobody who reads any more is no fault']],
  // No permission; no interface, or it goes; losses; the clock; a full disk; signals; the terminal; no package; the disk's ring.
  J01: [['live/failures.test.ts', 'names three ways to capture without rights']],
  J02: [
    ['live/failures.test.ts', 'says that there is no such interface'],
    ['live/failures.test.ts', 'says that the interface went away, last of all'],
    ['live/watching.test.ts', 'is told once, told again when it is up'],
  ],
  J03: [['live/capture.test.ts', 'drops with a count when it cannot keep up']],
  J04: [['live/watching.test.ts', 'is watched for jumps in both directions']],
  J05: [['live/failures.test.ts', 'when the program is killed, and when the disk is full']],
  J06: [['live/failures.test.ts', 'is told to end by a hangup or a termination']],
  J07: [
    ['tui/terminal.test.ts', 'C-z suspends it, and fg brings the screen back'],
    ['tui/terminal.test.ts', 'after %s the terminal is as it was'],
    ['live/screens.test.ts', 'when the terminal goes away'],
  ],
  J08: [['live/failures.test.ts', 'says that the package is not installed']],
  J09: [['live/writing.test.ts', 'holds every packet once, in files that can each be read alone']],
  // Time that goes back; 1970 and 2106; time zones; findings and packets by the million; terminals of any size; none; no colours.
  K01: [['report/text.test.ts', 'show a clock that went back']],
  K02: [['capture/pcap.test.ts', 'times up to the year 2106 are read']],
  K03: [['cli/determinism.test.ts', 'in another time zone and language']],
  K04: [['hostile/floods.test.ts', 'the people in a flood are judged as without it']],
  K05: [['tui/states.test.ts', 'says that it is too small']],
  K06: [['tui/terminal.test.ts', 'TERM=dumb gives text']],
  K07: [['tui/terminal.test.ts', 'NO_COLOR leaves colours out']],
  // Vectors that were never published.
  R19: [['fuzz/fuzz.test.ts', 'for a moment finds nothing in %s']],
}

/** The properties that hold for all captures, and where they are asked. */
const PROPERTIES: Readonly<Record<string, readonly [file: string, words: string]>> = {
  split: ['properties/carriage.test.ts', 'in whatever pieces the capture is read'],
  segmentation: ['properties/carriage.test.ts', 'however the segments are cut'],
  permutation: ['properties/carriage.test.ts', 'when packets of one direction overtook each other'],
  conservation: ['properties/conservation.test.ts', 'in captures with faults'],
  prefix: ['properties/locality.test.ts', 'what the first packets say is how all of them begin'],
  truncation: ['properties/damage.test.ts', 'cut at every second byte'],
  locality: ['properties/locality.test.ts', 'a wrong byte in one connection changes nothing'],
  carrier: ['properties/carriage.test.ts', 'over every kind of link'],
  'round trip': ['properties/round-trip.test.ts', 'any SNAC, whatever is in it'],
  determinism: ['properties/carriage.test.ts', 'on every run'],
  progress: ['properties/locality.test.ts', 'no frame is read more often than it is long'],
  fairness: ['properties/fairness.test.ts', 'when any one packet is missing'],
  differential: ['cli/determinism.test.ts', 'FLAP frames of it are those that tshark finds'],
  readers: ['capture/pcap.test.ts', 'every well-formed file gives the packets that pcap-parser gives'],
}

const FOLDER = join(import.meta.dirname, '..')
const NAME = /(?:^|[\s.(])(?:it|test|describe)\b/
const texts = new Map<string, string>()

/** Names of the tests of a file, as they are written, with what is in front of them. */
function namesIn(file: string): string {
  const text = texts.get(file) ?? readFileSync(join(FOLDER, file), 'utf8')
  texts.set(file, text)
  return text
}

/** The words are in a line that is, or follows, the beginning of a test. */
function isNamed(file: string, words: string): boolean {
  const lines = namesIn(file).split('\n')
  return lines.some((line, at) => {
    if (!line.includes(words)) return false
    return (
      NAME.test(line) ||
      /^\s*[\])}]+.*\(/.test(line) ||
      NAME.test(lines[at - 1] ?? '') ||
      /^\s*\]\)\($/.test(lines[at - 1] ?? '')
    )
  })
}

const rows = Object.entries(PARTS).flatMap(([part, count]) =>
  Array.from({ length: count }, (_, n) => `${part}${String(n + 1).padStart(2, '0')}`),
)
const cases = Object.values(TABLES).flatMap((table) => table.map(({ id }) => id.slice(0, 3)))

describe('the list of what captures may do', () => {
  it('has a fixture or a test for every row', () => {
    const proven = new Set([...cases, ...Object.keys(ELSEWHERE)])
    expect(rows.filter((id) => !proven.has(id))).toEqual([])
    expect([...proven].filter((id) => !rows.includes(id))).toEqual([])
  })

  it.each([
    ...Object.entries(ELSEWHERE).flatMap(([id, tests]) => tests.map((each) => [id, ...each] as const)),
    ...Object.entries(PROPERTIES).map(([id, each]) => [id, ...each] as const),
  ])('%s is proven in %s: %s', (_, file, words) => {
    expect(isNamed(file, words)).toBe(true)
  })

  it('has a flood for each number in it', () => {
    expect(Object.keys(FLOODS)).toEqual(
      expect.arrayContaining([
        'half-open',
        'rendezvous',
        'fragments',
        'one byte each',
        'bomb',
        'packets',
        'faults',
        'files',
      ]),
    )
  })
})
