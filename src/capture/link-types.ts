/**
 * Link-layer types: the LINKTYPE_ numbers of tcpdump.org. `decoded` says that `src/network/link` takes the header off.
 * 12, 14 and 101 are all raw IP: 12 and 14 are what BSDs wrote for DLT_RAW.
 */
const LINK_TYPES: ReadonlyMap<number, readonly [name: string, decoded: boolean]> = new Map([
  [0, ['null', true]],
  [1, ['ethernet', true]],
  [6, ['token-ring', false]],
  [9, ['ppp', true]],
  [10, ['fddi', false]],
  [12, ['raw', true]],
  [14, ['raw', true]],
  [50, ['ppp-hdlc', false]],
  [51, ['ppp-ether', false]],
  [100, ['atm-rfc1483', false]],
  [101, ['raw', true]],
  [104, ['cisco-hdlc', false]],
  [105, ['ieee802-11', false]],
  [107, ['frame-relay', false]],
  [108, ['loop', true]],
  [113, ['linux-sll', true]],
  [117, ['pflog', false]],
  [119, ['prism', false]],
  [122, ['ip-over-fc', false]],
  [127, ['ieee802-11-radiotap', false]],
  [147, ['user0', false]],
  [163, ['ieee802-11-avs', false]],
  [187, ['bluetooth-h4', false]],
  [189, ['usb-linux', false]],
  [192, ['ppi', false]],
  [195, ['ieee802-15-4', false]],
  [220, ['usb-linux-mmapped', false]],
  [227, ['socketcan', false]],
  [228, ['ipv4', true]],
  [229, ['ipv6', true]],
  [239, ['nflog', false]],
  [249, ['usbpcap', false]],
  [252, ['wireshark-upper-pdu', false]],
  [253, ['netlink', false]],
  [276, ['linux-sll2', true]],
])

/** Name of a link type, in lower case with dashes; `link-type-N` for one without a row. */
export function linkTypeName(linkType: number): string {
  return LINK_TYPES.get(linkType)?.[0] ?? `link-type-${linkType}`
}

/** Whether packets of this link type are decoded. */
export function isDecodedLinkType(linkType: number): boolean {
  return LINK_TYPES.get(linkType)?.[1] ?? false
}
