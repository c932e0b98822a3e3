/** IPv6 address of 16 bytes as text, shortened as RFC 5952 asks. */
export function ipv6Text(bytes: Uint8Array): string {
  const groups: number[] = []
  for (let at = 0; at < 16; at += 2) groups.push((bytes[at]! << 8) | bytes[at + 1]!)
  let best = 0
  let bestAt = -1
  for (let at = 0; at < 8; at++) {
    let run = 0
    while (at + run < 8 && groups[at + run] === 0) run++
    if (run > best && run > 1) {
      best = run
      bestAt = at
    }
  }
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':')
  if (bestAt < 0) return text(groups)
  return `${text(groups.slice(0, bestAt))}::${text(groups.slice(bestAt + best))}`
}

/** An IPv4 address word and a port as one number: cheaper as a key than the text. */
export function endpointKey(word: number, port: number): number {
  return (word >>> 0) * 0x10000 + port
}

/** `ip:port`, with brackets for IPv6. */
export function endpointText(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
}
