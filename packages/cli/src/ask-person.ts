import type { AuthOptions } from '@ostk/sdk';
import type { Output } from './io.ts';
import { oneLine } from './report-error.ts';

/** Tells a person on the terminal what she has to do for a login that needs her; results stay alone on stdout. */
export function askPerson(stderr: Output): Pick<AuthOptions, 'onDeviceCode' | 'openBrowser'> {
  const say = (...lines: readonly string[]): void =>
    void stderr.write(lines.map((line) => `${oneLine(line)}\n`).join(''));
  return {
    onDeviceCode({ userCode, verificationUrl, verificationUrlComplete }) {
      const link = verificationUrlComplete === undefined ? [] : [`or open ${verificationUrlComplete}`];
      say(`To sign in, open ${verificationUrl} and enter the code ${userCode}`, ...link);
    },
    openBrowser: (url) => say('To sign in, open this page in a browser on this machine:', url),
  };
}
