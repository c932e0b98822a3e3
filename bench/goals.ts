import { cat, check, COLUMNS, events, records, statistics, tcpdump, tshark } from './commands.ts'
import * as measured from './comparisons.ts'
import type { Row, Setup } from './comparisons.ts'
import type { Profile } from './generate.ts'
import { hasGnuTime, versionOf } from './measure.ts'
import { hasTerminal } from './screens.ts'

/** A promise about speed or memory, and how it is measured. */
export interface Goal {
  readonly id: string
  readonly profiles?: readonly Profile[]
  /** What has to be on the machine. */
  readonly needs?: readonly Need[]
  rows(setup: Setup): Promise<readonly Row[]>
}

export type Need = 'tshark' | 'tcpdump' | 'GNU time' | 'util-linux'

export const GOALS: readonly Goal[] = [
  {
    id: 'P1',
    profiles: ['chatty'],
    needs: ['tshark'],
    // Where large is not larger than small, P2 measures the same.
    rows: (setup) =>
      setup.sizes.large > setup.sizes.small
        ? one(measured.less(setup, 'chatty', 'large', check, statistics, { atLeast: 60, at: '1G' }))
        : Promise.resolve([]),
  },
  {
    id: 'P2',
    profiles: ['chatty'],
    needs: ['tshark'],
    rows: (setup) => one(measured.less(setup, 'chatty', 'small', check, statistics, { atLeast: 15, at: '100M' })),
  },
  {
    id: 'P3',
    profiles: ['chatty'],
    needs: ['tcpdump'],
    rows: (setup) => one(measured.within(setup, 'chatty', 'large', check, tcpdump, { atMost: 1.5, at: '1G' })),
  },
  {
    id: 'P4',
    profiles: ['transfer'],
    rows: (setup) => one(measured.within(setup, 'transfer', 'huge', check, cat, { atMost: 5, at: '4G' })),
  },
  {
    id: 'P5',
    profiles: ['mixed'],
    needs: ['tcpdump'],
    rows: (setup) => one(measured.within(setup, 'mixed', 'large', check, tcpdump, { atMost: 2, at: '1G' })),
  },
  {
    id: 'P5',
    profiles: ['noise'],
    needs: ['tcpdump'],
    rows: (setup) => one(measured.within(setup, 'noise', 'large', check, tcpdump, { atMost: 1.5, at: '1G' })),
  },
  ...(['chatty', 'transfer', 'mixed', 'noise'] as const).map((profile): Goal => ({
    id: 'P6',
    profiles: [profile],
    needs: ['GNU time'],
    rows: async (setup) => [
      await measured.memory(setup, profile, check),
      await measured.memory(setup, profile, events),
    ],
  })),
  {
    id: 'P7',
    profiles: ['chatty'],
    needs: ['tshark'],
    rows: async (setup) => {
      const theirFields = (path: string) => tshark(path, '-T fields', '-T', 'fields', ...COLUMNS)
      const theirRecords = (path: string) => tshark(path, '-T ek', '-T', 'ek')
      return [
        await measured.less(setup, 'chatty', 'small', events, theirFields, { atLeast: 20, at: '100M' }),
        await measured.less(setup, 'chatty', 'tiny', records, theirRecords, { atLeast: 20, at: '20M' }),
      ]
    },
  },
  { id: 'P8', profiles: ['chatty'], rows: (setup) => one(measured.rate(setup)) },
  { id: 'P9', profiles: ['chatty'], rows: (setup) => one(measured.linearity(setup)) },
  { id: 'P10', profiles: ['chatty'], rows: (setup) => one(measured.twoAtOnce(setup)) },
  {
    id: 'P11',
    rows: async (setup) => [await measured.answer(setup, '--version'), await measured.answer(setup, '--help')],
  },
  { id: 'P12', profiles: ['mixed'], needs: ['util-linux', 'tshark'], rows: measured.firstScreen },
  {
    id: 'P13',
    profiles: ['mixed'],
    needs: ['util-linux'],
    rows: async (setup) => [await measured.firstScreenOfMuch(setup), await measured.slices(setup)],
  },
  { id: 'P14', profiles: ['chatty'], needs: ['util-linux', 'GNU time'], rows: (setup) => one(measured.index(setup)) },
  { id: 'P15', rows: () => one(measured.checksum()) },
  { id: 'P16', profiles: ['chatty', 'noise'], rows: (setup) => one(measured.noise(setup)) },
]

async function one(row: Promise<Row>): Promise<readonly Row[]> {
  return [await row]
}

/** Whether the machine has it. */
export function has(need: Need): boolean {
  if (need === 'GNU time') return hasGnuTime
  return need === 'util-linux' ? hasTerminal : versionOf(need) !== undefined
}
