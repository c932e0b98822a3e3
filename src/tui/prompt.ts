import type { Prompt } from './state.ts'

const LONGEST = 4_096

/** What a key does to a line that is being typed: `enter` and `escape` end it. */
export function editPrompt(
  prompt: Prompt,
  key: string,
  history: readonly string[],
  complete: (text: string) => string,
): 'going' | 'enter' | 'escape' {
  if (key === 'enter') return 'enter'
  if (key === 'escape' || key === 'C-c') return 'escape'
  if (key === 'backspace' && prompt.text === '') return 'escape'
  if (key === 'tab') {
    const done = complete(prompt.text.slice(0, prompt.cursor))
    set(prompt, done + prompt.text.slice(prompt.cursor), done.length)
    return 'going'
  }
  if (key === 'up' || key === 'down') {
    recall(prompt, history, key === 'up' ? 1 : -1)
    return 'going'
  }
  const edit = EDITS[key]
  if (edit !== undefined) edit(prompt)
  else if (key === 'space') insert(prompt, ' ')
  else if ([...key].length === 1) insert(prompt, key)
  return 'going'
}

const EDITS: Readonly<Record<string, (prompt: Prompt) => void>> = {
  left: (prompt) => set(prompt, prompt.text, Math.max(0, prompt.cursor - 1)),
  right: (prompt) => set(prompt, prompt.text, Math.min(prompt.text.length, prompt.cursor + 1)),
  home: (prompt) => set(prompt, prompt.text, 0),
  'C-a': (prompt) => set(prompt, prompt.text, 0),
  end: (prompt) => set(prompt, prompt.text, prompt.text.length),
  'C-e': (prompt) => set(prompt, prompt.text, prompt.text.length),
  backspace: (prompt) => {
    const { text, cursor } = prompt
    if (cursor > 0) set(prompt, text.slice(0, cursor - 1) + text.slice(cursor), cursor - 1)
  },
  'C-u': (prompt) => set(prompt, prompt.text.slice(prompt.cursor), 0),
  'C-k': (prompt) => set(prompt, prompt.text.slice(0, prompt.cursor), prompt.cursor),
  'C-w': (prompt) => {
    const kept = prompt.text.slice(0, prompt.cursor).replace(/\S*\s*$/, '')
    set(prompt, kept + prompt.text.slice(prompt.cursor), kept.length)
  },
  delete: (prompt) =>
    set(prompt, prompt.text.slice(0, prompt.cursor) + prompt.text.slice(prompt.cursor + 1), prompt.cursor),
}

function insert(prompt: Prompt, text: string): void {
  if (prompt.text.length + text.length > LONGEST) return
  set(
    prompt,
    prompt.text.slice(0, prompt.cursor) + text + prompt.text.slice(prompt.cursor),
    prompt.cursor + text.length,
  )
}

/** Goes `by` entries back in the history, newest first; beyond the newest is an empty line. */
function recall(prompt: Prompt, history: readonly string[], by: number): void {
  const past = Math.max(0, Math.min(history.length, prompt.past + by))
  const text = past === 0 ? '' : history[history.length - past]!
  prompt.past = past
  set(prompt, text, text.length)
}

function set(prompt: Prompt, text: string, cursor: number): void {
  prompt.text = text
  prompt.cursor = cursor
}

/** The longest beginning that all candidates share; the text itself when there are none. */
export function completeFrom(text: string, candidates: readonly string[]): string {
  const matching = candidates.filter((candidate) => candidate.startsWith(text))
  const [first] = matching
  if (first === undefined) return text
  let length = first.length
  for (const other of matching) while (!other.startsWith(first.slice(0, length))) length--
  return matching.length === 1 ? `${first} ` : first.slice(0, length)
}
