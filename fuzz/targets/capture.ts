import { checkShown } from '../shown.ts'
import { SAMPLES } from '../seeds.ts'
import { type Target } from '../target.ts'

/** A capture file, with all that is in it. */
export const target: Target = {
  name: 'capture',
  seeds: () => SAMPLES.slice(0, 60).map(({ capture }) => capture),
  longest: 40_000,
  run: checkShown,
}
