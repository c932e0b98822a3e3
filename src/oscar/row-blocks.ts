/** Blocks of 32-bit words, one for each row that has something to remember: rows are many, and few of them need one. */
export class RowBlocks {
  protected words: Int32Array
  /** Words of a block. */
  private readonly size: number
  /** Number of a row's block, plus one. */
  private blocks = new Int32Array(1024)
  private readonly free: number[] = []
  private made = 0

  constructor(size: number) {
    this.size = size
    this.words = new Int32Array(size * 64)
  }

  /** Where the block of a row begins; negative when it has none. */
  protected baseOf(row: number): number {
    return row < this.blocks.length ? (this.blocks[row]! - 1) * this.size : -1
  }

  /** Where the block of a row begins, which is made of zeros when there is none. */
  protected block(row: number): number {
    const { size } = this
    if (row >= this.blocks.length) this.blocks = grown(this.blocks, row + 1)
    if (this.blocks[row] === 0) {
      const block = (this.blocks[row] = this.free.pop() ?? ++this.made)
      if (block * size > this.words.length) this.words = grown(this.words, block * size)
      this.words.fill(0, (block - 1) * size, block * size)
    }
    return (this.blocks[row]! - 1) * size
  }

  /** The row needs its block no more. */
  protected release(row: number): void {
    const block = row < this.blocks.length ? this.blocks[row]! : 0
    if (block === 0) return
    this.blocks[row] = 0
    this.free.push(block)
  }
}

function grown(old: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, old.length * 2))
  larger.set(old)
  return larger
}
