/** IPv4 address of a 32-bit word (signed or not) as text. */
export function ipv4Text(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`
}

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

/** `ip:port`, with brackets for IPv6. */
export function endpointText(ip: string, port: number): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
}
