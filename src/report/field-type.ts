import type { Type } from '../oscar/types.ts'
import type { Field, FieldType } from './field.ts'

/** Kinds of the decoder's types; the ones that are not here say something else each time. */
const TYPES: Readonly<Record<string, FieldType>> = {
  u8: 'number',
  u16: 'number',
  u32: 'number',
  u64: 'number',
  u16le: 'number',
  u32le: 'number',
  uint: 'number',
  uintLe: 'number',
  enum: 'number',
  enum8: 'number',
  enum16: 'number',
  enum16le: 'number',
  flags: 'number',
  flags8: 'number',
  flags16: 'number',
  flags32: 'number',
  time32: 'number',
  ipv4: 'address',
  cookie: 'bytes',
  blob: 'bytes',
  opaque: 'bytes',
  uuid: 'uuid',
  'short uuid': 'uuid',
  empty: 'presence',
  group: 'presence',
  rendezvous: 'presence',
  string: 'text',
  string08: 'text',
  string16: 'text',
  string32le: 'text',
  stringLe: 'text',
  text: 'text',
  'text ending in NUL': 'text',
  'roasted text': 'text',
  screenName: 'name',
}

/** How values of a decoder's type compare; of a list those of its items. */
export function fieldTypeOf(type: Type): Required<Pick<Field, 'type' | 'members'>> {
  if (type.item !== undefined) return fieldTypeOf(type.item)
  const members = [...(type.values ?? type.bits ?? new Map<number, string>()).values()]
  const known = TYPES[type.kind] ?? (/^\d+ bytes$/.test(type.kind) ? 'bytes' : 'any')
  return { type: known, members }
}
