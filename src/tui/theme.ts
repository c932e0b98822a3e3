import type { Style } from './style.ts'

/** Colours by number, 0 to 15; undefined is the terminal's own. */
export interface Look {
  readonly fg?: number
  readonly bg?: number
  readonly bold?: boolean
  readonly underline?: boolean
}

export type ThemeName = 'dark' | 'light' | 'contrast' | 'mono'
export type Theme = Readonly<Record<Style, Look>>

/** Without colour: what differs in meaning differs in its signs and words, and this only helps the eye. */
const MONO: Theme = {
  plain: {},
  dim: {},
  strong: { bold: true },
  title: { bold: true },
  heading: { underline: true },
  tab: { bold: true, underline: true },
  key: { bold: true },
  good: {},
  error: { bold: true },
  warning: { bold: true },
  note: {},
  wire: {},
  flap: {},
  oft: { bold: true },
  data: {},
  tcp: {},
  ghost: {},
  bytes: {},
  marked: { bold: true, underline: true },
}

export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  mono: MONO,
  dark: {
    ...MONO,
    dim: { fg: 8 },
    title: { fg: 15, bold: true },
    heading: { fg: 6 },
    tab: { fg: 14, bold: true },
    key: { fg: 14 },
    good: { fg: 10 },
    error: { fg: 9, bold: true },
    warning: { fg: 11 },
    note: { fg: 12 },
    wire: { fg: 15 },
    flap: { fg: 7 },
    oft: { fg: 13 },
    data: { fg: 10 },
    tcp: { fg: 6 },
    ghost: { fg: 9 },
    bytes: { fg: 7 },
    marked: { fg: 0, bg: 11 },
  },
  light: {
    ...MONO,
    dim: { fg: 8 },
    title: { fg: 0, bold: true },
    heading: { fg: 4 },
    tab: { fg: 4, bold: true },
    key: { fg: 4 },
    good: { fg: 2 },
    error: { fg: 1, bold: true },
    warning: { fg: 3, bold: true },
    note: { fg: 4 },
    wire: { fg: 0, bold: true },
    oft: { fg: 5 },
    data: { fg: 2 },
    tcp: { fg: 6 },
    ghost: { fg: 1 },
    marked: { fg: 15, bg: 4 },
  },
  contrast: {
    ...MONO,
    plain: { fg: 15, bg: 0 },
    dim: { fg: 15, bg: 0 },
    strong: { fg: 15, bg: 0, bold: true },
    title: { fg: 15, bg: 0, bold: true },
    heading: { fg: 14, bg: 0, underline: true },
    tab: { fg: 0, bg: 15, bold: true },
    key: { fg: 14, bg: 0, bold: true },
    good: { fg: 10, bg: 0, bold: true },
    error: { fg: 15, bg: 1, bold: true },
    warning: { fg: 0, bg: 11, bold: true },
    note: { fg: 14, bg: 0 },
    wire: { fg: 15, bg: 0, bold: true },
    flap: { fg: 15, bg: 0 },
    oft: { fg: 13, bg: 0, bold: true },
    data: { fg: 10, bg: 0 },
    tcp: { fg: 14, bg: 0 },
    ghost: { fg: 11, bg: 0, bold: true },
    bytes: { fg: 15, bg: 0 },
    marked: { fg: 0, bg: 14, bold: true },
  },
}
