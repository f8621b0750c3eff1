import type { Commands } from '../command.ts';
import { family } from './entry.ts';

const namespaces = family(() => import('../commands/image/metadef/namespace.ts'));
const objects = family(() => import('../commands/image/metadef/object.ts'));
const properties = family(() => import('../commands/image/metadef/property.ts'));
const types = family(() => import('../commands/image/metadef/resource-type.ts'));

/** Commands about metadata definitions. */
export const metadefCommands: Commands = {
  'image metadef namespace create': namespaces('create', 'Create a namespace'),
  'image metadef namespace delete': namespaces('remove', 'Delete namespaces'),
  'image metadef namespace list': namespaces('list', 'List namespaces'),
  'image metadef namespace set': namespaces('set', 'Change a namespace'),
  'image metadef namespace show': namespaces('show', 'Show a namespace'),
  'image metadef namespace unset': namespaces('unset', 'Remove tags of a namespace'),
  'image metadef object create': objects('create', 'Create an object'),
  'image metadef object delete': objects('remove', 'Delete objects'),
  'image metadef object list': objects('list', 'List the objects of a namespace'),
  'image metadef object property show': objects('showProperty', 'Show a property of an object'),
  'image metadef object show': objects('show', 'Show an object'),
  'image metadef object update': objects('update', 'Rename an object'),
  'image metadef property create': properties('create', 'Create a property'),
  'image metadef property delete': properties('remove', 'Delete properties'),
  'image metadef property list': properties('list', 'List the properties of a namespace'),
  'image metadef property set': properties('set', 'Change a property'),
  'image metadef property show': properties('show', 'Show a property'),
  'image metadef resource type association create': types(
    'associate',
    'Say what resources a namespace is for',
  ),
  'image metadef resource type association delete': types(
    'dissociate',
    'Say what resources a namespace is not for',
  ),
  'image metadef resource type association list': types(
    'listAssociations',
    'List what resources a namespace is for',
  ),
  'image metadef resource type list': types('list', 'List kinds of resource'),
};
