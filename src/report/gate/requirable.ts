/** What can be required. */
export const REQUIRABLE = ['transfers', 'conversations', 'flows', 'frames', 'packets'] as const

export type Requirable = (typeof REQUIRABLE)[number]

/** `transfers>=1` */
export const REQUIREMENT_PATTERN = `^\\s*(${REQUIRABLE.join('|')})\\s*>=\\s*(\\d{1,15})\\s*$`
