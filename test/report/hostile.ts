/** Things that names and texts from the wire try on a terminal, a file system or a table. */
export const HOSTILE: readonly string[] = [
  '\u001b]0;owned\u0007',
  '\u001b[2J\u001b[1;31m',
  '\u009b31m',
  '\u009d52;c;aGk=\u009c',
  'a\u0000b',
  'tab\there',
  'line\r\nbreak',
  '\b\b\b\u007f',
  '\u202egpj.exe',
  '\u2066x\u2069\u200b\u200d',
  '\u2028\u2029\ufeff',
  '{red-bg}x{/}',
  '../../etc/passwd',
  'C:\\windows\\x',
  '=cmd()',
]

/** Anything that a terminal would act on. Newlines end lines, tabs part columns. */
export const RAW = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
