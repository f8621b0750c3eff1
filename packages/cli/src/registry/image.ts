import type { Commands } from '../command.ts';
import { entry, family } from './entry.ts';

const locations = family(() => import('../commands/image/location.ts'));
const tasks = family(() => import('../commands/image/tasks.ts'));

/** Commands about images and their data. */
export const imageCommands: Commands = {
  'image create': entry('Create an image and upload its data', () => import('../commands/image/create.ts')),
  'image delete': entry('Delete images', () => import('../commands/image/delete.ts')),
  'image import': entry(
    'Have the cloud get the data of an image',
    () => import('../commands/image/import.ts'),
  ),
  'image import info': entry(
    'Show how this cloud imports images',
    () => import('../commands/image/import-info.ts'),
  ),
  'image list': entry('List images', () => import('../commands/image/list.ts')),
  'image save': entry("Save an image's data to a file, verified", () => import('../commands/image/save.ts')),
  'image set': entry(
    "Set an image's attributes, properties and tags",
    () => import('../commands/image/set.ts'),
  ),
  'image show': entry('Show an image', () => import('../commands/image/show.ts')),
  'image stage': entry(
    "Upload an image's data to the staging area",
    () => import('../commands/image/stage.ts'),
  ),
  'image stores list': entry(
    'List the stores of the cloud',
    () => import('../commands/image/stores-list.ts'),
  ),
  'image unset': entry("Remove an image's properties and tags", () => import('../commands/image/unset.ts')),
  'image cleanup': entry(
    'Delete images of this project by rules',
    () => import('../commands/image/cleanup.ts'),
  ),
  'image upload': entry(
    'Upload the data of an image that has none',
    () => import('../commands/image/upload.ts'),
  ),
  'image usage': entry("Show this project's quotas for images", () => import('../commands/image/usage.ts')),
  'image verify': entry('Compare a local file with an image', () => import('../commands/image/verify.ts')),
  'image tasks': tasks('ofImage', 'List the tasks of an image'),
  'image task list': tasks('list', 'List tasks of the Image service'),
  'image task show': tasks('show', 'Show a task of the Image service'),
  'image location add': locations('add', 'Say that the data of an image are at a place'),
  'image location list': locations('list', 'List the places of the data of an image'),
  'image location remove': locations('remove', 'Take away a place of the data of an image'),
};
