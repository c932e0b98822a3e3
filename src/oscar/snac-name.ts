import { hexNumber } from '../bytes/hex.ts'
import { FOODGROUPS } from './foodgroups/index.ts'

/** `ICBM__CHANNEL_MSG_TOHOST`; for a subgroup without a name `ICBM__0x0030`, and both numbers where the foodgroup has none. */
export function snacName(foodgroup: number, subgroup: number): string {
  const group = FOODGROUPS.get(foodgroup)
  return group?.subgroups.get(subgroup)?.name ?? `${group?.name ?? hexNumber(foodgroup)}__${hexNumber(subgroup)}`
}
