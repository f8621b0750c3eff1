/** Why something foreign failed, in one line: whatever may be thrown. */
export function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const [line = ''] = text.trim().split(/[\r\n]+/, 1);
  return line === '' ? 'no reason given' : line;
}
