/** How long a side may keep the other waiting before somebody gives up, in seconds, and who says so. */
export interface Patience {
  readonly seconds: number
  readonly source: string
}

export const PATIENCE = {
  connect: { seconds: 10, source: 'Kopete waits the longest; Miranda 8 seconds, libpurple 5, joscar 2 to 5, Digsby 2' },
  accept: { seconds: 2, source: 'Miranda waits for the ACCEPT so long after READY, then gives up' },
  prompt: { seconds: 10, source: 'joscar waits so long for the first valid OFT2 frame' },
  answer: { seconds: 30, source: 'rule table, OFT-07' },
  stall: { seconds: 30, source: 'rule table, OFT-44' },
  dead: { seconds: 120, source: 'Miranda closes a connection on which nothing came for so long' },
  done: { seconds: 30, source: 'rule table, OFT-08' },
  close: { seconds: 60, source: 'rule table, OFT-33' },
  proxy: { seconds: 10, source: 'On Sending Files via OSCAR: the proxy drops a client that has not logged in' },
} as const satisfies Record<string, Patience>
