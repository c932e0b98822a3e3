export function ladder(): never { throw new Error('todo') }
