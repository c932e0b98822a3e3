import type { OftFile, SeenHeader } from '../../peer/oft-file.ts'
import type { OftAct } from '../../peer/oft-header.ts'
import { defineRule } from '../define.ts'
import { checkFiles, last, promptOf } from '../endings.ts'
import { typeText } from '../headers.ts'
import { PATIENCE, type Patience } from '../patience.ts'

interface Debt {
  /** What was said, and what answers it. */
  readonly said: OftAct
  readonly answers: readonly OftAct[]
  readonly patience: Patience
}

/** Who owes what: FILE in machine.ts. */
const DEBTS: readonly Debt[] = [
  { said: 'prompt', answers: ['ack', 'resume', 'done'], patience: PATIENCE.answer },
  { said: 'resume', answers: ['resume-accept'], patience: PATIENCE.answer },
  { said: 'resume-accept', answers: ['resume-ack'], patience: PATIENCE.answer },
]

export default defineRule({
  code: 'OFT-50',
  name: 'answer-late',
  severity: 'note',
  kind: 'violation',
  title: 'A header was answered late',
  why: 'Whoever waits cannot tell a slow user, or a disk that is summed, from a client that has stopped, and may give up.',
  fix: 'Answer headers at once; ask the user before the ACCEPT, and sum the file while it comes in.',
  spec: {
    doc: 'RendezvousProtocol',
    item: 'steps 10 and 12',
    says: 'Each header is answered by the other side before it goes on.',
  },
  who: 'receiver',
  fixtures: {
    bad: ['answer-late', 'resume-answered-late', 'done-late'],
    good: ['direct', 'resume', 'stalled', 'folder', 'cancelled-unanswered'],
  },
  check: checkFiles(({ file, track }) => {
    if (promptOf(file) === undefined) return undefined
    const late = DEBTS.map((debt) => lateness(file, debt)).find((each) => each !== undefined) ?? doneLate(file)
    if (late === undefined || !track.intact) return undefined
    const { answer, seconds, since, patience } = late
    return {
      certainty: 'sure',
      who: answer.header.from,
      step: answer.header.act === 'done' ? 12 : 10,
      packets: answer.packets,
      message: `${typeText(answer.header)} ${last(answer.packets)} came ${Math.floor(seconds)} seconds after ${since}`,
      expected: `less than ${patience.seconds} seconds`,
      found: `${Math.floor(seconds)} seconds`,
    }
  }),
})

interface Late {
  readonly answer: SeenHeader
  readonly seconds: number
  readonly since: string
  readonly patience: Patience
}

function lateness(file: OftFile, { said, answers, patience }: Debt): Late | undefined {
  const at = file.headers.findIndex(({ header }) => header.act === said)
  const answer = at < 0 ? undefined : file.headers.slice(at).find(({ header }) => answers.includes(header.act))
  if (answer === undefined) return undefined
  const asked = file.headers[at]!
  const seconds = answer.time - asked.time
  if (seconds < patience.seconds) return undefined
  return { answer, seconds, since: `${typeText(asked.header)} ${last(asked.packets)}`, patience }
}

function doneLate(file: OftFile): Late | undefined {
  const answer = file.seen('done')
  if (answer === undefined || file.received === 0 || file.left > 0) return undefined
  const seconds = answer.time - file.lastTime
  if (seconds < PATIENCE.done.seconds) return undefined
  return { answer, seconds, since: `the last data #${file.lastPacket}`, patience: PATIENCE.done }
}
