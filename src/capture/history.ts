/** Bytes before the current packet that stay readable: the largest TCP window without scaling. */
export const HISTORY = 65_536
