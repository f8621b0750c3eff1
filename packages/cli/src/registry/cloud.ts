import type { CommandEntry } from './entry.ts';

/** Commands about the cloud itself, and the command line. */
export const cloudCommands: Readonly<Record<string, CommandEntry>> = {
  'catalog list': {
    summary: 'List services in the service catalog',
    load: async () => (await import('../commands/catalog/list.ts')).command,
  },
  'token issue': {
    summary: 'Issue a token',
    load: async () => (await import('../commands/token/issue.ts')).command,
  },
};
