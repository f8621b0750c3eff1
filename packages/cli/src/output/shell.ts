import type { Column, Value } from './data.ts';
import { pythonText } from './python-text.ts';

/**
 * Fields as assignments of a POSIX shell, safe to `eval`: whatever a name of an image holds, the shell takes it
 * for text.
 */
export function toShell(fields: readonly (Column & { readonly value: Value })[], prefix: string): string {
  return fields
    .map(({ name, value }) => {
      const variable = name.toLowerCase().replaceAll(/\W/g, '_');
      const text = pythonText(value).replaceAll(/["\\$`]/g, String.raw`\$&`);
      return `${prefix}${variable}="${text}"\n`;
    })
    .join('');
}
