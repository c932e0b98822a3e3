/** A table in Markdown, with columns as wide as they have to be; the last `figures` columns are numbers, at the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], figures = 0): string {
  const widths = head.map((title, at) => Math.max(3, title.length, ...rows.map((row) => row[at]!.length)))
  const isFigure = (at: number) => at >= head.length - figures
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => (isFigure(at) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join(' | ')} |`
  const rule = widths.map((width, at) => (isFigure(at) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(head), line(rule), ...rows.map(line)].join('\n') + '\n'
}
