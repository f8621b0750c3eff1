/** What the SDK says to programmers, and what is said on a command line instead. */
const rewordings: readonly (readonly [pattern: RegExp, replacement: (...groups: string[]) => string])[] = [
  [
    /^(no cloud is configured: give )auth,(.*)$/,
    (_, start = '', rest = '') =>
      `${start}--os-cloud or --os-auth-url,${rest}; to try without one, start ostk devcloud`,
  ],
  [
    /^auth: (\w+)( \(.*\))? is missing(.*)$/,
    (_, name = '', other = '', rest = '') =>
      `${name}${other} is missing${rest}; set OS_${name.toUpperCase()}, or ${name} in clouds.yaml`,
  ],
  [/^auth: (.*)$/, (_, rest = '') => `${rest}; ostk config explain shows what is set, and where`],
  [
    /: stream is empty$/,
    () => ': stdin is empty, and the image would stay so for ever; give --allow-empty if that is meant',
  ],
  [
    /\bis protected and cannot be deleted\.(?: \(request [^)]*\))?$/,
    (all = '') => `${all}; ostk image set --unprotected takes the protection away`,
  ],
  // It names a function that nobody on a command line has called.
  [/^(?:connect|[a-z]+[A-Z]\w*): (?=.)/, () => ''],
  [
    /\(the option auth\.(\w+)\)/,
    (_, name = '') => `(--os-${name.replaceAll(/[A-Z]/g, '-$&').toLowerCase()})`,
  ],
  [/with the option cloud or OS_CLOUD/, () => 'with --os-cloud or OS_CLOUD'],
  [/\bis it scoped to a project\?$/, (all = '') => `${all} Give --os-project-name or OS_PROJECT_NAME`],
  [
    /: (?:connection refused|host name not found)$/,
    (all = '') => `${all}; ostk config explain and ostk catalog list show where addresses come from`,
  ],
  [
    /\bdoes not pass filtering: \S+/,
    (all = '') => `${all}; who runs the cloud decides which hosts and ports it fetches from`,
  ],
];

function isSystemError(error: Error): error is NodeJS.ErrnoException {
  return 'syscall' in error && 'code' in error;
}

function messageOf(error: Error): string {
  // A path is not there if it is stdout that cannot be written to.
  if (isSystemError(error) && error.syscall === 'write' && error.code !== 'EPIPE') {
    const reason = /^E\w+: (.*), write$/.exec(error.message)?.[1] ?? error.message;
    return `cannot write the output: ${reason}`;
  }
  return error.message || error.name;
}

/** What went wrong and what to do, in the words of the command line. */
export function inOwnWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return rewordings.reduce(
    (text, [pattern, replacement]) => text.replace(pattern, replacement),
    messageOf(error),
  );
}
