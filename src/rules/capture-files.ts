import type { Check } from './define.ts'

/** A check of what is wrong with the file of a capture, once for each of these problems. */
export function checkFile(...codes: readonly string[]): Check {
  return {
    capture({ capture: { problems, problemCounts } }, report) {
      for (const code of codes) {
        const problem = problems.find((each) => each.code === code)
        if (problem === undefined) continue
        const count = problemCounts.get(code) ?? 1
        report({
          certainty: 'sure',
          message: `${problem.message}${count > 1 ? `, and ${count - 1} more like it` : ''}`,
          expected: problem.expected,
          found: problem.found,
        })
      }
    },
  }
}
