import type { CommandEntry } from './entry.ts';

/** Commands about who has images, and where they are kept nearby. */
export const sharingCommands: Readonly<Record<string, CommandEntry>> = {
  'image add project': {
    summary: 'Share an image with a project',
    load: async () => (await import('../commands/image/add-project.ts')).command,
  },
  'image remove project': {
    summary: 'End the sharing of an image with a project',
    load: async () => (await import('../commands/image/remove-project.ts')).command,
  },
  'image member get': {
    summary: 'Show the membership of a project',
    load: async () => (await import('../commands/image/member/get.ts')).command,
  },
  'image member list': {
    summary: 'List the projects that an image is shared with',
    load: async () => (await import('../commands/image/member/list.ts')).command,
  },
  'image share': {
    summary: 'Share an image with projects',
    load: async () => (await import('../commands/image/share.ts')).command,
  },
  'cached image clear': {
    summary: 'Empty the image cache',
    load: async () => (await import('../commands/cached-image/clear.ts')).command,
  },
  'cached image delete': {
    summary: 'Take images out of the cache',
    load: async () => (await import('../commands/cached-image/delete.ts')).command,
  },
  'cached image list': {
    summary: 'List what is in the image cache',
    load: async () => (await import('../commands/cached-image/list.ts')).command,
  },
  'cached image queue': {
    summary: 'Have images fetched into the cache',
    load: async () => (await import('../commands/cached-image/queue.ts')).command,
  },
  'image cache clean': {
    summary: 'Remove what is unfinished in the cache',
    load: async () => (await import('../commands/image/cache/clean.ts')).command,
  },
  'image cache prune': {
    summary: 'Shrink the cache to its limit',
    load: async () => (await import('../commands/image/cache/prune.ts')).command,
  },
};
