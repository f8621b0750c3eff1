import type { CommandEntry } from './entry.ts';

/** Commands about images and their data. */
export const imageCommands: Readonly<Record<string, CommandEntry>> = {
  'image create': {
    summary: 'Create an image and upload its data',
    load: async () => (await import('../commands/image/create.ts')).command,
  },
  'image delete': {
    summary: 'Delete images',
    load: async () => (await import('../commands/image/delete.ts')).command,
  },
  'image import': {
    summary: 'Have the cloud get the data of an image',
    load: async () => (await import('../commands/image/import.ts')).command,
  },
  'image import info': {
    summary: 'Show how this cloud imports images',
    load: async () => (await import('../commands/image/import-info.ts')).command,
  },
  'image list': {
    summary: 'List images',
    load: async () => (await import('../commands/image/list.ts')).command,
  },
  'image save': {
    summary: "Save an image's data to a file, verified",
    load: async () => (await import('../commands/image/save.ts')).command,
  },
  'image set': {
    summary: "Set an image's attributes, properties and tags",
    load: async () => (await import('../commands/image/set.ts')).command,
  },
  'image show': {
    summary: 'Show an image',
    load: async () => (await import('../commands/image/show.ts')).command,
  },
  'image stage': {
    summary: "Upload an image's data to the staging area",
    load: async () => (await import('../commands/image/stage.ts')).command,
  },
  'image stores list': {
    summary: 'List the stores of the cloud',
    load: async () => (await import('../commands/image/stores-list.ts')).command,
  },
  'image unset': {
    summary: "Remove an image's properties and tags",
    load: async () => (await import('../commands/image/unset.ts')).command,
  },
  'image cleanup': {
    summary: 'Delete images of this project by rules',
    load: async () => (await import('../commands/image/cleanup.ts')).command,
  },
  'image upload': {
    summary: 'Upload the data of an image that has none',
    load: async () => (await import('../commands/image/upload.ts')).command,
  },
  'image usage': {
    summary: "Show this project's quotas for images",
    load: async () => (await import('../commands/image/usage.ts')).command,
  },
  'image verify': {
    summary: 'Compare a local file with an image',
    load: async () => (await import('../commands/image/verify.ts')).command,
  },
  'image tasks': {
    summary: 'List the tasks of an image',
    load: async () => (await import('../commands/image/tasks.ts')).command,
  },
  'image task list': {
    summary: 'List tasks of the Image service',
    load: async () => (await import('../commands/image/task/list.ts')).command,
  },
  'image task show': {
    summary: 'Show a task of the Image service',
    load: async () => (await import('../commands/image/task/show.ts')).command,
  },
  'image location add': {
    summary: 'Say that the data of an image are at a place',
    load: async () => (await import('../commands/image/location/add.ts')).command,
  },
  'image location list': {
    summary: 'List the places of the data of an image',
    load: async () => (await import('../commands/image/location/list.ts')).command,
  },
  'image location remove': {
    summary: 'Take away a place of the data of an image',
    load: async () => (await import('../commands/image/location/remove.ts')).command,
  },
};
