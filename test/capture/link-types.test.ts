import { expect, test } from 'vitest'
import { isDecodedLinkType, linkTypeName } from '../../src/capture/link-types.ts'

test('the link types that are decoded are those of the contract', () => {
  const decoded = Array.from({ length: 300 }, (_, number) => number).filter(isDecodedLinkType)
  expect(decoded).toEqual([0, 1, 9, 12, 14, 101, 108, 113, 228, 229, 276])
})

test('link types have names, and numbers where they have none', () => {
  expect([linkTypeName(1), linkTypeName(127), linkTypeName(60_000)]).toEqual([
    'ethernet',
    'ieee802-11-radiotap',
    'link-type-60000',
  ])
})
