import { COMMAND_WORDS, commandNamed } from './commands.ts'
import { isProblem } from './filter-port.ts'
import { completeFrom, editPrompt } from './prompt.ts'
import type { Prompt, PromptKind, State } from './state.ts'

/** What is done with a line when it is entered. */
export type Entered = (kind: PromptKind, text: string) => void

/** The line at the bottom that commands, filters and searches are typed on. */
export class Prompter {
  private readonly state: State
  private readonly entered: Entered

  constructor(state: State, entered: Entered) {
    this.state = state
    this.entered = entered
  }

  ask(kind: PromptKind, sign: string, text = ''): void {
    const start = text === '' && kind === 'filter' ? (this.state.filtered?.filter.text ?? '') : text
    const prompt: Prompt = { kind, sign, text: start, cursor: start.length, past: 0, problem: undefined, words: [] }
    this.state.prompt = prompt
    this.judge(prompt)
  }

  key(prompt: Prompt, key: string): void {
    const { state } = this
    const history = state.history[prompt.kind]
    const result = editPrompt(prompt, key, history, (text) => this.complete(prompt, text))
    if (result === 'going') this.judge(prompt)
    else if (result === 'escape') state.prompt = undefined
    else this.enter(prompt)
  }

  private enter(prompt: Prompt): void {
    const text = prompt.text.trim()
    this.judge(prompt)
    if (prompt.problem !== undefined) return
    this.state.prompt = undefined
    const history = this.state.history[prompt.kind]
    if (text !== '' && history.at(-1) !== text) history.push(text)
    this.entered(prompt.kind, text)
  }

  /** Whether the text is a filter, and what its last word can become: as it is typed. */
  private judge(prompt: Prompt): void {
    const { text, cursor } = prompt
    prompt.words = this.candidates(prompt, text.slice(0, cursor)).words
    if (prompt.kind !== 'filter') return
    const result = text.trim() === '' ? undefined : this.state.settings.language.compile(text)
    prompt.problem = result !== undefined && isProblem(result) ? result : undefined
  }

  private complete(prompt: Prompt, text: string): string {
    const { start, words } = this.candidates(prompt, text)
    return text.slice(0, start) + completeFrom(text.slice(start), words)
  }

  /** Where the word before the cursor begins, and what it can become. */
  private candidates({ kind }: Prompt, text: string): { readonly start: number; readonly words: readonly string[] } {
    if (kind === 'search') return { start: 0, words: [] }
    if (kind === 'filter') {
      const start = text.length - /[\w.]*$/.exec(text)![0].length
      return { start, words: start === text.length ? [] : this.state.settings.language.complete(text.slice(start)) }
    }
    const start = text.indexOf(' ') + 1
    const words = start === 0 ? COMMAND_WORDS : (commandNamed(text.slice(0, start - 1))?.words ?? [])
    return { start, words: words.filter((word) => word.startsWith(text.slice(start))) }
  }
}
