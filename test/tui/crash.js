/** Given to node with `--import`: a fault of the program while its screens are open. */
globalThis.setTimeout(() => {
  throw new Error('made for the test')
}, 400)
