/** Control bits of a TCP segment. In a file of their own because the bundler writes imported constants into the hot path. */
export const FIN = 0x01
export const SYN = 0x02
export const RST = 0x04
export const ACK = 0x10
export const URG = 0x20
