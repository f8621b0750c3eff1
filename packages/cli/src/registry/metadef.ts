import type { CommandEntry } from './entry.ts';

/** Commands about metadata definitions. */
export const metadefCommands: Readonly<Record<string, CommandEntry>> = {
  'image metadef namespace create': {
    summary: 'Create a namespace',
    load: async () => (await import('../commands/image/metadef/namespace/create.ts')).command,
  },
  'image metadef namespace delete': {
    summary: 'Delete namespaces',
    load: async () => (await import('../commands/image/metadef/namespace/delete.ts')).command,
  },
  'image metadef namespace list': {
    summary: 'List namespaces',
    load: async () => (await import('../commands/image/metadef/namespace/list.ts')).command,
  },
  'image metadef namespace set': {
    summary: 'Change a namespace',
    load: async () => (await import('../commands/image/metadef/namespace/set.ts')).command,
  },
  'image metadef namespace show': {
    summary: 'Show a namespace',
    load: async () => (await import('../commands/image/metadef/namespace/show.ts')).command,
  },
  'image metadef namespace unset': {
    summary: 'Remove tags of a namespace',
    load: async () => (await import('../commands/image/metadef/namespace/unset.ts')).command,
  },
  'image metadef object create': {
    summary: 'Create an object',
    load: async () => (await import('../commands/image/metadef/object/create.ts')).command,
  },
  'image metadef object delete': {
    summary: 'Delete objects',
    load: async () => (await import('../commands/image/metadef/object/delete.ts')).command,
  },
  'image metadef object list': {
    summary: 'List the objects of a namespace',
    load: async () => (await import('../commands/image/metadef/object/list.ts')).command,
  },
  'image metadef object property show': {
    summary: 'Show a property of an object',
    load: async () => (await import('../commands/image/metadef/object/property-show.ts')).command,
  },
  'image metadef object show': {
    summary: 'Show an object',
    load: async () => (await import('../commands/image/metadef/object/show.ts')).command,
  },
  'image metadef object update': {
    summary: 'Rename an object',
    load: async () => (await import('../commands/image/metadef/object/update.ts')).command,
  },
  'image metadef property create': {
    summary: 'Create a property',
    load: async () => (await import('../commands/image/metadef/property/create.ts')).command,
  },
  'image metadef property delete': {
    summary: 'Delete properties',
    load: async () => (await import('../commands/image/metadef/property/delete.ts')).command,
  },
  'image metadef property list': {
    summary: 'List the properties of a namespace',
    load: async () => (await import('../commands/image/metadef/property/list.ts')).command,
  },
  'image metadef property set': {
    summary: 'Change a property',
    load: async () => (await import('../commands/image/metadef/property/set.ts')).command,
  },
  'image metadef property show': {
    summary: 'Show a property',
    load: async () => (await import('../commands/image/metadef/property/show.ts')).command,
  },
  'image metadef resource type association create': {
    summary: 'Say what resources a namespace is for',
    load: async () => (await import('../commands/image/metadef/resource-type/association-create.ts')).command,
  },
  'image metadef resource type association delete': {
    summary: 'Say what resources a namespace is not for',
    load: async () => (await import('../commands/image/metadef/resource-type/association-delete.ts')).command,
  },
  'image metadef resource type association list': {
    summary: 'List what resources a namespace is for',
    load: async () => (await import('../commands/image/metadef/resource-type/association-list.ts')).command,
  },
  'image metadef resource type list': {
    summary: 'List kinds of resource',
    load: async () => (await import('../commands/image/metadef/resource-type/list.ts')).command,
  },
};
