import type { Command } from './command.ts';

/** A command that can be asked for, before it is loaded. */
export interface CommandEntry {
  /** One line for the list of commands. */
  readonly summary: string;
  load(): Promise<Command>;
}

/** All commands, by their words. Nothing of them is loaded but what is listed here. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  'catalog list': {
    summary: 'List services in the service catalog',
    load: async () => (await import('./commands/catalog/list.ts')).command,
  },
  'image create': {
    summary: 'Create an image and upload its data',
    load: async () => (await import('./commands/image/create.ts')).command,
  },
  'image delete': {
    summary: 'Delete images',
    load: async () => (await import('./commands/image/delete.ts')).command,
  },
  'image list': {
    summary: 'List images',
    load: async () => (await import('./commands/image/list.ts')).command,
  },
  'image save': {
    summary: "Save an image's data to a file, verified",
    load: async () => (await import('./commands/image/save.ts')).command,
  },
  'image set': {
    summary: "Set an image's attributes, properties and tags",
    load: async () => (await import('./commands/image/set.ts')).command,
  },
  'image show': {
    summary: 'Show an image',
    load: async () => (await import('./commands/image/show.ts')).command,
  },
  'image unset': {
    summary: "Remove an image's properties and tags",
    load: async () => (await import('./commands/image/unset.ts')).command,
  },
  'token issue': {
    summary: 'Issue a token',
    load: async () => (await import('./commands/token/issue.ts')).command,
  },
};
