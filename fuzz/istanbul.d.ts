declare module 'istanbul-lib-instrument' {
  interface FileCoverage {
    readonly s: Readonly<Record<string, number>>
    readonly b: Readonly<Record<string, readonly number[]>>
  }
  interface Instrumenter {
    instrumentSync(code: string, path: string): string
    lastFileCoverage(): FileCoverage
  }
  export function createInstrumenter(options: {
    readonly esModules?: boolean
    readonly compact?: boolean
    readonly produceSourceMap?: boolean
  }): Instrumenter
}
