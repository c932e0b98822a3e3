import type { Line, Span, Style } from '../style.ts'
import { fit } from '../text.ts'

export interface Column<T> {
  readonly title: string
  /** Columns wide; `grow` columns share what is left. */
  readonly width: number
  readonly grow?: number
  /** Left out on screens narrower than this. */
  readonly from?: number
  readonly align?: 'left' | 'right'
  readonly cell: (item: T) => string
  readonly style?: Style | ((item: T) => Style)
}

/** Spaces between columns: one where there is little room. */
const gapOf = (width: number): number => (width < 100 ? 1 : 2)

/** The columns that fit, with their widths. */
function layOut<T>(
  columns: readonly Column<T>[],
  width: number,
): { readonly column: Column<T>; readonly width: number }[] {
  const shown = columns.filter(({ from = 0 }) => width >= from)
  const fixed = shown.reduce((sum, column) => sum + column.width + gapOf(width), 0)
  const grow = shown.reduce((sum, column) => sum + (column.grow ?? 0), 0)
  const spare = Math.max(0, width - fixed - 1)
  return shown.map((column) => ({
    column,
    width: column.width + Math.floor(grow === 0 ? 0 : (spare * (column.grow ?? 0)) / grow),
  }))
}

/** The first column has numbers up to `most`, and a mark before them. */
export function numberedUpTo<T>(columns: readonly Column<T>[], most: number): readonly Column<T>[] {
  const [first, ...others] = columns
  const width = String(most).length + 1
  return first === undefined || width <= first.width ? columns : [{ ...first, width }, ...others]
}

export function columnTitles<T>(columns: readonly Column<T>[], width: number): Line {
  const cells = layOut(columns, width).map(({ column, width: own }) => fit(column.title, own, column.align))
  return [[` ${cells.join(' '.repeat(gapOf(width)))}`, 'heading']]
}

export function columnCells<T>(columns: readonly Column<T>[], width: number, item: T): Line {
  return layOut(columns, width).flatMap(({ column, width: own }, at): Span[] => {
    const style = typeof column.style === 'function' ? column.style(item) : (column.style ?? 'plain')
    return [[at === 0 ? ' ' : ' '.repeat(gapOf(width))], [fit(column.cell(item), own, column.align), style]]
  })
}
