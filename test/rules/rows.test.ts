import { describe, expect, it } from 'vitest'
import { RULES } from '../../src/rules/index.ts'
import { UNOBSERVABLE } from '../../src/rules/unobservable.ts'

// What the protocol's documents say that a checker can find, row by row, and the rules that find it.

/** Numbered rows of the workflow rules: prefix and last number. */
const NUMBERED: Readonly<Record<string, number>> = {
  FLAP: 6,
  SNAC: 2,
  ICBM: 11,
  RV: 40,
  SVC: 9,
  ARS: 17,
  OFT: 47,
  ODC: 8,
  CON: 6,
}

/** Rows of the base protocol. */
const BASE: Readonly<Record<string, readonly string[]>> = {
  'marker is not 0x2A where a frame must start': ['FLAP-01'],
  'channel is not 1 to 5': ['FLAP-03'],
  'version of the sign-on frame is not 1': ['FLAP-07'],
  'second sign-on frame of the same side': ['FLAP-08'],
  'FLAP number has a gap, is repeated, goes back, or wraps at 8 bits': ['FLAP-02'],
  'FLAP number wraps at 0x8000': ['FLAP-09'],
  'data frame shorter than a SNAC header': ['FLAP-05'],
  'block of flag 0x8000 longer than the payload': ['SNAC-03'],
  'TLV longer than its block': ['TLV-01'],
  'count larger than the TLVs that are there': ['TLV-02'],
  'bytes left over behind the TLVs': ['TLV-03'],
  'SNAC without a TLV that it needs': ['TLV-05'],
  'SNAC before HOST_ONLINE': ['SNAC-04'],
  'SNAC of a foodgroup that HOST_ONLINE did not list': ['SNAC-05'],
  'SNAC of a foodgroup that CLIENT_ONLINE did not name': ['SNAC-06'],
  'CLIENT_ONLINE missing after 30 seconds': ['SNAC-07'],
  'request id of a client with bit 31': ['SNAC-08'],
  'request id of a server without it': ['SNAC-09'],
  'reply without a request': ['SNAC-10'],
  'request without a reply': ['SNAC-11'],
  'reply that does not answer its request': ['SNAC-12'],
  'error SNAC': ['SNAC-13'],
  'SNAC after PAUSE_REQ': ['SNAC-14'],
  'rate level below alert, limit, disconnect': ['SNAC-19'],
  'RATE_PARAM_CHANGE of the server': ['SNAC-18'],
  'HOST_ACK of a rendezvous message that did not ask for it': ['ICBM-12'],
  'HOST_ACK with another cookie': ['ICBM-13'],
  'inner cookie of channel 2 differs from the outer one': ['ICBM-02'],
  'rendezvous message without acknowledgment although it asked for one': ['ICBM-05'],
  'text of channel 1 in an unknown charset, or of odd length': ['ICBM-14'],
  'sign-on cookie that nobody handed out': ['FLAP-14'],
  'channel 4 with a reason or an error': ['FLAP-13'],
  'TCP reset instead of FIN': ['TCP-03'],
  'password that can be read': ['FLAP-15'],
}

/** What captures lack, and what goes wrong below FLAP. */
const CAPTURE: Readonly<Record<string, readonly string[]>> = {
  'file cut off in a record, or in its compression': ['CAP-04'],
  'record or block of an impossible length': ['CAP-05'],
  'packet of an interface that was not described': ['CAP-06'],
  'captured length above snaplen or original length, odd times and options': ['CAP-07'],
  'packets lost by the capturing program': ['CAP-08'],
  'connection that began before the capture': ['CAP-09'],
  'same packet twice': ['CAP-10'],
  'headers cut or not adding up, too many layers': ['CAP-11'],
  'fragments that are not all there': ['CAP-12'],
  'link type that is not supported': ['CAP-13'],
  'wrong checksum of IPv4 segments that are not the next of their stream': ['CAP-14'],
  'hole in a stream, acknowledgment of unseen data': ['CAP-01'],
  'packets cut by the snapshot length': ['CAP-02'],
  'clock that goes back': ['CAP-03'],
  'retransmission with other content': ['TCP-01'],
  'data behind RST': ['TCP-02'],
  'data behind FIN': ['TCP-04'],
  'segment far from its stream': ['TCP-05'],
  'urgent data': ['TCP-06'],
  'sign-off without length': ['FLAP-12'],
  'number of the wrong size in a TLV': ['TLV-04'],
  'frame after sign-off': ['FLAP-06'],
  'data before sign-on': ['FLAP-11'],
}

const codes = new Set<string>(RULES.map(({ code }) => code))
const excused = new Set(UNOBSERVABLE.map(({ code }) => code))

describe('every row of the documents', () => {
  it('that has a number is a rule of that number, or is known to be out of sight', () => {
    const rows = Object.entries(NUMBERED).flatMap(([prefix, last]) =>
      Array.from({ length: last }, (_, at) => `${prefix}-${String(at + 1).padStart(2, '0')}`),
    )
    expect(rows.length).toBe(146)
    expect(rows.filter((row) => !codes.has(row) && !excused.has(row))).toEqual([])
  })

  it.each(Object.entries({ ...BASE, ...CAPTURE }))('has a rule: %s', (_, wanted) => {
    expect(wanted.filter((code) => !codes.has(code))).toEqual([])
  })
})
