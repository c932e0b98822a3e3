/** Numbers of the hot path of FLAP, in a file of their own because the bundler writes imported constants into the code. */

/** Words of a stream in `FlapRows`, and what is in them. */
export const WORDS = 4
export const MODE = 0
export const EXPECTED = 1
export const FRAMES = 2
/** Number of the held piece, plus one. */
export const HELD = 3

/** Longest start of a cut frame that is held there, and the room for it and for what tells whether anybody needs the frame. */
export const PIECE = 512
export const SLOT = 1024

/** Modes of a stream: the reader has to see every byte, or frames that tell nothing may be passed over. */
export const SKIM_NEVER = 0
export const SKIM_FROM_SERVER = 1
export const SKIM_FROM_CLIENT = 2

export const MARKER = 0x2a
export const HEADER = 6
