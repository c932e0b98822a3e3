/** Nearly every packet: Ethernet, IPv4 without options, TCP. In a file of their own, as imported constants are written into the code. */
export const ETHERNET = 1
/** EtherType of IPv4, then version 4 with a header of five words. */
export const PLAIN_IPV4 = 0x080045
/** More fragments, and the offset. */
export const FRAGMENT_BITS = 0x3fff
export const TCP = 6
