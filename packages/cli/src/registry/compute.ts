import type { CommandEntry } from './entry.ts';

/** Commands about servers: what images are used for, and what they are made of. */
export const computeCommands: Readonly<Record<string, CommandEntry>> = {
  'flavor list': {
    summary: 'List the sizes that servers can have',
    load: async () => (await import('../commands/flavor/list.ts')).command,
  },
  'keypair list': {
    summary: 'List your key pairs',
    load: async () => (await import('../commands/keypair/list.ts')).command,
  },
  'server backup create': {
    summary: 'Make an image of a server; rotate older ones',
    load: async () => (await import('../commands/server/backup-create.ts')).command,
  },
  'server create': {
    summary: 'Create a server from an image',
    load: async () => (await import('../commands/server/create.ts')).command,
  },
  'server delete': {
    summary: 'Delete servers',
    load: async () => (await import('../commands/server/delete.ts')).command,
  },
  'server image create': {
    summary: 'Make an image of a server',
    load: async () => (await import('../commands/server/image-create.ts')).command,
  },
  'server list': {
    summary: 'List servers',
    load: async () => (await import('../commands/server/list.ts')).command,
  },
  'server rebuild': {
    summary: "Overwrite a server's disk with an image",
    load: async () => (await import('../commands/server/rebuild.ts')).command,
  },
  'server show': {
    summary: 'Show a server',
    load: async () => (await import('../commands/server/show.ts')).command,
  },
};
