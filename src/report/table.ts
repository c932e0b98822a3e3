import { displayWidth, fit } from './width.ts'

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Cells longer than this are cut. */
  readonly max?: number
}

/** Lines of a table whose columns are as wide as their widest cell; the first is the titles. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ title, max = Infinity }, at) =>
    Math.min(max, Math.max(displayWidth(title), widest(rows, at))),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => fit(cell, widths[at]!, columns[at]!.align))
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ title }) => title)), ...rows.map(line)]
}

function widest(rows: readonly (readonly string[])[], at: number): number {
  return rows.reduce((width, row) => Math.max(width, displayWidth(row[at]!)), 0)
}
