declare module 'blessed/lib/widgets/screen.js' {
  import type { Widgets } from 'blessed'
  const Screen: new (options: Widgets.IScreenOptions) => Widgets.Screen
  export default Screen
}

declare module 'blessed/lib/tput.js' {
  type Compile = (this: unknown, info: unknown, key: string, text: unknown) => unknown
  const Tput: { readonly prototype: { _compile: Compile } }
  export default Tput
}
