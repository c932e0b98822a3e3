import type { FlowProtocol, Track } from '../conversation/track.ts'

const STRANGERS: ReadonlySet<FlowProtocol> = new Set<FlowProtocol>(['other', 'tls', 'toc', 'p3'])

/** The connection carries a protocol that is read here. */
export const isOscar = ({ protocol }: Track): boolean => !STRANGERS.has(protocol)
