import type { Commands } from '../command.ts';
import { family } from './entry.ts';

const members = family(() => import('../commands/image/members.ts'));
const cache = family(() => import('../commands/image/cache.ts'));

/** Commands about who has images, and where they are kept nearby. */
export const sharingCommands: Commands = {
  'image add project': members('add', 'Share an image with a project'),
  'image remove project': members('remove', 'End the sharing of an image with a project'),
  'image member get': members('get', 'Show the membership of a project'),
  'image member list': members('list', 'List the projects that an image is shared with'),
  'image share': members('share', 'Share an image with projects'),
  'cached image clear': cache('clear', 'Empty the image cache'),
  'cached image delete': cache('remove', 'Take images out of the cache'),
  'cached image list': cache('list', 'List what is in the image cache'),
  'cached image queue': cache('queue', 'Have images fetched into the cache'),
  'image cache clean': cache('clean', 'Remove what is unfinished in the cache'),
  'image cache prune': cache('prune', 'Shrink the cache to its limit'),
};
