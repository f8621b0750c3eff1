import type { CommandEntry } from './entry.ts';

/** Commands about the cloud itself, and the command line. */
export const cloudCommands: Readonly<Record<string, CommandEntry>> = {
  'application credential create': {
    summary: 'Create an application credential',
    load: async () => (await import('../commands/application-credential/create.ts')).command,
  },
  'application credential delete': {
    summary: 'Delete application credentials',
    load: async () => (await import('../commands/application-credential/delete.ts')).command,
  },
  'application credential list': {
    summary: 'List your application credentials',
    load: async () => (await import('../commands/application-credential/list.ts')).command,
  },
  'application credential show': {
    summary: 'Show an application credential',
    load: async () => (await import('../commands/application-credential/show.ts')).command,
  },
  'catalog list': {
    summary: 'List services in the service catalog',
    load: async () => (await import('../commands/catalog/list.ts')).command,
  },
  'catalog show': {
    summary: 'Show a service in the service catalog',
    load: async () => (await import('../commands/catalog/show.ts')).command,
  },
  complete: {
    summary: 'Print the completion for a shell',
    load: async () => (await import('../commands/complete.ts')).command,
  },
  'config explain': {
    summary: 'Show every setting, and where it comes from',
    load: async () => (await import('../commands/config/explain.ts')).command,
  },
  'configuration show': {
    summary: 'Show what the settings come to',
    load: async () => (await import('../commands/configuration/show.ts')).command,
  },
  devcloud: {
    summary: 'Start a cloud to try things on',
    load: async () => (await import('../commands/devcloud.ts')).command,
  },
  'project list': {
    summary: 'List projects',
    load: async () => (await import('../commands/project/list.ts')).command,
  },
  'project show': {
    summary: 'Show a project',
    load: async () => (await import('../commands/project/show.ts')).command,
  },
  'token issue': {
    summary: 'Issue a token',
    load: async () => (await import('../commands/token/issue.ts')).command,
  },
  'versions show': {
    summary: 'Show the API versions of the services',
    load: async () => (await import('../commands/versions/show.ts')).command,
  },
};
