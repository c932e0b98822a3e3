import { capability, shortCapability } from './capabilities.ts'
import { u16, uuidType, type Type } from './types.ts'

/** A UUID, labelled with the name of the capability. */
export const uuid = uuidType((value) => capability(value)?.name)

/** The two-byte form of a capability, as the UUID it stands for. */
export const shortUuid: Type = {
  kind: 'short uuid',
  size: 2,
  read(cursor, name) {
    const node = u16.read(cursor, name)
    if (typeof node.value !== 'number') return node
    const value = shortCapability(node.value)
    const known = capability(value)
    return { ...node, value, ...(known && { label: known.name }) }
  },
}
