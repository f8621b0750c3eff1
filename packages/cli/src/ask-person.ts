import type { AuthOptions } from '@ostk/sdk';
import type { Io } from './io.ts';
import { oneLine } from './report-error.ts';

/** How a person on the terminal is asked for what a login needs of her; results stay alone on stdout. */
export function askPerson(io: Io): Pick<AuthOptions, 'onDeviceCode' | 'openBrowser' | 'onMissingFactors'> {
  const say = (...lines: readonly string[]): void =>
    void io.stderr.write(lines.map((line) => `${oneLine(line)}\n`).join(''));
  return {
    onDeviceCode({ userCode, verificationUrl, verificationUrlComplete }) {
      const link = verificationUrlComplete === undefined ? [] : [`or open ${verificationUrlComplete}`];
      say(`To sign in, open ${verificationUrl} and enter the code ${userCode}`, ...link);
    },
    openBrowser: (url) => say('To sign in, open this page in a browser on this machine:', url),
    async onMissingFactors({ missing }) {
      if (!missing.includes('totp')) return undefined;
      const passcode = await askFor('passcode', io);
      return passcode === undefined ? undefined : { passcode };
    },
  };
}

const questions = { password: 'Password: ', passcode: 'One-time passcode: ' } as const;

/** Something that only the person knows; `undefined` if nobody can be asked, or she does not say it. */
export async function askFor(name: keyof typeof questions, io: Io): Promise<string | undefined> {
  const { askSecret, canAsk } = await import('./ask-secret.ts');
  return canAsk(io) ? askSecret(questions[name], io) : undefined;
}
