import { hexNumber } from '../bytes/hex.ts'
import { snacName } from '../oscar/snac-name.ts'
import type { Culprit } from './finding.ts'

/** `0001/0004 OSERVICE__SERVICE_REQUEST` */
export function snacText({ foodgroup, subgroup }: { readonly foodgroup: number; readonly subgroup: number }): string {
  return `${digits(foodgroup)}/${digits(subgroup)} ${snacName(foodgroup, subgroup)}`
}

/** `0x0001 OSERVICE` */
export function foodgroupText(foodgroup: number): string {
  return `${hexNumber(foodgroup)} ${snacName(foodgroup, 1).split('__')[0]!}`
}

export function senderOf(fromClient: boolean): Extract<Culprit, 'client' | 'server'> {
  return fromClient ? 'client' : 'server'
}

function digits(number: number): string {
  return number.toString(16).padStart(4, '0')
}
