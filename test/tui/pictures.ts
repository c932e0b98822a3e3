import { Tmux } from './tmux.ts'

export interface Picture {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly keys: readonly string[]
  /** On the screen when it is ready. */
  readonly ready: string | RegExp
}

const CAPTURE = 'captures/transfer-with-faults.pcap'

/** Between two looks at a screen that is to stand still. */
const PAUSE = 120

/** Pictures of the screens for the documentation, by the name of their file. */
export const PICTURES: readonly Picture[] = [
  { name: 'transfers', width: 100, height: 24, keys: [], ready: 'three-c.csv' },
  { name: 'ladder', width: 110, height: 30, keys: ['Enter', 'j', 'j', 'j', 'j'], ready: /▸10✗/ },
  { name: 'findings', width: 160, height: 36, keys: ['4', 'e', 'e', 'e'], ready: /▸✗ OFT-07/ },
  { name: 'timeline', width: 160, height: 36, keys: ['j', '3', 'Tab', 'j', 'j', 'j'], ready: /sequence: 30/ },
]

/** The sixteen colours of a common terminal. */
const COLOURS =
  '#1e1e1e #cd3131 #0dbc79 #e5e510 #2472c8 #bc3fbc #11a8cd #cccccc #767676 #f14c4c #23d18b #f5f543 #3b8eea #d670d6 #29b8db #ffffff'.split(
    ' ',
  )
const FOREGROUND = '#cccccc'
const BACKGROUND = '#1e1e1e'
const CELL = { width: 8.4, height: 18 }

interface Pen {
  fg: string
  bg: string
  bold: boolean
  underline: boolean
  inverse: boolean
}

const newPen = (): Pen => ({ fg: FOREGROUND, bg: BACKGROUND, bold: false, underline: false, inverse: false })

/** Applies one `ESC [ ... m`. */
function applySgr(pen: Pen, codes: readonly number[]): void {
  for (const code of codes) {
    if (code === 0) Object.assign(pen, newPen())
    else if (code === 1) pen.bold = true
    else if (code === 4) pen.underline = true
    else if (code === 7) pen.inverse = true
    else if (code >= 30 && code < 38) pen.fg = COLOURS[code - 30]!
    else if (code >= 90 && code < 98) pen.fg = COLOURS[code - 82]!
    else if (code >= 40 && code < 48) pen.bg = COLOURS[code - 40]!
    else if (code >= 100 && code < 108) pen.bg = COLOURS[code - 92]!
  }
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function svgRun(text: string, x: number, y: number, pen: Pen): string {
  const [fg, bg] = pen.inverse ? [pen.bg, pen.fg] : [pen.fg, pen.bg]
  const width = text.length * CELL.width
  const at = { x: x * CELL.width, y: y * CELL.height }
  const back =
    bg === BACKGROUND
      ? ''
      : `<rect x="${at.x.toFixed(1)}" y="${at.y}" width="${width.toFixed(1)}" height="${CELL.height}" fill="${bg}"/>`
  if (text.trim() === '') return back
  const weight = pen.bold ? ' font-weight="bold"' : ''
  const line = pen.underline ? ' text-decoration="underline"' : ''
  return `${back}<text x="${at.x.toFixed(1)}" y="${at.y + 14}" fill="${fg}"${weight}${line} textLength="${width.toFixed(1)}" xml:space="preserve">${escapeXml(text)}</text>`
}

/** A screen as tmux gives it with colours, as a picture. */
function svg(screen: string, width: number, height: number): string {
  const pen = newPen()
  const runs: string[] = []
  screen.split('\n').forEach((line, y) => {
    let x = 0
    for (const part of line.split(/(\x1b\[[0-9;]*m)/)) {
      const codes = /^\x1b\[([0-9;]*)m$/.exec(part)
      if (codes !== null) applySgr(pen, codes[1]!.split(';').map(Number))
      else if (part !== '') {
        runs.push(svgRun(part, x, y, pen))
        x += part.length
      }
    }
  })
  const size = { width: Math.ceil(width * CELL.width), height: height * CELL.height }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">`,
    `<rect width="100%" height="100%" fill="${BACKGROUND}"/>`,
    ...runs.filter(Boolean),
    '</svg>',
    '',
  ].join('\n')
}

/** Runs the program in a terminal, presses the keys, and gives what the terminal then shows as SVG. */
export async function takePicture({ width, height, keys, ready }: Picture): Promise<string> {
  const terminal = new Tmux(width, height, `LC_ALL=C.UTF-8 '${process.execPath}' bin/oscarscope.js ${CAPTURE}`)
  try {
    await terminal.until('three-a.txt')
    await terminal.until(' ready ')
    for (const key of keys) terminal.keys(key)
    await terminal.until(ready)
    return svg(await standing(terminal), width, height)
  } finally {
    terminal.close()
  }
}

/** The screen, when it is the same twice. */
async function standing(terminal: Tmux): Promise<string> {
  for (let before = ''; ;) {
    const now = terminal.coloured
    if (now === before) return now
    before = now
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}
