export function extract(): never { throw new Error('todo') }
