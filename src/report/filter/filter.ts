import type { Clock } from '../../clock.ts'
import { TimelineEvent, type EventProtocol } from '../../conversation/event.ts'
import type { Conversation } from '../../conversation/conversation.ts'
import type { Track } from '../../conversation/track.ts'
import type { Transfer } from '../../conversation/transfer.ts'
import type { Finding } from '../../rules/finding.ts'
import { FieldContext } from '../field.ts'
import { compile, type Question } from './compile.ts'
import { parse } from './parser.ts'
import { isProblem, type FilterProblem } from './problem.ts'

/** Answers to the questions of a filter, one a byte. */
export type Answers = Uint8Array

/** What is asked about, beside or instead of an event. */
export interface Subject {
  readonly track: Track | undefined
  readonly conversation: Conversation | undefined
  readonly transfer?: Transfer | undefined
  readonly finding?: Finding | undefined
}

/** A display filter at work. */
export class Filter {
  readonly text: string
  /** It asks nothing about what events answer, nor about their rate class. */
  readonly ignoresTalk: boolean
  private readonly context: FieldContext
  private readonly questions: readonly Question[]
  private readonly holdsFor: (event: TimelineEvent) => boolean
  private readonly holdsWith: (answers: Answers) => boolean

  constructor(
    text: string,
    clock: Clock,
    { fields, questions, combine }: Exclude<ReturnType<typeof compile>, FilterProblem>,
  ) {
    this.text = text
    this.ignoresTalk = !fields.some(({ isTalk }) => isTalk)
    const context = (this.context = new FieldContext(clock, true))
    this.questions = questions
    this.holdsFor = combine<TimelineEvent>((question) => (event) => question(event, context))
    this.holdsWith = combine<Answers>((_question, number) => (answers) => answers[number] === 1)
  }

  matches(event: TimelineEvent): boolean {
    return this.holdsFor(event)
  }

  /** The same for an event and what was found about it: with one of the findings it has to match. */
  matchesWith(event: TimelineEvent, findings: readonly Finding[]): boolean {
    if (findings.length === 0) return this.holdsFor(event)
    const { context } = this
    const matches = findings.some((finding) => {
      context.finding = finding
      return this.holdsFor(event)
    })
    context.finding = undefined
    return matches
  }

  /** The same for something that is no event. */
  matchesSubject(subject: Subject): boolean {
    return this.about(subject, (event) => this.holdsFor(event))
  }

  /** No question answered yet. */
  newAnswers(): Answers {
    return new Uint8Array(this.questions.length)
  }

  /** Asks about an event what has not been answered with yes before. */
  ask(event: TimelineEvent, answers: Answers): void {
    for (let at = 0; at < answers.length; at++) {
      if (answers[at] === 0 && this.questions[at]!(event, this.context)) answers[at] = 1
    }
  }

  askSubject(subject: Subject, answers: Answers): void {
    this.about(subject, (event) => this.ask(event, answers))
  }

  /** Whether the filter holds when each question has the best of these answers. */
  holds(all: readonly (Answers | undefined)[]): boolean {
    const best = this.newAnswers()
    for (const answers of all) answers?.forEach((answer, at) => (best[at]! |= answer))
    return this.holdsWith(best)
  }

  private about<T>(subject: Subject, use: (event: TimelineEvent) => T): T {
    const { context } = this
    context.finding = subject.finding
    context.transfer = subject.transfer
    const result = use(standIn(subject))
    context.finding = context.transfer = undefined
    return result
  }
}

/** The filter that a text means. */
export function compileFilter(text: string, clock: Clock): Filter | FilterProblem {
  const expression = parse(text)
  if (isProblem(expression)) return expression
  const compiled = compile(expression)
  return isProblem(compiled) ? compiled : new Filter(text, clock, compiled)
}

const PROTOCOLS: Readonly<Partial<Record<Track['protocol'], EventProtocol>>> = {
  flap: 'flap',
  oft2: 'oft2',
  'ars+oft2': 'oft2',
  odc2: 'odc2',
  'ars+odc2': 'odc2',
  ars: 'ars',
}

/** An event that has of a subject what events have, and nothing of a message. */
function standIn({ track, conversation, finding }: Subject): TimelineEvent {
  const event = new TimelineEvent()
  event.n = -1
  event.seconds = finding?.seconds ?? track?.flow.startSeconds ?? 0
  event.nanos = finding?.nanos ?? track?.flow.startNanos ?? 0
  if (track !== undefined) event.track = track
  event.side = finding?.seen?.side ?? track?.client ?? 0
  event.packets = finding?.packets ?? []
  event.packet = event.packets[0] ?? -1
  event.protocol = (track && PROTOCOLS[track.protocol]) ?? 'tcp'
  event.conversation = conversation ?? track?.conversation
  event.step = finding?.step
  return event
}
