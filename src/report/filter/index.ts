/** The filter language: Wireshark's shape, the names of this project's fields and Wireshark's. */
export { compile } from './compile.ts'
export { compileFilter, Filter, type Subject } from './filter.ts'
export { FilterView } from './filter-view.ts'
export { allFields, completions, fieldNamed, nearestField } from './names.ts'
export { parse } from './parser.ts'
export { caretLines, isProblem, type FilterProblem } from './problem.ts'
export { SubjectView } from './subject-view.ts'
export { print, type Expression } from './syntax.ts'
